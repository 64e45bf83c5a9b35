"""The opening hour: a county opens a call, families come, and everything they read is counted."""

import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connections

from tests.databases import OwnDatabase, own_clone
from tests.load import canaries
from tests.load.counting import counted, rows
from tests.load.family import Family, Told
from tests.load.killing import DEADLY, faults_after, kills
from tests.load.measures import Measured
from tests.load.outbox import Outbox
from tests.load.photographs import wrong_photographs
from tests.load.pictures import COLOURS, photograph
from tests.load.reference import Shape, make_table, reference
from tests.load.site import Site, running
from tests.load.stages import CONNECTIONS, Crowd, beside_slow_senders, capacity, service_level
from tests.load.storm import storm
from tests.load.town import found_town

SCHEMA = "opening-hour/2"
LEAST_RATE = 5.0
PROGRAM, REFERENCE = "tests.load.site", "tests.load.reference"
TURNS = 2
TURN_CONNECTIONS = 16
SERVICE, STORM, KILLS = 5, 2, 10
"""Times the seconds of a turn."""
AT_EASE = 30.0
"""Seconds of a turn from which on people take the time that people take."""
AT_LENGTH = 10.0
"""Seconds of a turn from which on there are all turns: a shorter run shows that nothing is lost."""


@dataclass(frozen=True)
class Stores:
    """The store under test. `pid`: of its server; `restart` breaks it off and starts it again."""

    pid: int | None = None
    restart: Callable[[], None] | None = None


def play(
    folder: Path, seconds: float, seed: int, store: Stores, out: Path, *, deadly: bool = True
) -> dict[str, Any]:
    """Play all stages, each turn of so many seconds, and write what was found to `out`.

    `deadly`: the random kills too.
    """
    with own_clone(folder) as own:
        crowd = found_crowd(folder, seconds, seed)
        make_table()
        with running(folder, own.url, store.pid, PROGRAM, "--crowded") as site:
            closed = _closed(crowd, site, seconds)
            best = max(closed, key=lambda stage: stage.capacity()["apps_per_s"])
            with running(folder, own.url, store.pid, REFERENCE) as plain:
                turns = _turns(crowd, site, plain, best, seconds)
                row = asyncio.run(reference(plain, Shape(1, 1, 1), TURN_CONNECTIONS, seconds / 4))
        most = best.capacity()["apps_per_s"]
        rate = max(LEAST_RATE, most / 2)
        with running(folder, own.url, store.pid, PROGRAM) as site:
            _warm(crowd, site)
            service, felt = _service(crowd, site, rate, SERVICE * seconds, seconds)
            slow = asyncio.run(beside_slow_senders(crowd, site, rate, seconds))
            stormy, room = storm(crowd, site, most, rate, STORM * seconds)
        connections.close_all()
        stages = [*closed, *(one for turn in turns for one in turn), service, slow, *stormy]
        for stage in stages:
            _say(stage)
        killed, killing = Measured("kills"), {"missing": []}
        if deadly:
            killed, killing = _killed(crowd, folder, own, store, KILLS * seconds)
        result = _result(crowd, stages, best, turns) | {
            "db": own.vendor,
            "seconds": seconds,
            "seed": seed,
            "ratio_row": round(most / max(row.capacity()["apps_per_s"], 1e-9), 4),
            "slo": service.slo() | {"sent_away": len(service.rooms)},
            "canaries": felt,
            "slow_senders": slow.slo(),
            "room": room,
            "kills": killing,
            "unanswered_commits": killing.get("unanswered_commits", 0),
        }
        result["wrong"] += felt.get("wrong", [])
        result["wrong"] += killed.wrong + faults_after(crowd, folder)
        result["wrong"] += wrong_photographs(crowd.families)
        if killing["missing"]:
            result["invalid_why"] += [f"kills: {line}" for line in killing["missing"]]
            result["valid"] = False
    write(out, result)
    return result


def play_kills(folder: Path, seconds: float, seed: int, store: Stores, out: Path) -> dict[str, Any]:
    """Play the kills alone, for so many seconds of arrivals."""
    with own_clone(folder) as own:
        crowd = found_crowd(folder, seconds / 4, seed)
        stage, killing = _killed(crowd, folder, own, store, seconds)
        found = counted(crowd.families)
        result = {
            "schema": SCHEMA,
            "db": own.vendor,
            "seconds": seconds,
            "seed": seed,
            "valid": not killing["missing"],
            "invalid_why": [f"kills: {line}" for line in killing["missing"]],
            "wrong": stage.wrong + faults_after(crowd, folder) + wrong_photographs(crowd.families),
            "kills": killing,
            "unanswered_commits": killing["unanswered_commits"],
            **found.numbers(),
        }
    write(out, result)
    return result


def found_crowd(folder: Path, seconds: float, seed: int) -> Crowd:
    """Found the town; its families are in a hurry where the run is short."""
    town = found_town(pairs=20 + int(8 * seconds), returned=12 + int(5 * seconds))
    connections.close_all()
    for colour in COLOURS:
        photograph(colour)  # made once, before anything is measured
    outbox = Outbox(folder / "outbox")

    def make(number: int, told: Told) -> Family:
        return Family(number, seed, town.call, outbox, told)

    hurry = min(1.0, seconds / AT_EASE)
    return Crowd(make, outbox, seed, town.call, town.pairs, town.returned, hurry)


def write(out: Path, result: dict[str, Any]) -> None:
    """Write what was found."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")


def _killed(
    crowd: Crowd, folder: Path, own: OwnDatabase, store: Stores, seconds: float
) -> tuple[Measured, dict[str, Any]]:
    """Play the kills on a site of their own."""
    options = ("--crowded", "--deadly", str(DEADLY))
    with running(folder, own.url, store.pid, PROGRAM, *options) as site:
        found = kills(crowd, site, folder, seconds, store.restart)
    connections.close_all()
    return found


def _service(
    crowd: Crowd, site: Site, rate: float, seconds: float, turn: float
) -> tuple[Measured, dict[str, Any]]:
    """Play the service level; in the full form with browsers among the families."""
    if turn < canaries.FROM_SECONDS:
        return asyncio.run(service_level(crowd, site, rate, seconds)), {}
    families = int(canaries.SHARE * rate * seconds)
    code = crowd.outbox.code_in_a_thread
    with canaries.Canaries(site.port, crowd.call, families, seconds, code) as browsers:
        stage = asyncio.run(service_level(crowd, site, rate, seconds, browsers=browsers.cpu))
    felt = browsers.told() | {"cpu_s": round(stage.browser_cpu, 1)}
    print(f"canaries: {felt}", file=sys.stderr)
    return stage, felt


def _warm(crowd: Crowd, site: Site) -> None:
    """Let templates and code be read once, unmeasured: a site stands for days before a call."""
    asyncio.run(capacity(crowd, site, 4, 1.0))


def _closed(crowd: Crowd, site: Site, seconds: float) -> list[Measured]:
    _warm(crowd, site)
    stages = []
    for number in CONNECTIONS if seconds >= AT_LENGTH else CONNECTIONS[:1]:
        before = rows()
        stages.append(asyncio.run(capacity(crowd, site, number, seconds)))
        stages[-1].rows = rows() - before
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
        counted_in.photographs / each,
    )
    turns = []
    whole = seconds >= AT_LENGTH
    number = TURN_CONNECTIONS if whole else CONNECTIONS[0]
    for _ in range(TURNS if whole else 1):
        product = asyncio.run(capacity(crowd, site, number, seconds))
        turns.append((product, asyncio.run(reference(plain, shape, number, seconds))))
    connections.close_all()
    return turns


def _cpu_ms(stages: list[Measured]) -> float:
    return median(stage.capacity()["cpu_ms"] for stage in stages)


def _say(stage: Measured) -> None:
    print(f"{stage.name}: {stage.capacity()}, {len(stage.wrong)} wrong", file=sys.stderr)


def _result(
    crowd: Crowd, stages: list[Measured], best: Measured, turns: list[tuple[Measured, Measured]]
) -> dict[str, Any]:
    products, references = [one for one, _ in turns], [other for _, other in turns]
    why = [line for stage in stages for line in stage.invalid()]
    closed = [stage for stage in stages if stage.name.startswith("capacity")]
    return {
        "schema": SCHEMA,
        "valid": not why,
        "invalid_why": why,
        "wrong": [line for stage in stages for line in stage.wrong],
        "capacity": best.capacity(),
        "capacities": {stage.name: stage.capacity() for stage in closed[: len(CONNECTIONS)]},
        "reference": references[-1].capacity() | {"cpu_ms": _cpu_ms(references)},
        "ratio_like": round(_cpu_ms(references) / max(_cpu_ms(products), 1e-9), 3),
        "client_cpu_share": round(max(stage.client_share() for stage in stages), 3),
        **counted(crowd.families).numbers(),
    }
