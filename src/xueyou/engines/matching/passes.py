"""Owns single passes: serial dictatorship, and all proposals once in the order of their keys."""

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.compiling import compiled, prefetching
from xueyou.engines.matching.problem import UNPLACED, Problem
from xueyou.engines.matching.sorting import Line, sorted_by

prefetch = prefetching()

_AHEAD = 12
_NONE = np.zeros(0, np.int32)


def dictatorship(problem: Problem) -> NDArray[np.int32]:
    """Return the slot of each unit, (n,), where all pools rank by the same order.

    Class by class each unit takes its first slot that strictly better units have not filled: with
    one common order that is the only stable outcome, so it is what rounds of proposals end in.
    """
    given = np.full(problem.units, UNPLACED, np.int32)
    size = _NONE if problem.size is None else problem.size
    line = sorted_by(problem.order)
    choose(line, problem.slot_start, problem.slot_pool, size, problem.places, given)
    return given


def in_order(problem: Problem) -> NDArray[np.int32]:
    """Return the slot of each unit, (n,), going once through all proposals by (tier, order)."""
    start, tier = problem.slot_start, problem.slot_tier
    line = sorted_by(problem.order).items()
    lengths = np.diff(start)
    # All lists, one below the other in the order of the units, each slot with its owner …
    length = lengths[line]
    owner = np.repeat(line, length)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(length) - length, length)
    slot = start[owner] + within
    # … then by tier; what stood above stays above.
    if not same(tier):
        by_tier = sorted_by(tier[slot].astype(np.int64)).items()
        owner, slot = owner[by_tier], slot[by_tier]
    given = np.full(problem.units, UNPLACED, np.int32)
    size = _NONE if problem.size is None else problem.size
    pass_once(slot, owner, start, problem.slot_pool, size, problem.places, given)
    return given


@compiled
def same(values: NDArray[np.int32]) -> bool:
    """Return whether all values are equal."""
    for value in values:  # noqa: SIM110 (a loop is compiled, a generator is not)
        if value != values[0]:
            return False
    return True


@compiled
def choose(
    line: Line,
    start: NDArray[np.int64],
    pool: NDArray[np.int32],
    size: NDArray[np.int32],
    places: NDArray[np.int64],
    given: NDArray[np.int32],
) -> None:
    """Let the units of the line choose; ties choose as if at once."""
    left = places.copy()
    filled_by = np.full(len(places), ~np.uint64(0))  # the class that took the last place
    word, n = line.word, len(line.word)
    for i in range(n):
        if i + 2 * _AHEAD < n:
            prefetch(start, np.intp(word[i + 2 * _AHEAD] & line.item))
            prefetch(given, np.intp(word[i + 2 * _AHEAD] & line.item))
        if i + _AHEAD < n:
            prefetch(pool, start[np.intp(word[i + _AHEAD] & line.item)])
        unit, now = np.intp(word[i] & line.item), word[i] >> line.item_bits
        for slot in range(start[unit], start[unit + 1]):
            at = pool[slot]
            had = left[at]
            if had > 0 or filled_by[at] == now:
                given[unit] = slot - start[unit]
                left[at] = had - (size[unit] if len(size) else 1)
                if had > 0 and left[at] <= 0:
                    filled_by[at] = now
                break


@compiled
def pass_once(
    line: NDArray[np.int64],
    owner: NDArray[np.int64],
    start: NDArray[np.int64],
    pool: NDArray[np.int32],
    size: NDArray[np.int32],
    places: NDArray[np.int64],
    given: NDArray[np.int32],
) -> None:
    """Go through this line of slots; a unit takes the first one all its members fit into."""
    left = places.copy()
    for i in range(len(line)):
        slot, unit = line[i], owner[i]
        members = size[unit] if len(size) else 1
        if given[unit] < 0 and members <= left[pool[slot]]:
            left[pool[slot]] -= members
            given[unit] = slot - start[unit]
