"""A stage of `make test` is judged by the computing it used, not by how busy the machine was."""

import os
import sys

from tests.__main__ import GROUPS, Spent, budget, measured, over_budget, stages

COMPUTES = "import time\nwhile time.process_time() < 0.4: pass"
WAITS = "import time\ntime.sleep(0.4)"
PARENT = "import subprocess, sys; subprocess.run([sys.executable, '-c', {!r}], check=True)"


def spent_by(program: str) -> Spent:
    """Run a program of one line and return what it took."""
    code, spent = measured([sys.executable, "-c", program], dict(os.environ))
    assert code == 0
    return spent


def test_computing_counts_and_waiting_does_not() -> None:
    """A child's children compute on the stage's account; a wait is time on the clock only."""
    computed, waited = spent_by(PARENT.format(COMPUTES)), spent_by(PARENT.format(WAITS))
    assert computed.cpu >= 0.4
    assert waited.wall >= 0.4
    assert waited.cpu < computed.cpu


def test_a_stage_fails_by_its_computing_alone() -> None:
    """An hour on the clock is no failure; a minute of computing too many is, and says so."""
    assert over_budget("engines", Spent(cpu=60, wall=3600), 2) == ""
    said = over_budget("engines", Spent(cpu=180, wall=90), 2)
    assert said == "engines: 3.0 min CPU, 1.5 min; budget 2 min CPU"
    assert over_budget("a new stage", Spent(cpu=1e6, wall=1e6), None) == ""


def test_every_stage_has_a_budget() -> None:
    """No stage of the whole run, on either database, goes unjudged."""
    for group in GROUPS:
        for stage in stages(group, "both"):
            assert budget(stage.name), stage.name


def test_a_failing_command_keeps_its_exit_code() -> None:
    """The exit code is the command's own."""
    assert measured([sys.executable, "-c", "raise SystemExit(4)"], dict(os.environ))[0] == 4
