"""How families arrive: as fast as answered (capacity), or when they please (service level)."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import numpy as np

from tests.load.browser import Broken
from tests.load.family import Family, Told, WentHome, WentWrong
from tests.load.measures import Cpu, Measured, measured
from tests.load.outbox import Outbox
from tests.load.site import Site
from tests.load.town import Returned
from tests.load.ways import SHARES, walk

CONNECTIONS = (8, 16, 32)
THINK_MEDIAN, THINK_SIGMA, THINK_MOST = 2.0, 0.6, 10.0
END_WITHIN = 120.0
SLOW, SLOW_EVERY = 200, 1.0

Make = Callable[[int, Told], Family]
"""Makes the family of a number that tells its times to what is given."""


@dataclass
class Crowd:
    """All families of a run, in the order in which they set out; the seed decides them.

    `pairs`: telephones of two guardians of a child that the registry knows, one pair a family;
    `returned`: applications that were sent back for a paper.
    `hurry`: part of the usual seconds that people think and wait.
    """

    make: Make
    outbox: Outbox
    seed: int
    call: str
    pairs: list[tuple[str, str]] = field(default_factory=list)
    returned: list[Returned] = field(default_factory=list)
    hurry: float = 1.0
    families: list[Family] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = np.random.default_rng(self.seed)

    def next(self, told: Told) -> Family:
        """Return the next family, of a kind drawn by its share."""
        family = self.make(len(self.families), told)
        family.kind = str(self.chance.choice(list(SHARES), p=list(SHARES.values())))
        family.hurry = self.hurry
        if family.kind == "second":
            if self.pairs:
                family.own_phone, family.second_phone = self.pairs.pop()
            else:
                family.kind = "new"
        if family.kind == "photo":
            if self.returned:
                self.returned.pop().become(family)
            else:
                family.kind = "new"
        self.families.append(family)
        return family

    def thinking(self) -> float:
        """Return the seconds for which somebody looks at a page."""
        drawn = float(self.chance.lognormal(math.log(THINK_MEDIAN), THINK_SIGMA))
        return self.hurry * min(THINK_MOST, drawn)


async def capacity(
    crowd: Crowd, site: Site, connections: int, seconds: float, *, stubborn: bool = False
) -> Measured:
    """Closed loop without a pause: each of so many families is followed by the next at once.

    Whoever set out is brought to the end; the clock runs until then.
    """
    stage = Measured(f"capacity {connections}")
    over = asyncio.get_running_loop().time() + seconds

    async def one() -> None:
        while asyncio.get_running_loop().time() < over:
            family = crowd.next(stage.told)
            family.stubborn = stubborn
            await _walked(family, site, stage)

    async with _counting(crowd, stage, site):
        await asyncio.gather(*(one() for _ in range(connections)))
    return stage


async def service_level(
    crowd: Crowd,
    site: Site,
    rate: float,
    seconds: float,
    *,
    name: str = "service level",
    browsers: Cpu = lambda: 0.0,
) -> Measured:
    """Open loop: families arrive by chance at a rate, look at each page, and wait for nobody.

    Who is still kept waiting at the end of the arrivals goes home.
    """
    stage = Measured(f"{name} {rate:.1f}/s")
    loop = asyncio.get_running_loop()
    walking: set[asyncio.Task[None]] = set()
    async with _counting(crowd, stage, site, browsers):
        due, over = loop.time(), loop.time() + seconds
        while (due := due + float(crowd.chance.exponential(1 / rate))) < over:
            await asyncio.sleep(max(0.0, due - loop.time()))
            family = crowd.next(stage.told)
            family.pace, family.over = crowd.thinking, lambda: loop.time() >= over
            walking.add(asyncio.create_task(_walked(family, site, stage)))
        stage.arriving = seconds
        stage.finished_in_time = stage.finished
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


async def _walked(family: Family, site: Site, stage: Measured) -> None:
    try:
        await walk(family, site.port)
    except WentHome:
        stage.went_home += 1
    except (WentWrong, Broken, LookupError, TimeoutError) as error:
        stage.wrong.append(f"family {family.number} ({family.kind}): {error!r}")
    else:
        stage.finished += family.kind != "abandon"


@asynccontextmanager
async def _counting(
    crowd: Crowd, stage: Measured, site: Site, browsers: Cpu = lambda: 0.0
) -> AsyncIterator[None]:
    """Measure a stage, and read the outbox meanwhile."""
    first = len(crowd.families)
    watching = asyncio.create_task(crowd.outbox.watch())
    try:
        with measured(stage, site, browsers):
            yield
    finally:
        watching.cancel()
    came = crowd.families[first:]
    stage.requests = sum(family.requests for family in came)
    stage.posts = sum(family.posts for family in came)
    stage.photographs = sum(family.photographs for family in came)
    stage.rooms = [size for family in came for size in family.rooms]


@contextmanager
def slow_senders(port: int, sockets: int = SLOW) -> Iterator[Sequence[asyncio.Task[None]]]:
    """Keep so many connections half open, each sending a byte a second of a request's head."""

    async def one() -> None:
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                for byte in b"POST /sign-in/ HTTP/1.1\r\nHost: slow\r\nX-Slow: " + b"s" * 1000:
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(SLOW_EVERY)
            except OSError:  # shown the door, and back again
                await asyncio.sleep(SLOW_EVERY)

    sending = [asyncio.ensure_future(one()) for _ in range(sockets)]
    try:
        yield sending
    finally:
        for task in sending:
            task.cancel()


async def beside_slow_senders(crowd: Crowd, site: Site, rate: float, seconds: float) -> Measured:
    """Return the service level while slow senders hold on to what they can."""
    with slow_senders(site.port):
        return await service_level(crowd, site, rate, seconds, name="beside slow senders")
