"""The tests' PostgreSQL: private, open to its own user, and gone with whoever started it."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import psycopg
import pytest

from tests import postgres
from tests.paths import ROOT

pytestmark = pytest.mark.alone
ASK = "import os, sys; print(os.environ['DATABASE_URL'], flush=True); sys.stdin.read()"


def started() -> tuple[subprocess.Popen[str], str, Path]:
    """Start a cluster in another process; return process, URL and directory."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.postgres", sys.executable, "-c", ASK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    return process, url, Path(unquote(url.split("@")[1].split("/")[0]))


def soon(holds: Callable[[], bool], seconds: float = 15) -> bool:
    """Ask again and again for a while."""
    until = time.monotonic() + seconds
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()


@pytest.fixture
def cluster() -> Any:
    """Start a cluster and see it off, whatever the test does."""
    process, url, directory = started()
    yield process, url, directory
    with process:
        process.kill()
    assert soon(lambda: not directory.exists())


def test_it_is_private(cluster: Any) -> None:
    """A socket, no port; data for the server's user only; never root; not below HOME or clone."""
    _, url, directory = cluster
    with psycopg.connect(url) as connection:
        shown = {
            name: connection.execute(f"SHOW {name}").fetchone()[0]
            for name in ("listen_addresses", "fsync", "unix_socket_directories", "server_encoding")
        }
    assert shown == {
        "listen_addresses": "",
        "fsync": "off",
        "unix_socket_directories": str(directory),
        "server_encoding": "UTF8",
    }
    data = (directory / "data").stat()
    assert stat.S_IMODE(data.st_mode) == 0o700
    assert stat.S_IMODE(directory.stat().st_mode) == 0o755
    assert data.st_uid != 0
    assert not directory.is_relative_to(Path.home())
    assert not directory.is_relative_to(ROOT)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_it_goes_with_its_starter(how: signal.Signals) -> None:
    """Also when nobody can clean up: the watchdog's pipe closes by itself."""
    process, _, directory = started()
    server = int((directory / "data" / "postmaster.pid").read_text().split()[0])
    with process:
        process.send_signal(how)
    assert soon(lambda: not directory.exists())
    assert soon(lambda: not Path(f"/proc/{server}").exists())


def test_without_programs_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """And `python -m tests.postgres` ends with 4."""
    monkeypatch.setattr(postgres, "_candidates", lambda: [Path("/nonexistent")])
    with pytest.raises(postgres.Missing, match="安装 postgresql-15，或设置 DATABASE_URL"):
        postgres.find_binaries()
    monkeypatch.setattr(sys, "argv", ["postgres", "true"])
    assert postgres.main() == 4


def test_a_temporary_directory_below_home_is_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its parent may be closed to the server's user."""
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert not Path(postgres._temporary()).is_relative_to(tmp_path)
    closed = tmp_path / "closed" / "inside"
    closed.mkdir(parents=True)
    closed.parent.chmod(0o700)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(closed))
    monkeypatch.setenv("HOME", "/nonexistent")
    assert postgres._temporary() != str(closed)
    assert os.access(postgres._temporary(), os.W_OK)


def test_a_command_in_it_needs_no_word_about_the_deployment() -> None:
    """A database made a moment ago is nobody's: management commands take it as a demonstration."""
    environment = {name: value for name, value in os.environ.items() if name != "XUEYOU_ENV"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.postgres", sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
