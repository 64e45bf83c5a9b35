"""Owns what a command says: its result on stdout, messages and progress on stderr."""

import json
import sys
from typing import TextIO


class Console:
    """The two streams of one run.

    `progress` is "auto" (a bar where stderr is a terminal), "jsonl" (one object a step) or
    "none". `quiet` keeps messages and progress back; results and errors are always said.
    """

    def __init__(self, *, progress: str = "auto", quiet: bool = False) -> None:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        self._mode = "none" if quiet else progress
        self._bar_open = False
        self.quiet = quiet

    def result(self, text: str) -> None:
        """Write the result of the command."""
        self._close_bar()
        sys.stdout.write(text)
        if not text.endswith("\n"):
            sys.stdout.write("\n")

    def say(self, zh: str) -> None:
        """Say something to whoever watches."""
        if not self.quiet:
            self.error(zh)

    def error(self, zh: str) -> None:
        """Say why there is no result; not even `quiet` keeps this back."""
        self._close_bar()
        print(zh, file=sys.stderr, flush=True)

    def step(self, stage: str, done: int, total: int) -> None:
        """Show progress: `done` of `total` parts of a stage ("load", "read")."""
        if self._mode == "jsonl":
            line = json.dumps({"stage": stage, "done": done, "total": total})
            print(line, file=sys.stderr, flush=True)
        elif self._mode == "auto" and sys.stderr.isatty():
            self._draw(sys.stderr, stage, done, total)

    def _draw(self, stream: TextIO, stage: str, done: int, total: int) -> None:
        share = min(1.0, done / total) if total else 1.0
        bar = "█" * round(share * 30)
        said = {"load": "正在打开", "read": "正在读"}.get(stage, stage)
        stream.write(f"\r{said} {bar:<30} {done}/{total}")
        stream.flush()
        self._bar_open = True

    def _close_bar(self) -> None:
        if self._bar_open:
            sys.stderr.write("\n")
            self._bar_open = False
