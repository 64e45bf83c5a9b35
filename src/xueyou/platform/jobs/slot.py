"""One process that takes jobs one after another, until it is asked to go."""

import logging
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection

from xueyou.platform.jobs import duties, leases
from xueyou.platform.jobs.execution import execute
from xueyou.platform.jobs.keepers import ThreadKeeper
from xueyou.platform.jobs.models import WorkerBeat
from xueyou.platform.jobs.running import RunningJob
from xueyou.platform.time import wall_now

POLL = 0.5
BEAT_EVERY = 4.0
HOUSEKEEPING_EVERY = 1.0
FORGIVEN = 2.0

log = logging.getLogger("xueyou.jobs")


@dataclass(slots=True)
class Slot:
    """A worker process: its name, its queues, and whether it was asked to go.

    `housekeeping`: this slot also gives away the jobs of silent workers and fires due duties,
    by its heartbeat thread while a handler works.
    """

    name: str
    queues: Sequence[str]
    parent: int
    housekeeping: bool
    leaving: float | None = None
    _beaten: float = field(default=float("-inf"))
    _kept: float = field(default=float("-inf"))

    def run(self) -> None:
        """Take jobs until SIGTERM or SIGINT, or until the parent process is gone."""
        signal.signal(signal.SIGTERM, self._asked_to_leave)
        signal.signal(signal.SIGINT, self._asked_to_leave)
        while self.leaving_since() is None:
            try:
                worked = self.step()
                close_old_connections()
            except DatabaseError as error:
                # The database is away or overloaded: nothing is lost, try again in a moment.
                log.warning("database not reachable: %s", type(error).__name__)
                connection.close()
                time.sleep(FORGIVEN)
                continue
            if not worked:
                time.sleep(POLL)
        connection.close()

    def step(self) -> bool:
        """Do what is due once: be seen, keep house, work off one job. False where none was due."""
        self.beat()
        self.keep_house()
        claimed = leases.claim(list(self.queues), self.name)
        if claimed is None:
            return False
        execute(*claimed, make_keeper=self._keeper)
        return True

    def beat(self) -> None:
        """Be seen alive, every few seconds; the heartbeat thread calls it while a handler works."""
        if time.monotonic() - self._beaten > BEAT_EVERY:
            self._beaten = time.monotonic()
            WorkerBeat.objects.update_or_create(
                name=self.name,
                defaults={"seen_at": wall_now(), "queues": " ".join(self.queues)},
            )

    def keep_house(self) -> None:
        """Give away the jobs of silent workers and fire due duties, once a second at most."""
        if self.housekeeping and time.monotonic() - self._kept > HOUSEKEEPING_EVERY:
            self._kept = time.monotonic()
            leases.reap()
            duties.fire_due()

    def leaving_since(self) -> float | None:
        """Return since when this process should go; being orphaned counts as being asked."""
        if self.leaving is None and os.getppid() != self.parent:
            self.leaving = time.monotonic()
        return self.leaving

    def _keeper(self, run: RunningJob) -> ThreadKeeper:
        return ThreadKeeper(run, leaving_since=self.leaving_since, be_seen=self._beat_and_keep)

    def _beat_and_keep(self) -> None:
        """What the heartbeat thread does besides keeping the lease, which it must not endanger."""
        self.beat()
        try:
            self.keep_house()
        except Exception:
            log.exception("housekeeping beside a job broke off")
            connection.close()

    def _asked_to_leave(self, _signal: int, _frame: FrameType | None) -> None:
        if self.leaving is None:
            self.leaving = time.monotonic()
