"""A database of its own and real worker processes, for tests that kill."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

from tests.paths import ROOT
from tests.waiting import PATIENCE, until

PROGRAM = "tests.platform.jobs.worker_under_test"
RESULT_TABLE = "CREATE TABLE kill_result (job text, part text, attempt integer, body text)"


@dataclass
class Workplace:
    """A migrated database, a data folder, and the workers started on them."""

    data: Path
    url: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *, processes: int = 1, lease: float = 1.0) -> subprocess.Popen[bytes]:
        """Start a foreman in a process group of its own and wait until its slots are seen."""
        from xueyou.platform.jobs.models import WorkerBeat

        before = WorkerBeat.objects.count()
        environment = os.environ | {
            "DATABASE_URL": self.url,
            "XUEYOU_DATA": str(self.data),
            "XUEYOU_ENV": "test",
            "DJANGO_SETTINGS_MODULE": "xueyou.site.settings.test",
        }
        with (self.data / "stderr").open("ab") as stderr:
            worker = subprocess.Popen(
                [sys.executable, "-m", PROGRAM, str(processes), str(lease)],
                cwd=ROOT,
                env=environment,
                start_new_session=True,
                stderr=stderr,
            )
        self.workers.append(worker)

        def seen() -> bool:
            assert worker.poll() is None, (self.data / "stderr").read_text()[-3000:]
            return WorkerBeat.objects.count() >= before + processes + 1

        until(seen, "slots to be seen")
        return worker

    def kill(self, worker: subprocess.Popen[bytes], sign: int = signal.SIGKILL) -> None:
        """Send a signal to a foreman and all its slots at once, as a power cut would."""
        os.killpg(worker.pid, sign)

    def end(self) -> None:
        """Kill what still runs."""
        for worker in self.workers:
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait(timeout=PATIENCE)
        self.workers.clear()

    def notes(self, what: str) -> list[dict[str, Any]]:
        """Return what the handlers noted, in order."""
        path = self.data / "notes.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return [note for line in lines if (note := json.loads(line))["what"] == what]

    def results(self) -> list[tuple[str, str, int, str]]:
        """Return the rows that handlers wrote."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT job, part, attempt, body FROM kill_result ORDER BY job, part")
            return list(cursor.fetchall())
