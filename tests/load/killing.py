"""Random kills under load: web processes, jobs' processes, gunicorn's master, the database.

Random kills alone prove little, so the site also dies by itself between COMMIT and answer, and a
run counts only if it was seen to break enough.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from tests.kill.store import faults_of_store
from tests.load.counting import counted
from tests.load.deadly import died
from tests.load.measures import Measured
from tests.load.site import Site
from tests.load.stages import Crowd, capacity

FAMILIES = 16
"""On their way at once, without a pause: more than a service level asks."""
PAUSE = (1.0, 3.0)
"""Seconds between two kills of a web process, least and most."""
JOBS_EVERY, MASTER_EVERY = 10, 29
"""Kills of web processes after which a process of jobs, or the master, is killed instead."""
DEADLY = 2
"""One of so many presses."""
FLOORS = {"unanswered_commits": 20, "broken": 30, "kills": 30}
FLOORS_AT_LENGTH = {"unanswered_commits": 30, "broken": 100, "kills": 50}
AT_LENGTH = 300.0
PATIENCE = 90.0
"""Seconds after which a run that was too short to break enough gives up."""


def kills(
    crowd: Crowd, site: Site, data: Path, seconds: float, restart: Callable[[], None] | None
) -> tuple[Measured, dict[str, Any]]:
    """Kill while families walk, and bring all of them to their end.

    `restart` breaks the database off and starts it again; None where it is a file. Returns the
    stage, and what was killed and seen to break; `missing` names the floors that were not reached.
    """
    done = {"pages": 0, "jobs": 0, "web": 0, "database": 0}
    notes = data / "deadly"
    first = len(crowd.families)
    floors = FLOORS_AT_LENGTH if seconds >= AT_LENGTH else FLOORS

    def seen() -> dict[str, int]:
        return {
            "unanswered_commits": died(notes),
            "broken": sum(one.broken for one in crowd.families[first:]),
            "kills": sum(done.values()) + died(notes),
        }

    def missing() -> list[str]:
        return [
            f"{what}: {seen()[what]}, at least {least}"
            for what, least in floors.items()
            if seen()[what] < least
        ]

    async def play() -> Measured:
        loop = asyncio.get_running_loop()
        started = loop.time()
        killing = asyncio.create_task(_kill(site, done, crowd.seed, restart, seconds))
        parts = []
        while loop.time() - started < seconds or (missing() and loop.time() - started < PATIENCE):
            parts.append(await capacity(crowd, site, FAMILIES, seconds / 4, stubborn=True))
        killing.cancel()
        with suppress(asyncio.CancelledError):
            await killing
        return _joined(parts)

    stage = asyncio.run(play())
    return stage, seen() | {
        "killed": done,
        "families": stage.finished,
        "went_home": stage.went_home,
        "missing": missing(),
    }


async def _kill(
    site: Site,
    done: dict[str, int],
    seed: int,
    restart: Callable[[], None] | None,
    seconds: float,
) -> None:
    chance = np.random.default_rng(seed)
    loop = asyncio.get_running_loop()
    breaks_at = loop.time() + seconds / 2
    for number in range(1, 10**6):
        await asyncio.sleep(float(chance.uniform(*PAUSE)))
        if restart is not None and not done["database"] and loop.time() > breaks_at:
            await asyncio.to_thread(restart)
            done["database"] += 1
            continue
        what = "pages"
        if number % MASTER_EVERY == 0:
            what = "web"
        elif number % JOBS_EVERY == 0:
            what = "jobs"
        living = site.named()[what]
        if living:
            with suppress(ProcessLookupError):
                os.kill(int(chance.choice(living)), signal.SIGKILL)
                done[what] += 1


def _joined(parts: list[Measured]) -> Measured:
    whole = Measured("kills")
    for part in parts:
        whole.finished += part.finished
        whole.wrong += part.wrong
        whole.went_home += part.went_home
    return whole


def faults_after(crowd: Crowd, data: Path) -> list[str]:
    """Return what is lost, doubled or mixed, and what is wrong with the store; empty is well."""
    found = counted(crowd.families)
    words = {"lost": found.lost, "doubled": found.doubled, "mixed": found.mixed}
    return [f"{what}: {who}" for what, who in words.items() if who] + faults_of_store(data)
