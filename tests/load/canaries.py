"""Families with a real browser among the others: what the hour feels like on a telephone.

A hundredth of the families, two at a time: Chromium walks the path of the others while they come,
and takes down when the first field of each page could be used, and how long it took from pressing
to the receipt. Only in the full form: a browser computes more than hundred families of the client.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from tests.kernel.calls.world import citizen_number
from tests.load.canary import NICE, Family, Felt, Way, walk_all
from tests.load.measures import quantile
from tests.load.site import seconds_of
from tests.site.run.running import children_of

FROM_SECONDS = 60.0
"""Seconds of a turn from which on browsers walk along: the full form."""
SHARE, AT_ONCE = 0.01, 2
BORN_BEFORE = 500
"""Serial numbers of children that the other families do not use."""


class Canaries(AbstractContextManager["Canaries"]):
    """Two browsers beside a stage of so many seconds, in processes of their own, spread over it.

    `code` waits for the one-time code of a telephone number; a thread a browser asks it, and does
    nothing else.
    """

    def __init__(
        self, port: int, call: str, families: int, seconds: float, code: Callable[[str], str]
    ) -> None:
        self.felt = Felt()
        base = f"http://127.0.0.1:{port}"
        count = max(AT_ONCE, families)
        self._way = Way(base, f"{base}/family/calls/{call}/", seconds / count * AT_ONCE)
        self._families = [
            Family(number, f"154{number:08d}", citizen_number(BORN_BEFORE + number))
            for number in range(count)
        ]
        self._code = code
        context = multiprocessing.get_context("spawn")
        self._over = context.Event()
        self._browsers: list[SpawnProcess] = []
        self._threads: list[threading.Thread] = []
        self._ends: list[Connection] = []
        for first in range(AT_ONCE):
            here, there = context.Pipe()
            self._ends.append(there)
            told = (self._way, self._families[first::AT_ONCE], self._over, there)
            self._browsers.append(context.Process(target=walk_all, args=told))
            self._threads.append(threading.Thread(target=self._answer, args=(here,)))

    def __enter__(self) -> "Canaries":
        for browser, there in zip(self._browsers, self._ends, strict=True):
            browser.start()
            there.close()  # the process has its own; without this its end would not be noticed
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Let each finish the family under way, and only then close the browsers: see `cpu`."""
        self._over.set()
        for thread in self._threads:
            thread.join()
        for browser in self._browsers:
            browser.join()

    def _answer(self, line: Connection) -> None:
        """Answer what a browser's process asks, until it sends what it felt."""
        try:
            while not isinstance(said := line.recv(), Felt):
                if said is None:
                    self._weigh_little()
                    continue
                try:
                    line.send(self._code(said))
                except TimeoutError:
                    line.send("")
            self.felt.add(said)
        except (EOFError, OSError) as gone:
            self.felt.wrong.append(f"the process of a browser ended: {gone!r}")

    def cpu(self) -> float:
        """Return the CPU seconds of the browsers and of what drives them."""
        return sum(map(seconds_of, self._processes()))

    def told(self) -> dict[str, Any]:
        """Return medians and the worst of what was felt, in milliseconds."""
        every = [one for some in self.felt.usable.values() for one in some]
        return {
            "families": len(self.felt.receipts),
            "usable_ms": _spread(every)
            | {"pages": {page: _spread(some) for page, some in self.felt.usable.items()}},
            "receipt_ms": _spread(self.felt.receipts),
            "wrong": self.felt.wrong,
        }

    def _processes(self) -> list[int]:
        own = [one.pid for one in self._browsers if one.pid is not None]
        return [pid for one in own for pid in (one, *children_of(one))]

    def _weigh_little(self) -> None:
        """Let sessions of browsers weigh as little as they compute, where sessions are weighed.

        Linux weighs a session as one (autogroup), and a browser is one of its own.
        """
        for pid in self._processes():
            if os.getsid(pid) != os.getsid(0):
                with suppress(OSError):
                    Path(f"/proc/{pid}/autogroup").write_text(str(NICE))


def _spread(seconds: list[float]) -> dict[str, float]:
    return {
        "p50": round(1000 * quantile(seconds, 0.5)),
        "max": round(1000 * max(seconds, default=0.0)),
    }
