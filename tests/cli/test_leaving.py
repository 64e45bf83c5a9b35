"""The command line ends with its own exit code, whatever a library does while it is unloaded."""

import subprocess
import sys

import pytest

from tests.paths import ROOT

ENDS = "import atexit, os; atexit.register(os.abort); from xueyou.cli.leaving import leave; "


@pytest.mark.parametrize("code", [0, 1, 7])
def test_a_library_that_aborts_at_the_end_changes_nothing(code: int) -> None:
    """What was said is there, whole, and the code is that of the command."""
    told = f"{ENDS}print('说' * 90_000, end=''); leave({code})"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, cwd=ROOT / "src")
    assert done.returncode == code, done.stderr
    assert done.stdout.decode() == "说" * 90_000


def test_without_it_the_library_would_win() -> None:
    """Tests the test: the interpreter's own end aborts."""
    told = f"{ENDS}import sys; sys.exit(0)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, cwd=ROOT / "src")
    assert done.returncode < 0


def test_a_closed_stream_is_no_crash() -> None:
    """Whoever closed it has nothing left to say."""
    told = f"{ENDS}import sys; sys.stdout.close(); leave(3)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, cwd=ROOT / "src")
    assert done.returncode == 3, done.stderr


def test_a_stream_that_never_was_open_is_no_crash() -> None:
    """`xueyou … 1>&-`."""
    told = f"{ENDS}import sys; sys.stdout = None; leave(0)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, cwd=ROOT / "src")
    assert done.returncode == 0, done.stderr
