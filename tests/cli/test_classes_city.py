"""`xueyou classes FOLDER`: many schools, one that is refused, a run that was killed."""

import csv
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.run import ROOT, xueyou
from tests.rulebook.classes.offices import plain_csv, pupils
from tests.waiting import PATIENCE

STEPS = ("--iterations", 20_000)


@pytest.fixture
def rosters(tmp_path):
    """Return a folder with five schools."""
    folder = tmp_path / "各校"
    folder.mkdir()
    for number in range(5):
        plain_csv(folder / f"{number}中.csv", pupils(60, number))
    return folder


def table(out):
    """Return schools.csv."""
    with (out / "schools.csv").open(encoding="utf-8", newline="") as file:
        return {row["school"]: row for row in csv.DictReader(file)}


def test_every_school_is_divided_as_it_would_be_alone(rosters, tmp_path):
    """Tests lists in two processes against a run of one school, and all files."""
    ran = xueyou("classes", rosters, "--threads", 2, *STEPS)
    assert ran.code == 0, ran.err
    out = tmp_path / "各校-分班"
    assert len(table(out)) == 5
    assert {path.name for path in (out / "3中").iterdir()} == {
        "assignment.csv", "report.json", "classes.xlsx", "report.html", "report.pdf",
    }  # fmt: skip
    xueyou("classes", rosters / "3中.csv", *STEPS, "--out", tmp_path / "alone")
    for name in ("assignment.csv", "classes.xlsx", "report.html"):
        assert (out / "3中" / name).read_bytes() == (tmp_path / "alone" / name).read_bytes()
    assert xueyou("classes", rosters, *STEPS).code == 2  # there already


def test_a_school_that_is_refused_does_not_hold_up_the_others(rosters, tmp_path):
    """Tests exit 3 for one faulty roster, and going on once it is mended."""
    rows = pupils(60, 2)
    rows[1]["学号"] = rows[0]["学号"]
    plain_csv(rosters / "2中.csv", rows)
    out = tmp_path / "out"
    ran = xueyou("classes", rosters, "--out", out, *STEPS)
    assert ran.code == 3
    assert "2中" in ran.err
    said = table(out)
    assert [said[name]["exit"] for name in sorted(said)] == ["0", "0", "3", "0", "0"]
    plain_csv(rosters / "2中.csv", pupils(60, 2))
    kept = (out / "1中/report.json").read_bytes()
    again = xueyou("classes", rosters, "--out", out, "--resume", *STEPS)
    assert again.code == 0
    assert (out / "1中/report.json").read_bytes() == kept
    assert (out / "2中/report.pdf").is_file()


def test_a_killed_run_goes_on(rosters, tmp_path):
    """Tests SIGKILL in the middle: what is there is whole, and the rest comes with --resume."""
    out = tmp_path / "out"
    command = [sys.executable, "-m", "xueyou.cli", "classes", rosters, "--out", out]
    run = subprocess.Popen(
        [*map(str, command), "--threads", "2", "--iterations", "4000000"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + PATIENCE
    while not list(out.glob("*/report.json")) and time.monotonic() < until:
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert not (out / "schools.csv").exists()
    for report in out.glob("*中/report.json"):
        assert (report.parent / "assignment.csv").is_file()
    again = xueyou("classes", rosters, "--out", out, "--resume", "--iterations", 4_000_000)
    assert again.code == 0, again.err
    assert len(table(out)) == 5
    alone = tmp_path / "alone"
    xueyou("classes", rosters / "4中.csv", "--iterations", 4_000_000, "--out", alone)
    assert (out / "4中/assignment.csv").read_bytes() == (alone / "assignment.csv").read_bytes()


def test_folders_that_cannot_be_run(tmp_path):
    """Tests an empty folder and two files of one school."""
    (tmp_path / "a").mkdir()
    assert xueyou("classes", tmp_path / "a").code == 2
    for suffix in ("csv", "CSV"):
        plain_csv(tmp_path / "a" / f"x.{suffix}", pupils(5))
    assert xueyou("classes", tmp_path / "a").code == 2
    assert xueyou("classes", tmp_path / "a/x.csv", "--resume").code == 2
