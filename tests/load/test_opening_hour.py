"""A minute's opening hour against a real site: whatever the figures, nothing read may be lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.load.counting import digest
from tests.load.measures import Measured
from tests.paths import ROOT

pytestmark = pytest.mark.alone
SECONDS = "1"


@pytest.mark.parametrize("db", ["sqlite", "postgres"])
def test_nothing_accepted_is_lost_doubled_or_mixed(db: str, tmp_path: Path) -> None:
    """Tests the counts of a short run; whether its figures are valid does not decide here."""
    out = tmp_path / "opening-hour.json"
    command = [sys.executable, "-m", "tests.load", "opening-hour", "--db", db]
    command += ["--seconds", SECONDS, "--seed", "7", "--json", str(out)]
    left_out = {"XUEYOU_TEST_POSTGRES", "DB", "DATABASE_URL"}
    environment = {name: text for name, text in os.environ.items() if name not in left_out}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode in (0, 7), done.stderr[-3000:]
    found = json.loads(out.read_text())
    assert found["db"] == ("sqlite" if db == "sqlite" else "postgres")
    assert (found["lost"], found["doubled"], found["mixed"], found["wrong"]) == (0, 0, 0, [])
    assert found["receipts"] >= 8
    assert (done.returncode == 0) == found["valid"] == (not found["invalid_why"])


def test_a_run_beside_others_is_invalid() -> None:
    """Tests each of the three rules that void figures, and that a quiet run passes them."""
    quiet = Measured("one", seconds=1.0, server_cpu=1.8, client_cpu=0.1, lags=[0.001] * 100)
    assert quiet.invalid() == []
    quiet.client_cpu = 0.9
    assert len(quiet.invalid()) == 1
    quiet.foreign = 0.5
    quiet.lags = [0.05] * 100
    assert len(quiet.invalid()) == 3


def test_the_digest_of_sent_fields_sees_another_answer_and_another_order() -> None:
    """Tests that no field may change, and no wish may move."""
    sent = digest({"zone": "东"}, {"a-1": ["x", "y"]})
    assert sent == digest({"zone": "东"}, {"named otherwise": ["x", "y"]})
    assert sent != digest({"zone": "西"}, {"a-1": ["x", "y"]})
    assert sent != digest({"zone": "东"}, {"a-1": ["y", "x"]})
