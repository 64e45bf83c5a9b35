"""Owns what can be said of a matching by looking at it alone: cut-offs, and that nobody is wronged.

Nothing here trusts how the matching was found: every slot that a unit would rather have had is
looked at.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.matching.problem import (
    UNPLACED,
    Matching,
    Problem,
    check_shapes,
    check_slots,
    sizes,
)

Straddle = Literal["expand", "skip"]
_SHOWN = 20
_UNITS_AT_ONCE = 1 << 17


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """The last one placed in each pool: the key that had to be reached (Azevedo & Leshno 2016)."""

    placed: NDArray[np.int64]
    """(q,) members placed."""
    last_tier: NDArray[np.int64]
    """(q,) tier of the worst key placed; −1 where nobody is."""
    last_order: NDArray[np.int64]
    """(q,) order of the worst key placed; −1 where nobody is."""
    tied_at_last: NDArray[np.int64]
    """(q,) members placed with that key."""
    units_at_last: NDArray[np.int64]
    """(q,) units placed with that key: two or more above the places are a tie."""
    over: NDArray[np.int64]
    """(q,) members placed above the pool's places."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Whether a matching keeps to the places, and who could rightly complain."""

    feasible: bool
    """No pool exceeds its places, but where a tie or a group stands across the last one."""
    blocking: int
    """Pairs (unit, slot): the unit would rather have it, and its pool should have agreed."""
    first: tuple[tuple[int, int], ...]
    """The first twenty of them, by unit: (unit, place of the slot in its list)."""
    passed_over: int
    """Only with `skip`: pairs in which a group was passed over for it did not fit."""


def cutoffs(problem: Problem, matching: Matching) -> Cutoffs:
    """Return who is placed in each pool, and the last key. Raises ProblemRefused."""
    check_shapes(problem)
    check_slots(problem)
    unit = np.flatnonzero(matching.slot != UNPLACED)
    slot = problem.slot_start[unit] + matching.slot[unit]
    pool, tier, order = problem.slot_pool[slot], problem.slot_tier[slot], problem.order[unit]
    members, q = sizes(problem)[unit], problem.pools
    placed = np.zeros(q, np.int64)
    np.add.at(placed, pool, members)
    last_tier = np.full(q, -1, np.int64)
    np.maximum.at(last_tier, pool, tier)
    worst = tier == last_tier[pool]
    last_order = np.full(q, -1, np.int64)
    np.maximum.at(last_order, pool[worst], order[worst])
    last = worst & (order == last_order[pool])
    tied = np.zeros(q, np.int64)
    np.add.at(tied, pool[last], members[last])
    return Cutoffs(
        placed=placed,
        last_tier=last_tier,
        last_order=last_order,
        tied_at_last=tied,
        units_at_last=np.bincount(pool[last], minlength=q).astype(np.int64),
        over=np.maximum(placed - problem.places, 0),
    )


def certify(problem: Problem, matching: Matching, *, straddle: Straddle = "expand") -> Certificate:
    """Look at every slot that a unit would rather have than its own. Raises ProblemRefused.

    `expand`: for `solve`: a pool should take whoever has fewer members strictly before him than
    there are places (a tie counts as equal treatment). `skip`: for `solve_in_order`: it should
    take the unit whose members fitted beside those that came before it.
    """
    check_shapes(problem)
    check_slots(problem)
    lengths = np.diff(problem.slot_start)
    if not np.all((matching.slot >= UNPLACED) & (matching.slot < np.maximum(lengths, 0))):
        return Certificate(feasible=False, blocking=0, first=(), passed_over=0)
    if straddle == "skip":
        return _of_skip(problem, matching)
    return _of_expand(problem, matching)


def _of_expand(problem: Problem, matching: Matching) -> Certificate:
    found = cutoffs(problem, matching)
    before_last = found.placed - found.tied_at_last
    feasible = bool(np.all((before_last < problem.places) | (found.placed == 0)))
    open_still = found.placed < problem.places
    blocking = 0
    first: list[tuple[int, int]] = []
    for low in range(0, problem.units, _UNITS_AT_ONCE):
        unit, slot = _rather(problem, matching, low, min(low + _UNITS_AT_ONCE, problem.units))
        pool, tier, order = problem.slot_pool[slot], problem.slot_tier[slot], problem.order[unit]
        last_tier, last_order = found.last_tier[pool], found.last_order[pool]
        wanted = open_still[pool] | (
            (tier < last_tier) | ((tier == last_tier) & (order <= last_order))
        )
        blocking += int(np.count_nonzero(wanted))
        first += _pairs(problem, unit[wanted], slot[wanted], _SHOWN - len(first))
    return Certificate(feasible=feasible, blocking=blocking, first=tuple(first), passed_over=0)


def _of_skip(problem: Problem, matching: Matching) -> Certificate:
    """Put those placed and those turned away into one line, and count who fitted at his turn."""
    placed = np.flatnonzero(matching.slot != UNPLACED)
    rather, wanted = _rather(problem, matching, 0, problem.units)
    unit = np.concatenate([placed, rather])
    slot = np.concatenate([problem.slot_start[placed] + matching.slot[placed], wanted])
    members = sizes(problem)[unit]
    takes = np.where(np.arange(len(unit)) < len(placed), members, 0)
    pool = problem.slot_pool[slot]
    line = np.lexsort((slot, problem.order[unit], problem.slot_tier[slot], pool))
    pool, takes, members = pool[line], takes[line], members[line]
    before = np.cumsum(takes) - takes
    rows = np.arange(len(pool))
    new_pool = np.concatenate([[True], pool[1:] != pool[:-1]])[: len(pool)]
    before -= before[np.maximum.accumulate(np.where(new_pool, rows, 0))]
    turned_away = takes == 0
    places = problem.places[pool]
    fitted = turned_away & (before + members <= places)
    total = np.bincount(pool, weights=takes, minlength=problem.pools).astype(np.int64)
    passed_over = turned_away & ~fitted & ((total[pool] < places) | (before < total[pool]))
    hurt = line[fitted]
    by_unit = np.sort(slot[hurt])
    owner = np.searchsorted(problem.slot_start, by_unit, side="right") - 1
    return Certificate(
        feasible=bool(np.all(total <= problem.places)),
        blocking=len(by_unit),
        first=tuple(_pairs(problem, owner, by_unit, _SHOWN)),
        passed_over=int(np.count_nonzero(passed_over)),
    )


def _rather(
    problem: Problem, matching: Matching, low: int, high: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (unit, slot) for each slot that units low … high − 1 want more than their own."""
    start = problem.slot_start
    own = matching.slot[low:high]
    count = np.where(own == UNPLACED, np.diff(start[low : high + 1]), own)
    unit = np.repeat(np.arange(low, high), count)
    within = np.arange(len(unit)) - np.repeat(np.cumsum(count) - count, count)
    return unit, start[unit] + within


def _pairs(
    problem: Problem, unit: NDArray[np.int64], slot: NDArray[np.int64], most: int
) -> list[tuple[int, int]]:
    unit, slot = unit[:most], slot[:most]
    return list(zip(unit.tolist(), (slot - problem.slot_start[unit]).tolist(), strict=True))
