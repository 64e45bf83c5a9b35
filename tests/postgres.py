"""A private PostgreSQL cluster for tests: found, started and removed without anybody's help.

`python -m tests.postgres COMMAND…` runs a command with DATABASE_URL pointing at a fresh database.
"""

import atexit
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from tests.paths import ROOT

MISSING = "安装 postgresql-15，或设置 DATABASE_URL"
NEEDED = ("initdb", "pg_ctl", "postgres", "pg_dump", "psql")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
SOUND = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")


class Missing(Exception):
    """This machine has no PostgreSQL; `str()` is the sentence to print before exit 4."""

    def __init__(self) -> None:
        super().__init__(MISSING)


@dataclass(frozen=True)
class Cluster:
    """A running server that listens on a socket in `directory` only."""

    directory: Path
    binaries: Path

    def url(self, database: str = "postgres") -> str:
        """Return the DATABASE_URL of one of its databases."""
        return f"postgresql://postgres@{quote(str(self.directory), safe='')}/{database}"


def find_binaries() -> Path:
    """Return the folder with the server's programs: pg_config, PATH, /usr/lib/postgresql."""
    for folder in _candidates():
        if all((folder / name).is_file() for name in NEEDED):
            return folder
    raise Missing


def _candidates() -> list[Path]:
    found: list[Path] = []
    if tool := shutil.which("pg_config"):
        said = subprocess.run([tool, "--bindir"], capture_output=True, text=True, check=False)
        found.append(Path(said.stdout.strip() or "/nonexistent"))
    if tool := shutil.which("initdb"):
        found.append(Path(tool).resolve().parent)
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    return found + sorted(debian, key=lambda path: _version(path.parent.name), reverse=True)


def _version(name: str) -> int:
    return int(name) if name.isdigit() else 0


def start(settings: tuple[str, ...] = FAST) -> Cluster:
    """Start a cluster that ends with this process, however this process ends."""
    binaries = find_binaries()
    directory = Path(tempfile.mkdtemp(prefix="xueyou-pg-", dir=_temporary()))
    keeper = _watchdog(directory, binaries)
    owner = _owner()
    if owner is not None:
        os.chown(directory, owner.pw_uid, owner.pw_gid)
    directory.chmod(0o755)
    data = directory / "data"
    initdb = [binaries / "initdb", "-A", "trust", "-N", "--no-locale", "-E", "UTF8"]
    _as(owner, directory, [*initdb, "-U", "postgres", "-D", data])
    options = [f"unix_socket_directories={directory}", "listen_addresses=", "max_connections=60"]
    options += ["shared_buffers=64MB", "timezone=UTC", *settings]
    words = " ".join(f"-c {option}" for option in options)
    _as(
        owner,
        directory,
        [binaries / "pg_ctl", "-w", "-D", data, "-l", directory / "log", "-o", words, "start"],
    )
    atexit.register(_end, keeper)
    return Cluster(directory, binaries)


def break_off(cluster: Cluster) -> None:
    """Stop a cluster as a power cut does, and start it again; return when it answers."""
    data = cluster.directory / "data"
    command = [cluster.binaries / "pg_ctl", "-w", "-D", data, "-l", cluster.directory / "log"]
    _as(_owner(), cluster.directory, [*command, "-m", "immediate", "restart"])


def _temporary() -> str:
    """Return the system's temporary directory: not under HOME or the clone, open to others."""
    closed = [Path.home().resolve(), ROOT.resolve()]
    for named in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        path = Path(named).resolve()
        if path.is_dir() and not any(path.is_relative_to(below) for below in closed):
            open_to_all = all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents)
            if open_to_all and os.access(path, os.W_OK):
                return str(path)
    raise Missing


def _owner() -> pwd.struct_passwd | None:
    """Return whom the server runs as; None where we are not root and run it ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _as(owner: pwd.struct_passwd | None, directory: Path, command: list[str | Path]) -> None:
    """Run a program of the server, without our rights and our environment (as setpriv would)."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(directory), "LC_ALL": "C"}
    rights: dict[str, object] = {}
    if owner is not None:
        rights = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    done = subprocess.run(
        command,
        cwd=directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        **rights,
    )
    if done.returncode:
        log = directory / "log"
        raise RuntimeError(f"{command[0]}: {done.stderr}{log.read_text() if log.exists() else ''}")


def _watchdog(directory: Path, binaries: Path) -> subprocess.Popen[bytes]:
    """Start the process that removes the cluster as soon as our end of its pipe closes."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.postgres", "--watch", str(directory), str(binaries)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )


def _end(keeper: subprocess.Popen[bytes]) -> None:
    assert keeper.stdin is not None
    keeper.stdin.close()
    keeper.wait(timeout=30)


def _watch(directory: Path, binaries: Path, pipe: IO[bytes]) -> None:
    """Wait until the pipe closes, stop the server at once and remove its directory."""
    pipe.read()
    data = directory / "data"
    if (data / "postmaster.pid").exists():
        stop = [binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"]
        with suppress(RuntimeError):
            _as(_owner(), directory, stop)
    shutil.rmtree(directory, ignore_errors=True)


def main() -> int:
    """Run a command with DATABASE_URL of a fresh cluster, or be a cluster's watchdog."""
    if sys.argv[1:2] == ["--watch"]:
        _watch(Path(sys.argv[2]), Path(sys.argv[3]), sys.stdin.buffer)
        return 0
    try:
        cluster = start()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 4
    environment = {"XUEYOU_ENV": "demo"} | os.environ | {"DATABASE_URL": cluster.url()}
    return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
