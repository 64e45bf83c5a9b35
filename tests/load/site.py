"""The site under load: the product's own web server and worker, with a call that tests know.

`python -m tests.load.site` prints its port and serves until its standard input ends.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.paths import ROOT
from tests.site.run.running import children_of

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
        return sum(map(_seconds, pids))


def _seconds(pid: int) -> float:
    """Return user and system time of a process and of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(one) for one in fields[11:15]) / TICK


@contextmanager
def running(data: Path, url: str, store: int | None, program: str) -> Iterator[Site]:
    """Run a program of this folder that prints its port, on this database and data folder."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "XUEYOU_DATA": str(data),
        "XUEYOU_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "xueyou.site.settings.test",
    }
    with subprocess.Popen(
        [sys.executable, "-m", program],
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
    """Serve with the product's own processes until standard input ends."""
    import django

    django.setup()
    from django.conf import settings

    import tests.kernel.calls.room  # noqa: F401 - registers the kinds of call of the tests
    from xueyou.site.run import children
    from xueyou.site.run.door import open_door

    settings.XUEYOU_CODES_AN_ADDRESS = 10**9  # all families of the test share one address
    door = open_door("127.0.0.1", "0")
    log = settings.DATA / "log"
    pids = [children.start(name, door, log) for name in children.ROLES]
    print(door.getsockname()[1], flush=True)
    sys.stdin.read()
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    for pid in pids:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    serve()
