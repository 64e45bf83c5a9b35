"""The engine's two ways of giving places do what the reference's do, on made slots and keys."""

from random import Random  # noqa: TID251 - seeded, and only for made cases
from typing import Any

import numpy as np
import pytest

from tests.reference.admission import Slot, gone_through, rounds
from tests.reference.admission_lists import Unit
from xueyou.engines.matching import Matching, Problem, cutoffs, solve, solve_in_order

Units = list[tuple[int, int, list[tuple[int, int]]]]  # size, order, slots (pool, tier)


def problem(units: Units, places: list[int]) -> Problem:
    ends = np.cumsum([0] + [len(slots) for _, _, slots in units])
    return Problem(
        slot_start=ends.astype(np.int64),
        slot_pool=np.array([pool for *_, slots in units for pool, _ in slots], np.int32),
        slot_tier=np.array([tier for *_, slots in units for _, tier in slots], np.int32),
        order=np.array([order for _, order, _ in units], np.int64),
        size=np.array([size for size, *_ in units], np.int32),
        places=np.array(places, np.int64),
    )


def expected(way: Any, units: Units, places: list[int]) -> tuple[list[int], list[Any]]:
    """Return each unit's slot, and each pool's (placed, last key, tied, over), by the reference."""
    slots = {
        Unit((f"{u:03}",) * size, (f"{u:03}",)): [
            Slot((str(pool), "*"), i, (tier, order)) for i, (pool, tier) in enumerate(found)
        ]
        for u, (size, order, found) in enumerate(units)
    }
    got, _ = way(slots, {(str(pool), "*"): room for pool, room in enumerate(places)})
    cuts = []
    for pool, room in enumerate(places):
        here = [(s.key, len(u.members)) for u, s in got.items() if s.place[0] == str(pool)]
        last = max((key for key, _ in here), default=(-1, -1))
        placed = sum(size for _, size in here)
        tied = sum(size for key, size in here if key == last)
        cuts.append((placed, last if here else None, tied, max(0, placed - room)))
    return [got[unit].rank if unit in got else -1 for unit in slots], cuts


def actual(asked: Problem, found: Matching) -> tuple[list[int], list[Any]]:
    cut = cutoffs(asked, found)
    rows = zip(cut.placed, cut.last_tier, cut.last_order, cut.tied_at_last, cut.over, strict=True)
    return [int(slot) for slot in found.slot], [
        (int(n), (int(tier), int(order)) if n else None, int(tied) if n else 0, int(over))
        for n, tier, order, tied, over in rows
    ]


def made(chance: Random, strict: bool) -> tuple[Units, list[int]]:
    """Make up to 40 units and 10 pools; strict: one order for all, tiers never fall in a list."""
    n, q, values = chance.randint(1, 40), chance.randint(1, 10), chance.choice([1, 2, 5, 1000])
    orders = (
        chance.sample(range(2000), n) if strict else [chance.randrange(values) for _ in range(n)]
    )
    units: Units = []
    for order in orders:
        pools = chance.sample(range(q), chance.randint(0, min(q, 7)))
        tiers = [chance.randrange(3) for _ in pools]
        size = chance.choice([1, 1, 1, 2, 3]) if n % 2 else 1
        units.append(
            (size, order, list(zip(pools, sorted(tiers) if strict else tiers, strict=True)))
        )
    return units, [chance.randint(0, 5) for _ in range(q)]


@pytest.mark.parametrize("start", range(0, 2000, 500))
def test_rounds(start: int) -> None:
    for seed in range(start, start + 500):
        units, places = made(Random(seed), strict=False)
        asked = problem(units, places)
        assert actual(asked, solve(asked)) == expected(rounds, units, places), seed


@pytest.mark.parametrize("start", range(0, 2000, 500))
def test_one_pass(start: int) -> None:
    for seed in range(start, start + 500):
        units, places = made(Random(seed), strict=True)
        asked = problem(units, places)
        found = actual(asked, solve_in_order(asked))
        assert found == expected(gone_through, units, places), seed


@pytest.mark.parametrize(("n", "q", "values"), [(3000, 12, 9000), (3001, 40, 20), (4000, 25, 300)])
def test_thousands(n: int, q: int, values: int) -> None:
    """Where a few pools are wanted by most, so that many are let go again and again."""
    chance = Random(n)
    fame = [1 / (1 + pool) for pool in range(q)]
    units: Units = []
    for _ in range(n):
        pools = list(dict.fromkeys(chance.choices(range(q), fame, k=10)))
        size = 2 if n % 2 and not chance.randrange(9) else 1
        units.append((size, chance.randrange(values), [(p, chance.randrange(4)) for p in pools]))
    places = [chance.randint(0, 2 * n // q) for _ in range(q)]
    asked = problem(units, places)
    assert actual(asked, solve(asked)) == expected(rounds, units, places)


def test_another_rule_is_noticed() -> None:
    """If who is let go could not propose on, engine and reference would differ."""

    def immediate(slots: Any, room: Any) -> Any:
        return rounds({unit: found[:1] for unit, found in slots.items()}, room)

    cases = [made(Random(seed), strict=False) for seed in range(50)]
    assert any(
        actual(problem(*case), solve(problem(*case))) != expected(immediate, *case)
        for case in cases
    )
