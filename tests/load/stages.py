"""How families arrive: as fast as answered (capacity), or when they please (service level)."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import numpy as np

from tests.load.browser import Broken
from tests.load.family import SHARES, Family, Told, WentWrong, walk
from tests.load.measures import Measured, measured
from tests.load.outbox import Outbox
from tests.load.site import Site

CONNECTIONS = (8, 16, 32)
THINK_MEDIAN, THINK_SIGMA, THINK_MOST = 2.0, 0.6, 10.0
END_WITHIN = 90.0

Make = Callable[[int, Told], Family]
"""Makes the family of a number that tells its times to what is given."""


class Crowd:
    """All families of a run, in the order in which they set out; the seed decides them."""

    def __init__(self, make: Make, outbox: Outbox, seed: int) -> None:
        self.outbox = outbox
        self.families: list[Family] = []
        self.chance = np.random.default_rng(seed)
        self._make = make

    def next(self, told: Told) -> Family:
        """Return the next family, of a kind drawn by its share."""
        family = self._make(len(self.families), told)
        family.kind = str(self.chance.choice(list(SHARES), p=list(SHARES.values())))
        self.families.append(family)
        return family


async def capacity(crowd: Crowd, site: Site, connections: int, seconds: float) -> Measured:
    """Closed loop without a pause: each of so many families is followed by the next at once.

    Whoever set out is brought to the end; the clock runs until then.
    """
    stage = Measured(f"capacity {connections}")
    over = asyncio.get_running_loop().time() + seconds

    async def one() -> None:
        while asyncio.get_running_loop().time() < over:
            await _walked(crowd.next(stage.told), site, stage)

    async with _counting(crowd, stage, site):
        await asyncio.gather(*(one() for _ in range(connections)))
    return stage


async def service_level(crowd: Crowd, site: Site, rate: float, seconds: float) -> Measured:
    """Open loop: families arrive by chance at a rate, look at each page, and wait for nobody."""
    stage = Measured(f"service level {rate:.1f}/s")
    loop = asyncio.get_running_loop()
    walking: set[asyncio.Task[None]] = set()
    async with _counting(crowd, stage, site):
        due, over = loop.time(), loop.time() + seconds
        while (due := due + float(crowd.chance.exponential(1 / rate))) < over:
            await asyncio.sleep(max(0.0, due - loop.time()))
            family = crowd.next(stage.told)
            family.pace = lambda: _thinking(crowd.chance)
            walking.add(asyncio.create_task(_walked(family, site, stage)))
        await _ended(walking, stage)
    return stage


async def _ended(walking: set[asyncio.Task[None]], stage: Measured) -> None:
    if not walking:
        return
    _, left = await asyncio.wait(walking, timeout=END_WITHIN)
    for task in left:
        task.cancel()
        stage.wrong.append(f"a family was still on its way after {END_WITHIN} s")
    await asyncio.gather(*left, return_exceptions=True)


def _thinking(chance: np.random.Generator) -> float:
    return min(THINK_MOST, float(chance.lognormal(math.log(THINK_MEDIAN), THINK_SIGMA)))


async def _walked(family: Family, site: Site, stage: Measured) -> None:
    try:
        await walk(family, site.port)
    except (WentWrong, Broken, LookupError, TimeoutError) as error:
        stage.wrong.append(f"family {family.number}: {error!r}")
    else:
        stage.finished += family.kind != "abandon"


@asynccontextmanager
async def _counting(crowd: Crowd, stage: Measured, site: Site) -> AsyncIterator[None]:
    """Measure a stage, and read the outbox meanwhile."""
    first = len(crowd.families)
    watching = asyncio.create_task(crowd.outbox.watch())
    try:
        with measured(stage, site):
            yield
    finally:
        watching.cancel()
    came = crowd.families[first:]
    stage.requests = sum(family.requests for family in came)
    stage.posts = sum(family.posts for family in came)
