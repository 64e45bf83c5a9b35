"""Owns single passes: serial dictatorship, and all proposals once in the order of their keys."""

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.compiling import compiled, prefetching
from xueyou.engines.matching.problem import UNPLACED, Problem

prefetch = prefetching()

_AHEAD = 12
_DIGIT = 11
_NONE = np.zeros(0, np.int32)


def dictatorship(problem: Problem) -> NDArray[np.int32]:
    """Return the slot of each unit, (n,), where all pools rank by the same order.

    Class by class each unit takes its first slot that strictly better units have not filled: with
    one common order that is the only stable outcome, so it is what rounds of proposals end in.
    """
    given = np.full(problem.units, UNPLACED, np.int32)
    size = _NONE if problem.size is None else problem.size
    choose(
        by_order(problem.order), problem.order, problem.slot_start, problem.slot_pool,
        size, problem.places, given,
    )  # fmt: skip
    return given


def in_order(problem: Problem) -> NDArray[np.int32]:
    """Return the slot of each unit, (n,), going once through all proposals by (tier, order)."""
    start, tier = problem.slot_start, problem.slot_tier
    line = by_order(problem.order)
    lengths = np.diff(start)
    # All lists, one below the other in the order of the units, each slot with its owner …
    length = lengths[line]
    owner = np.repeat(line, length)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(length) - length, length)
    slot = start[owner] + within
    # … then by tier; what stood above stays above.
    if not same(tier):
        by_tier = by_order(tier[slot].astype(np.int64))
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
    line: NDArray[np.int64],
    order: NDArray[np.int64],
    start: NDArray[np.int64],
    pool: NDArray[np.int32],
    size: NDArray[np.int32],
    places: NDArray[np.int64],
    given: NDArray[np.int32],
) -> None:
    """Let the units of the line choose; ties choose as if at once."""
    left = places.copy()
    filled_in = np.full(len(places), -1)  # the class in which the last place went
    n, now = len(line), 0
    for i in range(n):
        if i + 2 * _AHEAD < n:
            prefetch(start, line[i + 2 * _AHEAD])
        if i + _AHEAD < n:
            prefetch(pool, start[line[i + _AHEAD]])
        unit = line[i]
        if i and order[unit] != order[line[i - 1]]:
            now = i
        for slot in range(start[unit], start[unit + 1]):
            at = pool[slot]
            if left[at] > 0 or filled_in[at] == now:
                given[unit] = slot - start[unit]
                had = left[at]
                left[at] -= size[unit] if len(size) else 1
                if had > 0 and left[at] <= 0:
                    filled_in[at] = now
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


def by_order(order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the units by order, equal ones by unit: radix sort, least digit first."""
    most = int(order.max()) if len(order) else 0
    line = np.arange(len(order))
    for shift in range(0, most.bit_length(), _DIGIT):
        line = by_digit(order, line, shift)
    return line


@compiled
def by_digit(order: NDArray[np.int64], line: NDArray[np.int64], shift: int) -> NDArray[np.int64]:
    """Return the line sorted by one digit of the order, otherwise as it was."""
    mask = (1 << _DIGIT) - 1
    at = np.zeros(mask + 2, np.int64)
    for unit in line:
        at[((order[unit] >> shift) & mask) + 1] += 1
    for digit in range(mask):
        at[digit + 1] += at[digit]
    found = np.empty_like(line)
    for unit in line:
        digit = (order[unit] >> shift) & mask
        found[at[digit]] = unit
        at[digit] += 1
    return found
