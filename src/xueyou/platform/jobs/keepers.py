"""Keeping a lease while a handler works: in a worker by a thread, elsewhere on the spot."""

import logging
import os
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, connection

from xueyou.platform.jobs import leases
from xueyou.platform.jobs.running import RunningJob

TICK = 0.25
LOOK = 1.0
GRACE_AFTER_LOSS = 3.0
GRACE_TO_FINISH = 3.0
GRACE_TO_LEAVE = 5.0

log = logging.getLogger("xueyou.jobs")


class InlineKeeper:
    """For jobs worked off in the caller's own process and connection: tests, the demonstration."""

    def __init__(self, run: RunningJob) -> None:
        self._run = run
        self._written = 0.0
        self._lost = False

    def __enter__(self) -> "InlineKeeper":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def tell(self) -> None:
        """Write progress now, unless it was written within the tick."""
        if time.monotonic() - self._written < TICK:
            return
        run = self._run
        self._written = time.monotonic()
        self._lost = not leases.renew(run.lease, run.handler.lease, **run.latest())

    def lost(self) -> bool:
        """Return whether the last look found the lease gone."""
        return self._lost

    def stopping(self) -> bool:
        """Return False: nobody asks the caller's process to go."""
        return False


class ThreadKeeper:
    """A heartbeat thread with its own database connection.

    It renews the lease every third of its length, writes progress at most four times a second,
    looks every second whether the job was called off, and makes the process end when the handler
    does not heed that: after a lost lease, or when the worker was asked to go.
    """

    def __init__(
        self,
        run: RunningJob,
        *,
        leaving_since: Callable[[], float | None],
        be_seen: Callable[[], None] = lambda: None,
        leave: Callable[[int], None] = os._exit,
    ) -> None:
        self._run = run
        self._leaving_since = leaving_since
        self._be_seen = be_seen
        self._leave = leave
        self._over = threading.Event()
        self._changed = threading.Event()
        self._lost_since: float | None = None
        self._thread = threading.Thread(target=self._keep, name=f"keeper-{run.uid}", daemon=True)

    def __enter__(self) -> "ThreadKeeper":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(timeout=30)

    def tell(self) -> None:
        """Have the thread write progress at its next tick."""
        self._changed.set()

    def lost(self) -> bool:
        """Return whether the thread found the lease gone."""
        return self._lost_since is not None

    def stopping(self) -> bool:
        """Return whether the time in which the handler might still have finished is over."""
        since = self._leaving_since()
        return since is not None and time.monotonic() - since > GRACE_TO_FINISH

    def _keep(self) -> None:
        length = self._run.handler.lease.total_seconds()
        renewed = looked = time.monotonic()
        while not self._over.wait(TICK):
            now = time.monotonic()
            told, due = self._changed.is_set(), now - renewed > length / 3
            if not self.lost() and (told or due or now - looked > LOOK):
                try:
                    self._changed.clear()
                    self._beat(renew=told or due)
                    self._be_seen()
                    looked = now
                    renewed = now if told or due else renewed
                except DatabaseError as error:
                    log.warning("heartbeat failed: %s", type(error).__name__)
                    connection.close()
                    if now - renewed > length:
                        self._lost_since = now
            self._make_leave(now)
        connection.close()

    def _beat(self, *, renew: bool) -> None:
        run = self._run
        if renew:
            ours = leases.renew(run.lease, run.handler.lease, **run.latest())
        else:
            ours = run.lease.rows().exists()
        if not ours and not run.completed and not self._over.is_set():
            self._lost_since = time.monotonic()

    def _make_leave(self, now: float) -> None:
        """End the process where the handler does not heed that it should stop.

        Its writes are fenced off in any case; this only keeps it from using the machine.
        """
        if self._lost_since is not None and now - self._lost_since > GRACE_AFTER_LOSS:
            log.warning("job %s: handler does not stop, ending the worker", self._run.uid)
            self._leave(1)
        since = self._leaving_since()
        if since is not None and now - since > GRACE_TO_LEAVE and not self._run.completed:
            leases.hand_back(self._run.lease)
            self._leave(0)
