"""What is measured while families walk: seconds by page, CPU of both sides, whether it is valid."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tests.load.site import TICK, Site

MOST_CLIENT_SHARE = 0.20
MOST_LAG = 0.020
MOST_FOREIGN = 0.3
LOOK = 0.01

Cpu = Callable[[], float]


@dataclass
class Measured:
    """One stage. Times in seconds; `foreign` in cores; `lag` of the client's own loop.

    `arriving`: how long families arrived, `finished_in_time` how many were done by then;
    `rooms`: bytes of each answer of the waiting room.
    """

    name: str
    seconds: float = 0.0
    server_cpu: float = 0.0
    client_cpu: float = 0.0
    browser_cpu: float = 0.0
    foreign: float = 0.0
    pages: dict[str, list[float]] = field(default_factory=dict)
    lags: list[float] = field(default_factory=list)
    finished: int = 0
    arriving: float = 0.0
    finished_in_time: int = 0
    went_home: int = 0
    rooms: list[int] = field(default_factory=list)
    requests: int = 0
    posts: int = 0
    rows: int = 0
    photographs: int = 0
    wrong: list[str] = field(default_factory=list)

    def told(self, page: str, seconds: float) -> None:
        """Take down how long a page took."""
        self.pages.setdefault(page, []).append(seconds)

    def client_share(self) -> float:
        """Return the client's part of all CPU that both sides used."""
        return self.client_cpu / max(self.client_cpu + self.server_cpu, 1e-9)

    def invalid(self) -> list[str]:
        """Return why the figures of this stage may not be used; empty: they may."""
        lag = quantile(self.lags, 0.99)
        checks = (
            (self.client_share(), MOST_CLIENT_SHARE, "share of CPU taken by the client"),
            (lag, MOST_LAG, "seconds of lag (p99) in the client's loop"),
            (self.foreign, MOST_FOREIGN, "cores used by others"),
        )
        return [
            f"{self.name}: {found:.3f} {what}, at most {most}"
            for found, most, what in checks
            if found > most
        ]

    def capacity(self) -> dict[str, float]:
        """Return applications a second and what each costs the server."""
        each = max(self.finished, 1)
        return {
            "apps_per_s": round(self.finished / max(self.seconds, 1e-9), 2),
            "cpu_ms": round(1000 * self.server_cpu / each, 1),
            "requests": round(self.requests / each, 1),
            "rows": round(self.rows / each, 1),
            "photographs": round(self.photographs / each, 3),
        }

    def slo(self) -> dict[str, Any]:
        """Return milliseconds over all pages, and by page; the waiting room is no page."""
        pages = {name: some for name, some in sorted(self.pages.items()) if name != "room"}
        every = [one for some in pages.values() for one in some]
        return _spread(every) | {"pages": {name: _spread(some) for name, some in pages.items()}}


def _spread(seconds: list[float]) -> dict[str, float]:
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "p999": 0.999, "max": 1.0}
    found = {name: round(1000 * quantile(seconds, share), 1) for name, share in shares.items()}
    return {"count": len(seconds), **found}


def quantile(values: list[float], share: float) -> float:
    """Return the value below which a share of all lies; 0 where there are none."""
    return float(np.quantile(values, share)) if values else 0.0


@contextmanager
def measured(stage: Measured, site: Site, browsers: Cpu = lambda: 0.0) -> Iterator[None]:
    """Measure the CPU of both sides, and of everybody else, around a stage.

    `browsers`: CPU seconds of those that walk along; they are nobody else.
    """
    machine, server, beside = _machine(), site.cpu(), browsers()
    client, started = time.process_time(), time.perf_counter()
    watching = asyncio.ensure_future(_watch(stage.lags))
    try:
        yield
    finally:
        watching.cancel()
        stage.seconds = time.perf_counter() - started
        stage.client_cpu = time.process_time() - client
        stage.server_cpu = site.cpu() - server
        stage.browser_cpu = browsers() - beside
        known = stage.client_cpu + stage.server_cpu + stage.browser_cpu
        others = _machine() - machine - known
        stage.foreign = max(0.0, others) / stage.seconds


def _machine() -> float:
    """Return the CPU seconds that all processes of the machine have used (/proc/stat)."""
    fields = Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    user, nice, system, _idle, _wait, hard, soft = map(int, fields[:7])
    return (user + nice + system + hard + soft) / TICK


async def _watch(lags: list[float]) -> None:
    while True:
        due = time.perf_counter() + LOOK
        await asyncio.sleep(LOOK)
        lags.append(max(0.0, time.perf_counter() - due))
