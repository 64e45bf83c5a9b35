"""The site under load: the product's own web server and worker, with a call that tests know.

`python -m tests.load.site` prints its port and serves until its standard input ends. `--crowded`:
nobody is ever kept waiting. `--deadly N`: about one of N presses kills the web process that
serves it, between its COMMIT and its answer.
"""

import argparse
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.load.deadly import die_after_commit
from tests.paths import ROOT
from tests.site.run.running import children_of

LOOK = 0.1
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Site:
    """A site that runs. `pid`: the parent of web server and worker; `store`: of the database."""

    port: int
    pid: int
    store: int | None

    def cpu(self) -> float:
        """Return the CPU seconds that web, worker and database have used, as /proc says."""
        pids = [self.pid, *children_of(self.pid)]
        if self.store is not None:
            pids += [self.store, *children_of(self.store)]
        return sum(map(seconds_of, pids))

    def memory(self) -> int:
        """Return the bytes that web and worker hold for themselves."""
        return sum(map(_private, [self.pid, *children_of(self.pid)]))

    def named(self) -> dict[str, list[int]]:
        """Return the processes by what they are: the supervisor's own, in order of birth.

        "web": gunicorn's master, "pages": its processes, "jobs": the slots of the worker.
        """
        masters = sorted(_children(self.pid))
        below = {pid: sorted(_children(pid)) for pid in masters}
        served = next((pid for pid in masters if _is_web(pid)), 0)
        return {
            "web": [served] if served else [],
            "pages": below.get(served, []),
            "jobs": [pid for one, pids in below.items() if one != served for pid in pids],
        }


def _private(pid: int) -> int:
    """Return a process's proportional share of memory: what forks share counts once."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return 1024 * int(next(one for one in text.splitlines() if one.startswith("Pss:")).split()[1])


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _is_web(pid: int) -> bool:
    """Return whether this child of the supervisor is the web server: its log says so."""
    try:
        return Path(f"/proc/{pid}/fd/1").resolve().name == "web.log"
    except OSError:
        return False


def seconds_of(pid: int) -> float:
    """Return user and system time of a process and of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(one) for one in fields[11:15]) / TICK


@contextmanager
def running(data: Path, url: str, store: int | None, program: str, *options: str) -> Iterator[Site]:
    """Run a program of this folder that prints its port, on this database and data folder."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "XUEYOU_DATA": str(data),
        "XUEYOU_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "xueyou.site.settings.test",
        "XUEYOU_TEST_LOAD": "1",
    }
    with subprocess.Popen(
        [sys.executable, "-m", program, *options],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            port = int(process.stdout.readline())
            yield Site(port, process.pid, store)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=30)


def serve() -> None:
    """Serve with the product's own supervisor until standard input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--crowded", action="store_true")
    parser.add_argument("--deadly", type=int, default=0)
    chosen = parser.parse_args()
    import django

    django.setup()
    from django.conf import settings

    import tests.kernel.calls.room  # noqa: F401 - registers the kinds of call of the tests
    from xueyou.platform.accounts import codes
    from xueyou.site.run.door import open_door
    from xueyou.site.run.folder import LOGS
    from xueyou.site.run.supervisor import Supervisor

    settings.XUEYOU_CODES_AN_ADDRESS = 10**9  # all families of the test share one address
    codes.AGAIN_AFTER = timedelta(0)  # those with two devices do not wait a minute between them
    if chosen.crowded:
        settings.XUEYOU_BUSY = float("inf")
    if chosen.deadly:
        die_after_commit(settings.DATA / "deadly", chosen.deadly)
    (settings.DATA / LOGS).mkdir(exist_ok=True)
    supervisor = Supervisor(settings.DATA, open_door("127.0.0.1", "0"))
    supervisor.start_all()
    supervisor.wait_until_up()
    print(supervisor.door.getsockname()[1], flush=True)
    while not select.select([sys.stdin], [], [], LOOK)[0]:
        supervisor.bury()
        supervisor.start_all()
    supervisor.end_all()


if __name__ == "__main__":
    serve()
