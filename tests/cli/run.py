"""Runs the command line as a user does: its own process, its own streams."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
OWN = {"XUEYOU_DEBUG", "XUEYOU_DATA"}
"""What a developer's shell may hold, and no test may stand on: a register of draws lies in DATA."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run gave back."""

    code: int
    out: str
    err: str


def xueyou(*arguments: object, cwd: Path | None = None, **environment: str) -> Ran:
    """Run `xueyou` with these arguments and return exit code and streams."""
    done = subprocess.run(
        [sys.executable, "-m", "xueyou.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd or ROOT,
        timeout=PATIENCE,
        check=False,
        env={k: v for k, v in os.environ.items() if k not in OWN} | environment,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
