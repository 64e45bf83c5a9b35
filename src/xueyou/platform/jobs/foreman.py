"""The parent of the slots: starts them, starts them again when one dies, and gives its job away.

Handlers run in the slots, never here: a document that kills its process by SIGKILL, lack of memory
or a fault in a C library costs one attempt of that job and a new slot, nothing else.
"""

import logging
import os
import signal
import socket
import time
from dataclasses import dataclass, field
from types import FrameType

from django.db import DatabaseError, connections

from xueyou.platform.jobs import leases
from xueyou.platform.jobs.slot import Slot

LOOK = 0.1
END_BY = 9.0
LONGEST_WAIT = 10.0
HEALTHY_AFTER = 20.0

log = logging.getLogger("xueyou.jobs")


@dataclass(slots=True)
class Place:
    """Where one slot process stands, and when a dead one may be replaced."""

    queues: tuple[str, ...]
    housekeeping: bool
    pid: int = 0
    name: str = ""
    born: float = 0.0
    deaths: int = 0
    not_before: float = 0.0


@dataclass(slots=True)
class Foreman:
    """Keeps `processes` slots for all queues, and one for what must not wait behind long work."""

    processes: int = 1
    places: list[Place] = field(default_factory=list)
    leaving: float | None = None
    births: int = 0

    def run(self) -> int:
        """Work until SIGTERM or SIGINT, or until the own parent is gone; return the exit status."""
        parent = os.getppid()
        signal.signal(signal.SIGTERM, self._asked_to_leave)
        signal.signal(signal.SIGINT, self._asked_to_leave)
        self.places = [Place(("quick",), housekeeping=True)]
        self.places += [
            Place(("default", "quick"), housekeeping=False) for _ in range(self.processes)
        ]
        while self.leaving is None and os.getppid() == parent:
            self._fill()
            time.sleep(LOOK)
            self._bury()
        return self._end()

    def _fill(self) -> None:
        for place in self.places:
            if not place.pid and time.monotonic() >= place.not_before:
                self._start(place)

    def _start(self, place: Place) -> None:
        self.births += 1
        place.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{self.births}"
        place.born = time.monotonic()
        connections.close_all()  # a connection must not be shared across a fork
        foreman = os.getpid()
        pid = os.fork()
        if pid:
            place.pid = pid
            return
        status = 1
        try:
            Slot(place.name, place.queues, foreman, place.housekeeping).run()
            status = 0
        except BaseException:
            log.exception("slot ended by an error")
        finally:
            os._exit(status)

    def _bury(self) -> None:
        for place in self.places:
            if not place.pid:
                continue
            pid, status = os.waitpid(place.pid, os.WNOHANG)
            if not pid:
                continue
            place.pid = 0
            level = logging.WARNING if self.leaving is None else logging.INFO
            log.log(level, "slot %s ended (%s)", place.name, os.waitstatus_to_exitcode(status))
            self._mourn(place, killed_by_job=self._give_away(place.name))

    def _give_away(self, name: str) -> bool:
        try:
            return leases.release_held_by(name) > 0
        except DatabaseError as error:
            # The lease runs out by itself.
            log.warning("job of dead slot not given away: %s", type(error).__name__)
            return False
        finally:
            connections.close_all()

    def _mourn(self, place: Place, *, killed_by_job: bool) -> None:
        """Set when the place may be filled again.

        At once where a job killed the slot (attempts bound that); later and later where slots die
        by themselves soon after their start, as they do when the machine is broken.
        """
        quick = time.monotonic() - place.born < HEALTHY_AFTER
        place.deaths = place.deaths + 1 if quick and not killed_by_job else 0
        wait = min(LONGEST_WAIT, 0.25 * 2**place.deaths) if place.deaths > 1 else 0.0
        place.not_before = time.monotonic() + wait

    def _end(self) -> int:
        for place in self.places:
            if place.pid:
                os.kill(place.pid, signal.SIGTERM)
        deadline = time.monotonic() + END_BY
        while any(place.pid for place in self.places):
            self._bury()
            if time.monotonic() > deadline:
                for place in self.places:
                    if place.pid:
                        os.kill(place.pid, signal.SIGKILL)
                        deadline = float("inf")
            time.sleep(LOOK / 2)
        return 0

    def _asked_to_leave(self, _signal: int, _frame: FrameType | None) -> None:
        self.leaving = time.monotonic()
