"""The storm: five times as many families as can be served, and what the waiting room does to them.

Whoever came in is served as well as ever, the others are told quickly to come back, and soon after
the storm everything is as before.
"""

import asyncio
import time
from typing import Any

from tests.load.family import ROOM
from tests.load.measures import Measured, quantile
from tests.load.site import Site
from tests.load.stages import Crowd, service_level

TIMES = 5.0
LEAST_ACCEPTED = 0.8
ROOM_P95, ROOM_BYTES = 0.050, 5 * 1024
CALM_P95, CALM_WITHIN = 0.300, 30.0
WINDOW = 5.0
LEAST_ANSWERS = 20
"""In a window, else its largest would be its p95: as the last families go, few answers are left."""
WALK = 45.0
"""Seconds from the door to the receipt, thinking included: before that nobody can have one."""


def storm(
    crowd: Crowd, site: Site, best: float, calm_rate: float, seconds: float
) -> tuple[list[Measured], dict[str, Any]]:
    """Play the storm and what follows. `best`: applications a second when all are served.

    Returns the two stages, and what the room did: `bars` names what it failed of its bars.
    """
    height = asyncio.run(_storm(crowd, site, TIMES * best, seconds))
    moments: list[tuple[float, float]] = []
    began = time.perf_counter()
    watched = max(WINDOW, min(seconds, CALM_WITHIN), seconds / 2)
    after = asyncio.run(_after(crowd, site, calm_rate, watched, moments))
    waits = height.pages.get(ROOM, [])
    accepted = height.finished_in_time / max(seconds - WALK * crowd.hurry, seconds / 3)
    found: dict[str, Any] = {
        "offered_per_s": round(TIMES * best, 2),
        "accepted_per_s": round(accepted, 2),
        "share_of_capacity": round(accepted / max(best, 1e-9), 3),
        "answers": len(height.rooms),
        "p50_ms": round(1000 * quantile(waits, 0.5), 1),
        "p95_ms": round(1000 * quantile(waits, 0.95), 1),
        "bytes": max(height.rooms, default=0),
        "went_home": height.went_home,
        "inside": height.slo(),
        "back_within_s": back_within(moments, began),
        "answers_after": len(after.rooms),
    }
    return [height, after], found | {"bars": bars(found)}


def bars(found: dict[str, Any]) -> list[str]:
    """Return what of the room fails its bar."""
    back = found["back_within_s"]
    checks = {
        f"accepted {found['share_of_capacity']} of capacity, at least {LEAST_ACCEPTED}": (
            found["share_of_capacity"] >= LEAST_ACCEPTED
        ),
        f"{found['p95_ms']} ms (p95) for the room, at most {1000 * ROOM_P95:.0f}": (
            found["p95_ms"] <= 1000 * ROOM_P95
        ),
        f"{found['bytes']} bytes for the room, at most {ROOM_BYTES}": found["bytes"] <= ROOM_BYTES,
        f"back after {back} s, at most {CALM_WITHIN:.0f}": back is not None and back <= CALM_WITHIN,
    }
    return [words for words, holds in checks.items() if not holds]


def back_within(moments: list[tuple[float, float]], began: float) -> float | None:
    """Return the seconds after which each window's p95 stayed under its bar; None: never.

    `moments`: when each answer came, and how long it took. A window of few answers says nothing.
    """
    last = max((at for at, _ in moments), default=began)
    windows = int((last - began) // WINDOW) + 1
    calm = None
    for number in reversed(range(windows)):
        start = began + number * WINDOW
        inside = [took for at, took in moments if start <= at < start + WINDOW]
        if len(inside) < LEAST_ANSWERS:
            continue
        if quantile(inside, 0.95) > CALM_P95:
            break
        calm = number * WINDOW
    return calm


async def _storm(crowd: Crowd, site: Site, rate: float, seconds: float) -> Measured:
    return await service_level(crowd, site, rate, seconds, name="storm")


async def _after(
    crowd: Crowd, site: Site, rate: float, seconds: float, moments: list[tuple[float, float]]
) -> Measured:
    """Go on with few families, and take down when each of their answers came."""
    make = crowd.make

    def telling(number: int, told: Any) -> Any:
        def both(page: str, took: float) -> None:
            told(page, took)
            if page != ROOM:
                moments.append((time.perf_counter(), took))

        return make(number, both)

    crowd.make = telling
    try:
        return await service_level(crowd, site, rate, seconds, name="after the storm")
    finally:
        crowd.make = make
