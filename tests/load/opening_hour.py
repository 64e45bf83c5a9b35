"""The opening hour: a county opens a call, families come, and everything they read is counted."""

import asyncio
import json
import sys
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connections
from django.test import override_settings

from tests.databases import own_clone
from tests.kernel.calls.world import NOW, found_world
from tests.load.counting import counted, rows
from tests.load.family import Family, Told
from tests.load.measures import Measured
from tests.load.outbox import Outbox
from tests.load.reference import Shape, make_table, reference
from tests.load.site import Site, running
from tests.load.stages import CONNECTIONS, Crowd, capacity, service_level
from xueyou.platform.access.roles import roles
from xueyou.platform.time import frozen_business

SCHEMA = "opening-hour/1"
LEAST_RATE = 5.0
PROGRAM, REFERENCE = "tests.load.site", "tests.load.reference"
TURNS = 2
TURN_CONNECTIONS = 16


def play(folder: Path, seconds: float, seed: int, store: int | None, out: Path) -> dict[str, Any]:
    """Play all stages, each of so many seconds, and write what was found to `out`."""
    with own_clone(folder) as own:
        call = found_call()
        outbox = Outbox(folder / "outbox")

        def make(number: int, told: Told) -> Family:
            return Family(number, seed, call, outbox, told)

        crowd = Crowd(make, outbox, seed)
        make_table()
        with running(folder, own.url, store, PROGRAM) as site:
            stages = _stages(crowd, site, seconds)
            best = max(stages[:-1], key=lambda stage: stage.capacity()["apps_per_s"])
            with running(folder, own.url, store, REFERENCE) as plain:
                turns = _turns(crowd, site, plain, best, seconds)
        result = _result(crowd, stages, best, turns) | {
            "db": own.vendor,
            "seconds": seconds,
            "seed": seed,
        }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    return result


def found_call() -> str:
    """Found the county with its call open, and return the call's uid."""
    with override_settings(XUEYOU_ROLES="tests.kill.roles"), frozen_business(NOW):
        roles.cache_clear()
        call = found_world().call
    roles.cache_clear()
    connections.close_all()
    return str(call.uid)


def _stages(crowd: Crowd, site: Site, seconds: float) -> list[Measured]:
    asyncio.run(capacity(crowd, site, 4, 1.0))  # templates and code are read once, unmeasured
    stages = []
    for number in CONNECTIONS:
        before = rows()
        stages.append(asyncio.run(capacity(crowd, site, number, seconds)))
        stages[-1].rows = rows() - before
        _say(stages[-1])
    best = max(stage.capacity()["apps_per_s"] for stage in stages)
    rate = max(LEAST_RATE, best / 2)
    stages.append(asyncio.run(service_level(crowd, site, rate, seconds)))
    _say(stages[-1])
    connections.close_all()
    return stages


def _turns(
    crowd: Crowd, site: Site, plain: Site, counted_in: Measured, seconds: float
) -> list[tuple[Measured, Measured]]:
    """Let product and reference take turns; the reference does what was counted in a stage."""
    each = max(counted_in.finished, 1)
    shape = Shape(
        round(counted_in.requests / each),
        round(counted_in.posts / each),
        round(counted_in.rows / each),
    )
    turns = []
    for _ in range(TURNS):
        product = asyncio.run(capacity(crowd, site, TURN_CONNECTIONS, seconds))
        other = asyncio.run(reference(plain, shape, TURN_CONNECTIONS, seconds))
        turns.append((product, other))
        _say(other)
    connections.close_all()
    return turns


def _cpu_ms(stages: list[Measured]) -> float:
    return median(stage.capacity()["cpu_ms"] for stage in stages)


def _say(stage: Measured) -> None:
    print(f"{stage.name}: {stage.capacity()}, {len(stage.wrong)} wrong", file=sys.stderr)


def _result(
    crowd: Crowd, stages: list[Measured], best: Measured, turns: list[tuple[Measured, Measured]]
) -> dict[str, Any]:
    closed, last = stages[:-1], stages[-1]
    products, references = [one for one, _ in turns], [other for _, other in turns]
    stages = [*stages, *products, *references]
    found = counted(crowd.families)
    why = [line for stage in stages for line in stage.invalid()]
    return {
        "schema": SCHEMA,
        "valid": not why,
        "invalid_why": why,
        "wrong": [line for stage in stages for line in stage.wrong],
        "capacity": best.capacity(),
        "capacities": {stage.name: stage.capacity() for stage in closed},
        "reference": references[-1].capacity() | {"cpu_ms": _cpu_ms(references)},
        "ratio_like": round(_cpu_ms(references) / max(_cpu_ms(products), 1e-9), 3),
        "slo": last.slo(),
        "receipts": found.receipts,
        "lost": len(found.lost),
        "doubled": len(found.doubled),
        "mixed": len(found.mixed),
        "unanswered_commits": found.unanswered,
        "client_cpu_share": round(max(stage.client_share() for stage in stages), 3),
    }
