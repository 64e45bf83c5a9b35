"""Owns matching without a compiler: deferred acceptance in rounds, and one pass by key, in NumPy.

Slower than the compiled loops, and written quite differently, so that each can be held against
the other: here every pool sorts all it holds and all who ask.
"""

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.matching.problem import UNPLACED, Problem, sizes

_NO_BOUND = np.iinfo(np.int64).max


def rounds(problem: Problem) -> NDArray[np.int32]:
    """Return the slot of each unit by deferred acceptance (Gale & Shapley 1962), (n,).

    In each round every unit that is not held asks the next slot of its list; each pool keeps its
    best classes. A pool that is full refuses at once whoever is worse than its worst class.
    """
    start, pool, tier = problem.slot_start, problem.slot_pool, problem.slot_tier
    order, members = problem.order, sizes(problem)
    here, end = start[:-1].copy(), start[1:]
    bound_tier = np.where(problem.places > 0, _NO_BOUND, -1)
    bound_order = np.full(problem.pools, _NO_BOUND)
    held = np.zeros(0, np.int64)
    active = np.flatnonzero(here < end)
    while len(active):
        asking = [held[:0]]
        while len(active):
            slot = here[active]
            at, key = pool[slot], tier[slot]
            in_reach = (key < bound_tier[at]) | (
                (key == bound_tier[at]) & (order[active] <= bound_order[at])
            )
            asking.append(active[in_reach])
            active = _next_slot(active[~in_reach], here, end)
        new = np.concatenate(asking)
        asked = np.zeros(problem.pools, bool)
        asked[pool[here[new]]] = True
        looked_at = asked[pool[here[held]]]
        both = np.concatenate([held[looked_at], new])
        slot = here[both]
        both = both[np.lexsort((order[both], tier[slot], pool[slot]))]
        slot = here[both]
        at, key, second = pool[slot], tier[slot], order[both]
        better, through = _members_better(at, key, second, members[both])
        kept = better < problem.places[at]
        # The last one kept of a pool that is now full is its new bound.
        last = kept & (through >= problem.places[at])
        bound_tier[at[last]], bound_order[at[last]] = key[last], second[last]
        held = np.concatenate([held[~looked_at], both[kept]])
        active = _next_slot(both[~kept], here, end)
    given = np.full(problem.units, UNPLACED, np.int32)
    given[held] = here[held] - start[held]
    return given


def in_order(problem: Problem) -> NDArray[np.int32]:
    """Return the slot of each unit, (n,), going once through all proposals by (tier, order).

    A unit takes the first slot met into which all its members fit; one that does not fit is
    passed over. Equal keys go by unit, then down the unit's list.
    """
    start = problem.slot_start
    unit = np.repeat(np.arange(problem.units), np.diff(start))
    line = np.lexsort((unit, problem.order[unit], problem.slot_tier))  # stable: keeps list order
    left = problem.places.tolist()
    size = sizes(problem).tolist()
    given = [UNPLACED] * problem.units
    first = start.tolist()
    for slot, asks, at in zip(
        line.tolist(), unit[line].tolist(), problem.slot_pool[line].tolist(), strict=True
    ):
        if given[asks] == UNPLACED and size[asks] <= left[at]:
            left[at] -= size[asks]
            given[asks] = slot - first[asks]
    return np.array(given, np.int32)


def _next_slot(
    units: NDArray[np.int64], here: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Move these units one slot on; return those that still have one."""
    here[units] += 1
    return units[here[units] < end[units]]


def _members_better(
    at: NDArray[np.int32],
    key: NDArray[np.int32],
    second: NDArray[np.int64],
    members: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, for rows sorted by pool and key, members of strictly better classes of the pool.

    And, second, members of the pool up to and with the row's own.
    """
    first_of_pool = np.concatenate([[True], at[1:] != at[:-1]])[: len(at)]
    first_of_class = first_of_pool.copy()
    first_of_class[1:] |= (key[1:] != key[:-1]) | (second[1:] != second[:-1])
    through = np.cumsum(members)
    before = through - members
    rows = np.arange(len(at))
    pool_row = np.maximum.accumulate(np.where(first_of_pool, rows, 0))
    class_row = np.maximum.accumulate(np.where(first_of_class, rows, 0))
    return before[class_row] - before[pool_row], through - before[pool_row]
