"""Service level for long: memory, write-ahead log and connections must not grow."""

import asyncio
from pathlib import Path
from typing import Any

from django.db import connection, connections

from tests.databases import own_clone
from tests.load.counting import counted
from tests.load.measures import Measured
from tests.load.opening_hour import LEAST_RATE, PROGRAM, SCHEMA, Stores, found_crowd, write
from tests.load.site import Site, running
from tests.load.stages import Crowd, service_level

LOOK = 10.0
WARM = 0.2
"""Part of the looks after which memory is taken for settled."""
MOST_GROWTH, MOST_LOG = 0.10, 64 * 1024 * 1024


def play(folder: Path, seconds: float, seed: int, store: Stores, out: Path) -> dict[str, Any]:
    """Let families come for so many seconds, and look at the site every ten."""
    with own_clone(folder) as own:
        crowd = found_crowd(folder, seconds / 10, seed)
        looks: list[dict[str, int]] = []
        with running(folder, own.url, store.pid, PROGRAM) as site:
            stage = asyncio.run(_soak(crowd, site, seconds, looks, own.path))
        found = counted(crowd.families)
        result = {
            "schema": SCHEMA,
            "db": own.vendor,
            "seconds": seconds,
            "seed": seed,
            "slo": stage.slo(),
            "looks": looks,
            "wrong": stage.wrong + grown(looks),
            "invalid_why": stage.invalid(),
            "valid": not stage.invalid(),
            **found.numbers(),
        }
    write(out, result)
    return result


def grown(looks: list[dict[str, int]]) -> list[str]:
    """Return what grew more than it may between the first settled look and the last ones."""
    if len(looks) < 3:
        return []
    first, last = looks[int(WARM * len(looks))], looks[-1]
    most = (1 + MOST_GROWTH) * first["memory"]
    words = []
    if last["memory"] > most:
        words.append(f"memory: {last['memory']} bytes, at most {most:.0f}")
    if last["log"] > MOST_LOG:
        words.append(f"write-ahead log: {last['log']} bytes, at most {MOST_LOG}")
    if last["connections"] > max(look["connections"] for look in looks[: len(looks) // 2 + 1]):
        words.append(f"connections: {last['connections']}, more than in the first half")
    return words


async def _soak(
    crowd: Crowd, site: Site, seconds: float, looks: list[dict[str, int]], file: Path | None
) -> Measured:
    async def look() -> None:
        while True:
            await asyncio.sleep(LOOK)
            looks.append(await asyncio.to_thread(_look, site, file))

    looking = asyncio.create_task(look())
    try:
        return await service_level(crowd, site, LEAST_RATE, seconds, name="soak")
    finally:
        looking.cancel()


def _look(site: Site, file: Path | None) -> dict[str, int]:
    """Return bytes of memory of the site's processes and of the log; the server's connections."""
    log, held = 0, 0
    if file is not None:
        wal = file.with_name(file.name + "-wal")
        log = wal.stat().st_size if wal.exists() else 0
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL")
            held = int(cursor.fetchone()[0])
        connections.close_all()
    return {"memory": site.memory(), "log": log, "connections": held}
