"""Owns which folders a new result may take the place of: only those that a command wrote, that
hold nothing else, and that do not count as official."""

import json
from pathlib import Path
from typing import Any

_MANIFEST = "MANIFEST.sha256"
_NAMES = (
    {"commit.json", "reveal.json", "roster.csv", "tickets.csv"},
    {"outcomes.csv", "moves.csv"},
    {"assignment.csv", "report.json", "classes.xlsx", "report.html", "report.pdf"},
    {"conflict.json"},
    {"assignment.csv", "arrivals.json", "classes.xlsx"},
    {"changes.csv", "counterfactual.csv", "places.csv", "appeals.csv", "appeal.json"},
)
"""What draws, simulations, classes, appeals hold; all else is listed in a manifest of its own."""


class FolderKept(Exception):
    """A folder is not to be replaced; `zh` says why, `official` that it is a result that counts."""

    def __init__(self, zh: str, *, official: bool = False) -> None:
        super().__init__(zh)
        self.zh, self.official = zh, official


def refuse_replacing(folder: Path) -> None:
    """Raise FolderKept unless `folder`, which is there, may go for a new result."""
    if folder.is_symlink() or not folder.is_dir():
        raise FolderKept(f"{folder} 不是文件夹，结果要写成一个文件夹。没有动它。请换个名字。")
    whole, here = folder.resolve(), Path.cwd()
    if whole == here or whole in here.parents:
        raise FolderKept(f"{folder} 是您所在的文件夹，不能被结果替换。请给结果起一个新的名字。")
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not _plain(path)}
    listed = _listed(folder)
    own = listed | {_MANIFEST} if listed else next((n for n in _NAMES if found <= n), set())
    if strange := sorted(found - own):
        raise FolderKept(
            f"{folder} 里的 {strange[0]} 不是这类结果里的文件，整个文件夹都没有动。请换个名字。"
        )
    if any(_official(folder / name) for name in ("certificate.json", "reveal.json")):
        raise FolderKept(
            f"{folder} 里是正式的结果，--force 也不能替换它。请换个名字；"
            "真的不要了，请您自己核对后移走。",
            official=True,
        )


def _plain(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _listed(folder: Path) -> set[str]:
    try:
        rows = (folder / _MANIFEST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {name for row in rows if (name := row.partition("  ")[2]) and not row.startswith("#")}


def _official(file: Path) -> bool:
    """Tell whether a certificate or revelation is there that does not say it is a rehearsal."""
    if not file.is_file():
        return False
    try:
        said: Any = json.loads(file.read_bytes())
        return said["rehearsal"] is not True
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return True
