"""Owns what the matching engine is given and what it gives back: arrays, with their shapes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNPLACED = -1


class ProblemRefused(ValueError):
    """The arrays contradict one another or hold a number out of range; the words say which."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One batch: n units, each with a list of slots; k slots in all; q pools with places.

    A unit is one applicant, or a group that is placed together. A slot is one pool the unit may
    propose to, with the first part of the unit's key there.
    """

    slot_start: NDArray[np.int64]
    """(n + 1,) unit i's slots are slot_start[i]:slot_start[i + 1], the one it wants most first."""
    slot_pool: NDArray[np.int32]
    """(k,) the pool of the slot, 0 … q − 1."""
    slot_tier: NDArray[np.int32]
    """(k,) first part of the unit's key in that pool, >= 0, smaller is better."""
    order: NDArray[np.int64]
    """(n,) second part of the key, >= 0, smaller is better; equal (tier, order) are tied."""
    size: NDArray[np.int32] | None
    """(n,) members of the unit, >= 1; None: all units have one."""
    places: NDArray[np.int64]
    """(q,) places of each pool, >= 0, counted in members."""

    @property
    def units(self) -> int:
        """Return n."""
        return len(self.order)

    @property
    def pools(self) -> int:
        """Return q."""
        return len(self.places)


@dataclass(frozen=True, slots=True)
class Matching:
    """Who got which slot."""

    slot: NDArray[np.int32]
    """(n,) the place of the slot in the unit's own list, from 0; −1 where it got none."""
    proposals: int
    """Slots asked, over all units, down to the one that was given: the same in any order."""


def check_shapes(problem: Problem) -> None:
    """Check everything but the slots themselves. Raises ProblemRefused."""
    start, order, size, places = problem.slot_start, problem.order, problem.size, problem.places
    _refuse_unless(len(start) == problem.units + 1, "slot_start needs one entry more than order")
    _refuse_unless(len(problem.slot_pool) == len(problem.slot_tier), "a tier for each slot")
    _refuse_unless(
        start[0] == 0
        and start[-1] == len(problem.slot_pool)
        and bool(np.all(start[1:] >= start[:-1])),
        "slot_start must rise from 0 to the number of slots",
    )
    _refuse_unless(_least(order) >= 0, "order must not be negative")
    _refuse_unless(_least(places) >= 0, "places must not be negative")
    if size is not None:
        _refuse_unless(len(size) == problem.units, "a size for each unit")
        _refuse_unless(_least(size, 1) >= 1, "a unit has at least one member")


def check_slots(problem: Problem) -> None:
    """Check that each slot names a pool and has a tier in range. Raises ProblemRefused."""
    # Read as unsigned, a negative number is beyond every bound: one reading finds both faults.
    pool, tier = problem.slot_pool.view(np.uint32), problem.slot_tier.view(np.uint32)
    _refuse_unless(_most(pool) < problem.pools, "slot_pool names a pool that is not there")
    _refuse_unless(_most(tier) < 1 << 31, "slot_tier must not be negative")


def check_lists_rise(problem: Problem) -> None:
    """Check that no list has a better tier after a worse one. Raises ProblemRefused.

    Otherwise a pass by key would come to a unit's later slot first, and give it that.
    """
    falls = np.flatnonzero(problem.slot_tier[1:] < problem.slot_tier[:-1]) + 1
    _refuse_unless(
        bool(np.all(np.isin(falls, problem.slot_start))),
        "a list has a better tier after a worse one: one pass by key would reverse the wishes",
    )


def sizes(problem: Problem) -> NDArray[np.int64]:
    """Return the members of each unit, (n,)."""
    if problem.size is None:
        return np.ones(problem.units, np.int64)
    return problem.size.astype(np.int64)


def _refuse_unless(true: bool, words: str) -> None:
    if not true:
        raise ProblemRefused(words)


def _least(values: NDArray[np.int64] | NDArray[np.int32], empty: int = 0) -> int:
    return int(values.min()) if len(values) else empty


def _most(values: NDArray[np.uint32]) -> int:
    return int(values.max()) if len(values) else -1
