"""Runs a handbook page as its reader would: files are laid down, commands typed, screens compared.

A fence under a line that ends with a file's name in backquotes and a colon is that file. A
`console` fence holds commands after `$ ` and what is then seen; `…` stands for any text within a
line, and alone in a line for any lines. `python -m tests.cli.walkthrough PAGE` types all commands
anew and writes what is seen into the page (long digests as `…`); read the difference before it is
committed.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.paths import ROOT

_FENCE = re.compile(r"(?P<before>[^\n]*)\n+```(?P<kind>\w+)\n(?P<body>.*?)```\n", re.DOTALL)
_FILE = re.compile(r"`([^`]+)`[^`]*：$")
_DIGEST = re.compile(r"\b[0-9a-f]{32,}\b")
ANY = "…"


@dataclass(frozen=True, slots=True)
class Fence:
    """One fence of the page; `file` is the name of the file it holds."""

    kind: str
    file: str | None
    body: str
    start: int  # where the body stands in the page
    end: int


@dataclass(frozen=True, slots=True)
class Typed:
    """One command of a console fence and what the page shows under it."""

    command: str
    shown: str


def fences(page: str) -> Iterator[Fence]:
    """Yield the fences of a page in order."""
    for found in _FENCE.finditer(page):
        named = _FILE.search(found["before"])
        file = named[1] if named and found["kind"] != "console" else None
        yield Fence(found["kind"], file, found["body"], found.start("body"), found.end("body"))


def typed(body: str) -> list[Typed]:
    """Return the commands of a console fence; a line that ends with a backslash goes on."""
    found: list[tuple[list[str], list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append(([line[2:]], []))
        elif found and found[-1][0][-1].endswith("\\"):
            found[-1][0].append(line)
        else:
            found[-1][1].append(line)
    return [Typed("\n".join(lines), "\n".join(shown)) for lines, shown in found]


def is_as_shown(seen: str, shown: str) -> bool:
    """Whether what was seen is what the page shows."""
    lines = [
        r"(?:[^\n]*\n)*?" if line == ANY else re.escape(line).replace(ANY, r"[^\n]*?") + "\n"
        for line in shown.splitlines()
    ]
    return re.fullmatch("".join(lines), seen.rstrip("\n") + "\n" if seen else "") is not None


class Desk:
    """A folder in which files are laid down and commands typed, with `xueyou` at hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "desk"
        self.folder.mkdir()
        tools = folder / "tools"
        tools.mkdir()
        for name, words in (
            ("xueyou", [sys.executable, "-m", "xueyou.cli"]),
            ("python3", [sys.executable]),
        ):
            (tools / name).write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
            (tools / name).chmod(0o755)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("XUEYOU_")}
        self._environment = kept | {
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "src"),
            "LC_ALL": "C.UTF-8",
        }

    def lay(self, file: str, text: str) -> None:
        """Lay down a file of the page."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def type(self, command: str) -> tuple[int, str]:
        """Type a command; return its exit code and all that is seen."""
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout


def written_anew(page: str, desk: Desk) -> str:
    """Return the page with what is seen now, where that is not what it shows."""
    parts, last = [], 0
    for fence in fences(page):
        if fence.file is not None:
            desk.lay(fence.file, fence.body)
        if fence.kind != "console":
            continue
        lines = []
        for one in typed(fence.body):
            _, seen = desk.type(one.command)
            shown = one.shown
            if not is_as_shown(seen, shown):
                shown = _shortened(seen.replace(str(desk.folder), ANY), shown.splitlines())
            lines += [f"$ {one.command}", *([shown] if shown else [])]
        parts += [page[last : fence.start], "\n".join(lines) + "\n"]
        last = fence.end
    return "".join([*parts, page[last:]])


def _shortened(seen: str, known: list[str]) -> str:
    """Return what is seen, as lines that the page knows have it, else with digests as `…`."""
    lines = []
    for line in seen.splitlines():
        same = [one for one in known if one != ANY and is_as_shown(line, one)]
        lines.append(same[0] if same else _DIGEST.sub(ANY, line))
    return "\n".join(lines)


if __name__ == "__main__":
    file = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as made:
        text = written_anew(file.read_text(encoding="utf-8"), Desk(Path(made)))
    file.write_text(text, encoding="utf-8")
