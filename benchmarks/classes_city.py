"""`xueyou classes FOLDER` for a whole city, timed; then killed midway and gone on with.

`make bench NAME=classes_city` makes the rosters of 120 schools, 600 pupils each, as workbooks with
a title, merged heads and marks kept as text, and runs the command as a clerk would. Exit 1 where
lists and reports of all schools took longer than 60 s, or where a run that was killed and gone on
with (`--resume`) has another list than the first.
"""

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.paths import ROOT
from tests.rulebook.classes.offices import office_book, pupils

EXIT_MISSED = 1
SCHOOLS, PUPILS, CLASSES = 120, 600, 12
SECONDS = 60
_LOOK = 0.02


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds until all lists and reports stood, until all papers stood, and of CPU."""

    lists: float
    whole: float
    cpu: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Time the command, kill it, go on, compare; say by the exit code whether all holds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classes_city", description=__doc__)
    parser.add_argument("--schools", type=int, default=SCHOOLS)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        rosters = Path(scratch) / "rosters"
        rosters.mkdir()
        for number in range(options.schools):
            office_book(rosters / f"{number:03d}.xlsx", pupils(PUPILS, number))
        print(f"{options.schools} workbooks of {PUPILS} pupils; load {os.getloadavg()[0]:.2f}")
        first, second = Path(scratch) / "first", Path(scratch) / "second"
        run = _timed(rosters, first)
        print(
            f"lists and reports {run.lists:.1f} s, with workbooks and papers {run.whole:.1f} s,"
            f" CPU {run.cpu:.1f} s",
            flush=True,
        )
        kept = _killed(rosters, second, options.schools // 2)
        rest = _timed(rosters, second, "--resume")
        differing = [p for p in _lists(first) if p.read_bytes() != _beside(p, second)]
    print(
        f"killed with {kept} schools done, the rest {rest.lists:.1f} s;"
        f" lists that differ: {len(differing)} of {options.schools}"
    )
    held = run.lists <= SECONDS and not differing
    print(f"bars {'held' if held else 'MISSED'}")
    return 0 if held else EXIT_MISSED


def _lists(out: Path) -> list[Path]:
    return sorted(out.glob("*/assignment.csv"))


def _beside(path: Path, out: Path) -> bytes:
    return (out / path.parent.name / path.name).read_bytes()


def _started(rosters: Path, out: Path, *more: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "xueyou.cli", "classes", str(rosters), "--out", str(out)]
    command += ["--classes", str(CLASSES), *more]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet)


def _timed(rosters: Path, out: Path, *more: str) -> Run:
    """Run the command to its end. The table of schools is written when all lists stand."""
    before, cpu = time.perf_counter(), _of_children()
    running = _started(rosters, out, *more)
    lists = 0.0
    while running.poll() is None:
        if not lists and (out / "schools.csv").exists():
            lists = time.perf_counter() - before
        time.sleep(_LOOK)
    whole = time.perf_counter() - before
    if running.returncode:
        raise RuntimeError(f"the command ended with {running.returncode}")
    return Run(lists or whole, whole, _of_children() - cpu)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _killed(rosters: Path, out: Path, done: int) -> int:
    """Kill the command (SIGKILL) when so many schools stand; return how many then do."""
    running = _started(rosters, out)
    while len(_lists(out)) < done and running.poll() is None:
        time.sleep(_LOOK)
    running.send_signal(signal.SIGKILL)
    running.wait()
    time.sleep(1)  # its own processes see that it is gone
    return len(_lists(out))


if __name__ == "__main__":
    raise SystemExit(main())
