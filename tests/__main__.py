"""Run the tests by groups and add up what they say.

`python -m tests all --db both` is what `make test` runs. A skipped test counts as a failure:
what cannot be run here must be said by the machine set-up (exit 4), never by silence.
"""

import argparse
import os
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


@dataclass
class Stage:
    """One pytest run."""

    name: str
    folders: tuple[str, ...]
    db: str = "sqlite"
    mark: str = "not alone"
    workers: int = 2


@dataclass
class Sum:
    """What the stages counted."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
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
            found.append(Stage(f"{group} alone", folders, mark="alone", workers=0))
        return found
    found = []
    for name in ("sqlite", "postgres") if db == "both" else (db,):
        found.append(Stage(f"{group} {name}", folders, name))
        if not quick:
            found.append(Stage(f"{group} {name} alone", folders, name, mark="alone", workers=0))
    return found


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
        environment = os.environ | {"DB": stage.db, "XUEYOU_ENV": "test"}
        started = time.monotonic()
        print(f"── {stage.name}", flush=True)
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        seconds = time.monotonic() - started
        counted = count(report, total)
        print(f"── {stage.name}: {counted} tests, {seconds:.0f} s", flush=True)
    if code == 4 or (code not in (0, 1, 5) and not counted):
        total.failed += 1
        if code == 4:
            sys.exit(4)
    elif code not in (0, 5) and total.failed == 0:
        total.failed += 1
    limit = budget(stage.name)
    if limit and seconds > limit * 60:
        total.slow.append(f"{stage.name}: {seconds / 60:.1f} min, budget {limit} min")


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
    """Return the minutes a stage may take, from tests/house/budgets.toml."""
    with (ROOT / "tests/house/budgets.toml").open("rb") as file:
        minutes = tomllib.load(file)["minutes"]
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
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 0 if total.passed and not total.failed and not total.skipped and not total.slow else 1


if __name__ == "__main__":
    sys.exit(main())
