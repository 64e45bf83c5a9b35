"""Owns the filling of places that were given up: pools call down their lists, nobody is moved back.

Rule text: docs/handbook/admission.md §6.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.matching.problem import Problem


@dataclass(frozen=True, slots=True)
class Vacated:
    """A solved batch after some have withdrawn: n units, q pools; slots as in its Problem."""

    held: NDArray[np.int64]
    """(n,) the slot each unit holds, as a place in the slot arrays; −1 for none."""
    holders: NDArray[np.int64]
    """(n,) members that hold it."""
    size: NDArray[np.int64]
    """(n,) members left, who would all take a slot the unit is called to."""
    callable: NDArray[np.bool_]
    """(n,) the unit may be called."""
    room: NDArray[np.int64]
    """(q,) places that nobody holds; negative where a pool is above its places."""


def refill(problem: Problem, vacated: Vacated, *, in_order: bool) -> NDArray[np.int64]:
    """Return the slot (n,) that each unit holds once nobody waits for a pool with room.

    In rounds a pool calls its first waiting class whole; `in_order` the smallest key of all that
    fits is called, one unit at a time.
    """
    calls = _Calls(problem, vacated)
    if in_order:
        calls.one_by_one()
    else:
        calls.class_by_class()
    return np.asarray(calls.held, dtype=np.int64)


class _Calls:
    """The state of one refill, in plain lists: few are called, of many."""

    def __init__(self, problem: Problem, vacated: Vacated) -> None:
        self.pool = problem.slot_pool.tolist()
        unit = np.repeat(np.arange(problem.units), np.diff(problem.slot_start))
        self.unit = unit.tolist()
        tier, order = problem.slot_tier, problem.order[unit]
        self.key = list(zip(tier.tolist(), order.tolist(), strict=True))
        self.held, self.holders = vacated.held.tolist(), vacated.holders.tolist()
        self.size, self.callable = vacated.size.tolist(), vacated.callable.tolist()
        self.room = vacated.room.tolist()
        by_pool = np.lexsort((np.arange(len(unit)), order, tier, problem.slot_pool))
        self.listed = by_pool.tolist()
        starts = np.searchsorted(problem.slot_pool[by_pool], np.arange(problem.pools + 1))
        self.next, self.end = starts[:-1].tolist(), starts[1:].tolist()
        self.open = [pool for pool, room in enumerate(self.room) if room > 0]

    def class_by_class(self) -> None:
        """Let each pool with room call its first waiting class, until nobody waits for one."""
        while self.open:
            pool = self.open.pop()
            while self.room[pool] > 0 and (called := list(self._first_class(pool))):
                for slot in called:
                    self._take(slot)

    def one_by_one(self) -> None:
        """Call the smallest key that fits anywhere, until nothing fits."""
        waiting: list[tuple[tuple[int, int], int]] = []
        while True:
            for pool in self.open:
                for slot in self.listed[self.next[pool] : self.end[pool]]:
                    if self._waits(slot) and self._fits(slot):
                        heapq.heappush(waiting, (self.key[slot], slot))
            self.open.clear()
            if not waiting:
                return
            _, slot = heapq.heappop(waiting)
            # A slot may stand there twice, or have lost its room: it comes again with new room.
            if self._waits(slot) and self._fits(slot):
                self._take(slot)

    def _first_class(self, pool: int) -> Iterator[int]:
        """Yield the waiting slots of the best key of a pool, and pass over all before them."""
        key = None
        while self.next[pool] < self.end[pool]:
            slot = self.listed[self.next[pool]]
            if self._waits(slot):
                if key is not None and self.key[slot] != key:
                    return
                key = self.key[slot]
                yield slot
            self.next[pool] += 1

    def _waits(self, slot: int) -> bool:
        """Whether the unit would take the slot: it has none, or one later on its list."""
        unit = self.unit[slot]
        held = self.held[unit]
        return bool(self.callable[unit] and (held < 0 or slot < held))

    def _fits(self, slot: int) -> bool:
        return bool(self.size[self.unit[slot]] <= self.room[self.pool[slot]])

    def _take(self, slot: int) -> None:
        """Give a slot to its unit; the one it held is room again."""
        unit = self.unit[slot]
        left = self.held[unit]
        self.room[self.pool[slot]] -= self.size[unit]
        if left >= 0:
            pool = self.pool[left]
            self.room[pool] += self.holders[unit]
            if self.room[pool] > 0:
                self.open.append(pool)
        self.held[unit], self.holders[unit] = slot, self.size[unit]
