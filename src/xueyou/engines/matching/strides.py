"""Owns the strides of a wave: units walk down their lists, pools take proposals in.

A pool collects somewhat more than it has places for and only then selects: a look at many costs
little more than at one. Its bound, the first key out of reach, spares most proposals the way.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.compiling import compiled, prefetching
from xueyou.engines.matching.keys import Key, Wishes
from xueyou.engines.matching.selection import kept

prefetch = prefetching()

_AHEAD = 24


class Held(NamedTuple):
    """Whom the pools of one thread hold: an arena of keys, and each pool's room in it.

    All but `keys` and `top` are shared by the threads; each touches its own pools' entries only.
    """

    keys: NDArray[np.uint64]
    base: NDArray[np.int64]
    tip: NDArray[np.int64]
    """(q,) end of the keys held."""
    brim: NDArray[np.int64]
    """(q,) where the pool looks before it takes in more."""
    end: NDArray[np.int64]
    """(q,) end of the pool's room."""
    settled: NDArray[np.int64]
    """(q,) the tip after the last look."""
    bound: NDArray[np.uint64]
    """(q,) the first key out of reach."""
    places: NDArray[np.int64]
    size: NDArray[np.int32]
    """(n,) members of units; empty: all have one."""
    top: NDArray[np.int64]
    """(1,) end of what is used of the arena."""


@compiled
def next_in_reach(
    rank: Any, slot: int, wishes: Wishes, key: Key, bound: NDArray[np.uint64]
) -> tuple[int, int, Any]:
    """Return the first slot from here on whose pool would look at the unit, its pool and key.

    The slot is −1 where the list ends before.
    """
    while True:
        word = np.uint64(wishes.word[slot])
        pool: Any = np.intp(word & wishes.pool)
        asks = rank | (((word >> wishes.tier_shift) & wishes.tier) << key.tier_shift)
        if asks < bound[pool]:
            return slot, pool, asks
        if word & wishes.last:
            return -1, pool, asks
        slot += 1


@compiled
def propose(
    active: NDArray[np.uint64],
    here: NDArray[np.int64],
    wishes: Wishes,
    key: Key,
    bound: NDArray[np.uint64],
    asks: NDArray[np.uint64],
    asked: NDArray[np.int32],
) -> int:
    """Walk these units to their next slot in reach; write key and pool of each; return how many."""
    count, n = 0, len(active)
    for i in range(n):
        # The row of a unit lies anywhere in memory: ask for it some units ahead, in two steps.
        if i + 2 * _AHEAD < n:
            prefetch(here, np.intp(active[i + 2 * _AHEAD] & key.unit))
        if i + _AHEAD < n:
            prefetch(wishes.word, here[np.intp(active[i + _AHEAD] & key.unit)])
        unit = np.intp(active[i] & key.unit)
        slot, pool, proposal = next_in_reach(active[i], here[unit], wishes, key, bound)
        here[unit] = slot
        if slot >= 0:
            asks[count] = proposal
            asked[count] = pool
            count += 1
    return count


@compiled
def look(pool: int, held: Held, key: Key, gone: NDArray[np.uint64], count: int) -> int:
    """Let the pool keep its best classes; add who goes to `gone`; return how many are gone now.

    Returns −1, having done nothing, where `gone` is too short for all the pool holds.
    """
    base, tip = held.base[pool], held.tip[pool]
    if count + tip - base > len(gone):
        return -1
    border, bound = kept(held.keys, base, tip, held.places[pool], key, held.size)
    if bound != np.uint64(0):
        held.bound[pool] = bound
    for i in range(border, tip):
        gone[count] = held.keys[i] & key.rank
        count += 1
    held.tip[pool] = border
    return count


@compiled
def make_room(pool: int, held: Held) -> bool:
    """Give a pool twice its room where an eighth or less is free; False: the arena is too small.

    Only ties, and pools with far more places than others, ever need it.
    """
    base, tip, room = held.base[pool], held.tip[pool], held.end[pool] - held.base[pool]
    if (held.end[pool] - tip) * 8 <= room:
        top = held.top[0]
        if top + 2 * room > len(held.keys):
            return False
        for i in range(tip - base):
            held.keys[top + i] = held.keys[base + i]
        held.settled[pool] += top - base
        held.base[pool], held.tip[pool], held.end[pool] = top, top + tip - base, top + 2 * room
        held.top[0] = top + 2 * room
    held.brim[pool] = held.end[pool]
    return True


@compiled
def take_in(
    asks: NDArray[np.uint64],
    asked: NDArray[np.int32],
    start: int,
    low: int,
    high: int,
    held: Held,
    key: Key,
    gone: NDArray[np.uint64],
    gone_count: NDArray[np.int64],
) -> int:
    """Bring proposals from number `start` on to pools low … high − 1; return the number reached.

    Less than all: `gone` or the arena is too small; call again with more.
    """
    count, n = gone_count[0], len(asks)
    for i in range(start, n):
        if i + _AHEAD < n:
            prefetch(held.keys, held.tip[asked[i + _AHEAD]])
        pool: Any = np.intp(asked[i])
        if pool < low or pool >= high:
            continue
        if held.tip[pool] == held.brim[pool]:
            after = look(pool, held, key, gone, count)
            if after >= 0:
                count = after
            if after < 0 or not make_room(pool, held):
                gone_count[0] = count
                return i
        held.keys[held.tip[pool]] = asks[i]
        held.tip[pool] += 1
    gone_count[0] = count
    return n


@compiled
def settle(
    low: int,
    high: int,
    held: Held,
    key: Key,
    gone: NDArray[np.uint64],
    gone_count: NDArray[np.int64],
) -> int:
    """Let pools low … high − 1 look at whoever came since; return the pool reached."""
    for pool in range(np.intp(low), np.intp(high)):
        if held.tip[pool] != held.settled[pool]:
            count = look(pool, held, key, gone, gone_count[0])
            if count < 0:
                return pool
            gone_count[0] = count
            held.settled[pool] = held.tip[pool]
    return high


@compiled
def write_slots(
    here: NDArray[np.int64], start: NDArray[np.int64], given: NDArray[np.int32]
) -> None:
    """Write each unit's slot as a place in its list, −1 where the list has ended."""
    for unit in range(len(given)):
        listed = start[unit] < start[unit + 1]
        given[unit] = here[unit] - start[unit] if listed and here[unit] >= 0 else -1
