"""Owns deferred acceptance on whole words: waves of proposals, by as many threads as are given.

The outcome of deferred acceptance does not depend on the order of proposals (Gale & Shapley 1962;
with ties and groups because a pool never takes back whom it once let go). So units come in waves,
each in two strides: every thread walks its share of the units down their lists to the first slot
still in reach; then every thread takes in what its own pools are asked. When all have come, pools
settle after each wave, and the few units still moving at the end are followed one by one.
"""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.matching.chains import follow, with_longer_arena
from xueyou.engines.matching.crew import crew
from xueyou.engines.matching.keys import Key, Packed
from xueyou.engines.matching.problem import Problem
from xueyou.engines.matching.strides import Held, propose, settle, take_in, write_slots

WAVE = 1 << 17
"""Units in a wave: their proposals stay in the processor's second cache."""
TAIL = 1 << 9
"""So few units still moving are followed one by one."""
_NO_BOUND = np.uint64(1 << 63)

Ranks = NDArray[np.uint64]
Proposals = tuple[NDArray[np.uint64], NDArray[np.int32]]


def deferred_acceptance(problem: Problem, words: Packed, threads: int) -> NDArray[np.int32]:
    """Return the slot of each unit, (n,): the same for any number of threads."""
    start, n = problem.slot_start, problem.units
    here = start[:-1].copy()
    keepers = _keepers(problem, words.key, threads)
    walkers = [_Walker(here, words, keepers[0].held.bound) for _ in range(threads)]
    moving, arrived = words.ranks(0, 0), 0
    with crew(threads) as together:
        while arrived < n or len(moving) > TAIL:
            come = min(n, arrived + max(0, WAVE - len(moving)))
            fresh = words.ranks(arrived, come)
            fresh = fresh[start[arrived:come] < start[arrived + 1 : come + 1]]  # who has a list
            arrived = come
            shares = np.array_split(np.concatenate([moving, fresh]), threads)
            asked = together([partial(w.walk, own) for w, own in zip(walkers, shares, strict=True)])
            all_have_come = arrived == n
            gone = together([partial(k.take, asked, all_have_come) for k in keepers])
            moving = np.concatenate(gone)
    follow(moving, here, words, _merged(keepers))
    given = np.empty(n, np.int32)
    write_slots(here, start, given)
    return given


class _Walker:
    """One thread's way down the lists, with its own sheet to write proposals on."""

    def __init__(self, here: NDArray[np.int64], words: Packed, bound: NDArray[np.uint64]) -> None:
        self._here, self._words, self._bound = here, words, bound
        self._sheet: Proposals = (np.empty(0, np.uint64), np.empty(0, np.int32))

    def walk(self, active: Ranks) -> Proposals:
        if len(self._sheet[0]) < len(active):
            self._sheet = np.empty(len(active), np.uint64), np.empty(len(active), np.int32)
        key, wishes = self._words.key, self._words.wishes
        asks, asked = self._sheet
        count = propose(active, self._here, wishes, key, self._bound, asks, asked)
        return asks[:count], asked[:count]


class _Keeper:
    """One thread's pools, low … high − 1, and whom they let go in this wave."""

    def __init__(self, held: Held, key: Key, low: int, high: int) -> None:
        self.held, self.low, self.high = held, low, high
        self._key = key
        self._gone: Ranks = np.empty(WAVE, np.uint64)
        self._count = np.zeros(1, np.int64)

    def take(self, proposals: Sequence[Proposals], all_have_come: bool) -> Ranks:
        """Take in what the own pools are asked; return the units let go."""
        self._count[0] = 0
        for asks, asked in proposals:
            at = 0
            while True:
                at = take_in(
                    asks, asked, at, self.low, self.high,
                    self.held, self._key, self._gone, self._count,
                )  # fmt: skip
                if at == len(asks):
                    break
                self._enlarge(int(asked[at]))
        pool = self.low
        while all_have_come:
            pool = settle(pool, self.high, self.held, self._key, self._gone, self._count)
            if pool == self.high:
                break
            self._enlarge(pool)
        return self._gone[: self._count[0]]

    def _enlarge(self, pool: int) -> None:
        """Make longer what this pool's look found too short."""
        most_gone = int(self._count[0] + self.held.tip[pool] - self.held.base[pool])
        if most_gone > len(self._gone):
            longer = np.empty(2 * most_gone, np.uint64)
            longer[: len(self._gone)] = self._gone
            self._gone = longer
        else:
            self.held = with_longer_arena(self.held)


def _keepers(problem: Problem, key: Key, threads: int) -> list[_Keeper]:
    """Share the pools out, each keeper getting about as many places."""
    n, places = problem.units, problem.places
    # Room for its places and a quarter more. A pool with places for nearly everybody starts with
    # four times a fair share: whether so many come is seen then.
    likely = np.minimum(places, 4 * n // max(1, problem.pools) + 16)
    room = likely + likely // 4 + 16
    end = np.cumsum(room)
    cuts = np.searchsorted(end, [end[-1] * thread // threads for thread in range(1, threads)])
    edges = [0, *cuts.tolist(), problem.pools]
    base = end - room
    for low, high in pairwise(edges):
        base[low:high] -= base[low : low + 1]
    shared = Held(
        keys=np.empty(0, np.uint64),
        base=base,
        tip=base.copy(),
        brim=base + np.minimum(places, room),
        end=base + room,
        settled=base.copy(),
        bound=np.where(places > 0, _NO_BOUND, np.uint64(0)),
        places=places,
        size=np.empty(0, np.int32) if problem.size is None else problem.size,
        top=np.zeros(1, np.int64),
    )
    made = []
    for low, high in pairwise(edges):
        length = int(room[low:high].sum())
        own = shared._replace(keys=np.empty(length, np.uint64), top=np.array([length]))
        made.append(_Keeper(own, key, low, high))
    return made


def _merged(keepers: list[_Keeper]) -> Held:
    """Return all pools in one arena."""
    first = keepers[0].held
    if len(keepers) == 1:
        return first
    offset = 0
    for keeper in keepers:
        for edge in (first.base, first.tip, first.brim, first.end, first.settled):
            edge[keeper.low : keeper.high] += offset
        offset += len(keeper.held.keys)
    keys = np.concatenate([keeper.held.keys for keeper in keepers])
    return first._replace(keys=keys, top=np.array([len(keys)]))
