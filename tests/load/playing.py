"""A short opening hour, played by its command in processes of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.load.storm import ROOM_BYTES
from tests.paths import ROOT

SECONDS = "0.5"


def played(db: str, out: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """Play a short run in processes of its own; return exit status and what it wrote."""
    command = [sys.executable, "-m", "tests.load", "opening-hour", "--db", db, *options]
    command += ["--seconds", SECONDS, "--seed", "7", "--json", str(out)]
    left_out = {"XUEYOU_TEST_POSTGRES", "DB", "DATABASE_URL"}
    environment = {name: text for name, text in os.environ.items() if name not in left_out}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode in (0, 7), done.stderr[-3000:]
    found = json.loads(out.read_text())
    assert (done.returncode == 0) == found["valid"] == (not found["invalid_why"])
    return done.returncode, found


def nothing_is_lost(db: str, out: Path, *options: str) -> None:
    """Assert the counts of a short run; whether its figures are valid does not decide here.

    With the kills, enough must have been seen to break.
    """
    _, found = played(db, out, *options)
    assert found["db"] == db
    assert (found["lost"], found["doubled"], found["mixed"], found["wrong"]) == (0, 0, 0, [])
    assert found["receipts"] >= 8
    assert found["kills"]["missing"] == []
    assert found["room"]["bytes"] <= ROOM_BYTES
