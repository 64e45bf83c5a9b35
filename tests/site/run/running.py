"""The real supervisor as a process: started on a folder of its own, asked, stopped, killed."""

import http.client
import json
import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.paths import ROOT
from tests.waiting import PATIENCE, until


def children_of(pid: int) -> list[int]:
    """Return all living descendants of a process, read from /proc."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if state != "Z":
                parents[int(folder.name)] = int(parent)
    found, new = [], [pid]
    while new:
        new = [child for child, parent in parents.items() if parent in new]
        found += new
    return found


def alive(pids: list[int]) -> list[int]:
    """Return those that still run."""
    return [pid for pid in pids if Path(f"/proc/{pid}").exists() and not _zombie(pid)]


def _zombie(pid: int) -> bool:
    try:
        return (Path(f"/proc/{pid}") / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@dataclass
class Running:
    """A site that runs on a data folder."""

    data: Path
    more: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None

    def environment(self) -> dict[str, str]:
        """Return what the site is told: a free port, its own folder, the demonstration."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "DB", "XUEYOU_NOW"}
        }
        return (
            inherited
            | {"XUEYOU_DATA": str(self.data), "XUEYOU_ENV": "demo", "PORT": "0"}
            | (self.more)
        )

    def start(self) -> "Running":
        """Start it and wait until its record is written."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "xueyou.site.run"],
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        until(self._written, "run.json")
        return self

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the module once more, with arguments."""
        return subprocess.run(
            [sys.executable, "-m", "xueyou.site.run", *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    @property
    def record(self) -> dict[str, Any]:
        """Return run.json."""
        found = json.loads((self.data / "run.json").read_text())
        assert isinstance(found, dict)
        return found

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask the site; return status, headers in lower case, body."""
        place = urlsplit(self.record["url"])
        asking = http.client.HTTPConnection(str(place.hostname), place.port, timeout=PATIENCE)
        try:
            asking.request("GET", path, headers=headers)
            answer = asking.getresponse()
            named: dict[str, str] = {}
            for name, value in answer.getheaders():  # several cookies: several lines of a name
                before = named.get(name.lower())
                named[name.lower()] = f"{before}, {value}" if before else value
            return answer.status, named, answer.read()
        finally:
            asking.close()

    def filled(self) -> bool:
        """Whether the demonstration city's rooms are filled."""
        with sqlite3.connect(self.data / "xueyou.sqlite3") as database:
            found = database.execute("SELECT state FROM jobs_job WHERE kind = 'demo.fill'")
            return found.fetchall() == [("done",)]

    def end(self, sign: int = signal.SIGTERM) -> int:
        """Send a signal, wait until it has ended, return the exit status."""
        assert self.process is not None
        self.process.send_signal(sign)
        status = self.process.wait(timeout=PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status

    def make_sure_it_ends(self) -> None:
        """Leave nothing running behind a failed test."""
        if self.process is not None and self.process.poll() is None:
            left = children_of(self.process.pid)
            self.end(signal.SIGKILL)
            for pid in alive(left):
                os.kill(pid, signal.SIGKILL)

    def _written(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            assert self.process.stdout is not None
            raise AssertionError(self.process.stdout.read())
        path = self.data / "run.json"  # one of a killed site may still lie there
        return path.exists() and json.loads(path.read_text())["pid"] == self.process.pid
