"""Run the tests by groups and add up what they say.

`python -m tests all --db both` is what `make test` runs. A skipped test counts as a failure:
what cannot be run here must be said by the machine set-up (exit 4), never by silence. A stage that
uses more computing than its budget fails too; its minutes on the clock are printed, not judged,
for they say as much about who else uses the machine.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

from tests.paths import ROOT

GROUPS: dict[str, tuple[str, ...]] = {
    "engines": ("tests/engines", "tests/reference", "tests/formats", "tests/rulebook", "tests/cli"),
    "kernel": ("tests/platform", "tests/kernel", "tests/kill"),
    "domains": ("tests/domains",),
    "surfaces": ("tests/surfaces", "tests/leaks", "tests/site", "tests/load"),
    "journeys": ("tests/journeys",),
    "house": ("tests/house", "tests/demo"),
}
ON_BOTH = {"kernel", "domains"}
WAIT_MUCH = {"kernel": 3, "surfaces": 2}
"""Group → how many files of its tests that have a database of their own are run at a time."""


@dataclass
class Stage:
    """One pytest run."""

    name: str
    folders: tuple[str, ...]
    db: str = "sqlite"
    mark: str = "not alone"
    workers: int = 2


@dataclass(frozen=True)
class Spent:
    """What a run took, in seconds: computing of all its processes, and time on the clock.

    A database server that runs on its own (PostgreSQL's) is nobody's child and not counted.
    """

    cpu: float = 0.0
    wall: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.cpu + other.cpu, self.wall + other.wall)

    def __str__(self) -> str:
        return f"{self.cpu / 60:.1f} min CPU, {self.wall / 60:.1f} min"


@dataclass
class Sum:
    """What the stages counted and spent."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    spent: Spent = Spent()
    slow: list[str] = field(default_factory=list)


def stages(group: str, db: str, *, quick: bool = False) -> list[Stage]:
    """Return the pytest runs of a group, on the databases asked for."""
    folders = tuple(folder for folder in GROUPS[group] if (ROOT / folder).is_dir())
    if not folders:
        return []
    if group == "journeys":
        runs = [Stage("journeys sqlite", folders, mark="", workers=2)] if db != "postgres" else []
        if db != "sqlite":
            runs.append(Stage("journeys postgres", folders, "postgres", mark="both", workers=1))
        return runs
    if group not in ON_BOTH:
        found = [Stage(group, folders)]
        if not quick:
            found.append(_alone(group, f"{group} alone", folders))
        return found
    found = []
    for name in ("sqlite", "postgres") if db == "both" else (db,):
        found.append(Stage(f"{group} {name}", folders, name))
        if not quick:
            found.append(_alone(group, f"{group} {name} alone", folders, name))
    return found


def _alone(group: str, name: str, folders: tuple[str, ...], db: str = "sqlite") -> Stage:
    """Return the stage of tests that have a database of their own.

    They mostly wait, for leases and for what was killed to be missed: where there are many, two or
    three files at a time. One or two of them are not worth the start of workers.
    """
    return Stage(name, folders, db, mark="alone", workers=WAIT_MUCH.get(group, 0))


def run(stage: Stage, total: Sum) -> None:
    """Run a stage and add its counts; pytest's exit 5 (nothing selected) is not a failure."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", *stage.folders, f"--junitxml={report}"]
        command += ["--durations=10", "--durations-min=1.0"]
        if stage.mark:
            command += ["-m", stage.mark]
        if stage.workers:
            command += ["-n", str(stage.workers), "--dist", "loadfile"]
            command += ["--no-loadscope-reorder"]  # the longest begin: tests/longest.py
        environment = os.environ | {"DB": stage.db, "XUEYOU_ENV": "test"}
        print(f"── {stage.name}", flush=True)
        code, spent = measured(command, environment)
        counted = count(report, total)
        print(f"── {stage.name}: {counted} tests, {spent}", flush=True)
    if code == 4 or (code not in (0, 1, 5) and not counted):
        total.failed += 1
        if code == 4:
            sys.exit(4)
    elif code not in (0, 5) and total.failed == 0:
        total.failed += 1
    total.spent += spent
    if said := over_budget(stage.name, spent, budget(stage.name)):
        total.slow.append(said)


def measured(command: list[str], environment: dict[str, str]) -> tuple[int, Spent]:
    """Run a command to its end; return its exit code and what it and its children spent."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return code, Spent(cpu, time.monotonic() - started)


def over_budget(name: str, spent: Spent, minutes: float | None) -> str:
    """Return the sentence about a stage that computed for more minutes than it may, or ""."""
    if minutes is None or spent.cpu <= minutes * 60:
        return ""
    return f"{name}: {spent}; budget {minutes:g} min CPU"


def count(report: Path, total: Sum) -> int:
    """Add the counts of a JUnit report and return how many tests it holds."""
    if not report.exists():
        return 0
    counted = 0
    for suite in ET.parse(report).getroot().iter("testsuite"):
        tests = int(suite.get("tests", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        total.failed += failed
        total.skipped += skipped
        total.passed += tests - failed - skipped
        counted += tests
    return counted


def budget(name: str) -> float | None:
    """Return the minutes of CPU a stage may use, from tests/house/budgets.toml."""
    with (ROOT / "tests/house/budgets.toml").open("rb") as file:
        minutes = tomllib.load(file)["cpu_minutes"]
    found = minutes.get(name)
    return float(found) if found is not None else None


def main() -> int:
    """Run what the arguments ask for; return 0 only where all passed and nothing was skipped."""
    parser = argparse.ArgumentParser(prog="python -m tests")
    parser.add_argument("group", choices=["all", "quick", *GROUPS], nargs="?", default="all")
    parser.add_argument("--db", choices=["sqlite", "postgres", "both"], default="both")
    chosen = parser.parse_args()
    total = Sum()
    if chosen.group == "quick":
        wanted = [
            s
            for g in ("engines", "kernel", "domains", "house")
            for s in stages(g, "sqlite", quick=True)
        ]
    else:
        groups = GROUPS if chosen.group == "all" else {chosen.group: ()}
        wanted = [stage for group in groups for stage in stages(group, chosen.db)]
    for stage in wanted:
        run(stage, total)
    for line in total.slow:
        print(f"over budget — {line}")
    print(f"── all: {total.spent}")
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 0 if total.passed and not total.failed and not total.skipped and not total.slow else 1


if __name__ == "__main__":
    sys.exit(main())
