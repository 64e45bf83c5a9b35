"""Owns the end of deferred acceptance: the last units are followed one by one, through heaps.

Towards the end one refusal moves one unit, which moves the next: a chain has nothing to share out
and may be as long as all lists together. Here each pool is a heap with its worst key on top.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.compiling import compiled
from xueyou.engines.matching.keys import Key, Packed, Wishes
from xueyou.engines.matching.selection import members_of
from xueyou.engines.matching.strides import Held, make_room, next_in_reach


def follow(moving: NDArray[np.uint64], here: NDArray[np.int64], words: Packed, held: Held) -> None:
    """Let these units propose on, and all whom they displace, until nobody does.

    Every pool has settled before. `here` holds the outcome: each unit's slot, −1 where none.
    """
    stack = np.empty(len(here), np.uint64)
    stack[: len(moving)] = moving
    heaped = np.zeros(len(held.places), np.bool_)
    members = np.zeros(len(held.places), np.int64)
    worst = np.zeros(len(held.places), np.int64)
    depth = len(moving)
    while depth:
        depth = run(stack, depth, here, words.wishes, words.key, held, heaped, members, worst)
        if depth:
            held = with_longer_arena(held)


def with_longer_arena(held: Held) -> Held:
    """Return the same with an arena in which any pool's room can be doubled."""
    widest = int((held.end - held.base).max())
    keys = np.empty(2 * len(held.keys) + 2 * widest, np.uint64)
    keys[: len(held.keys)] = held.keys
    return held._replace(keys=keys)


@compiled
def run(
    stack: NDArray[np.uint64],
    depth: int,
    here: NDArray[np.int64],
    wishes: Wishes,
    key: Key,
    held: Held,
    heaped: NDArray[np.bool_],
    members: NDArray[np.int64],
    worst: NDArray[np.int64],
) -> int:
    """Go on until the stack is empty, or the arena full: return the depth left.

    `members` of each pool in all, `worst` of its worst class: known from its first heap on.
    """
    while depth:
        rank = stack[depth - 1]
        unit = np.intp(rank & key.unit)
        slot, pool, asks = next_in_reach(rank, here[unit], wishes, key, held.bound)
        here[unit] = slot
        if slot >= 0:
            if held.tip[pool] == held.end[pool] and not make_room(pool, held):
                return depth
            if not heaped[pool]:
                heaped[pool] = True
                for i in range(held.base[pool], held.tip[pool]):
                    members[pool] += members_of(held.keys[i], key.unit, held.size)
                    rise(held.keys, held.base[pool], i)
                worst[pool] = members_on_top(pool, key, held)
            depth = put(pool, asks, key, held, members, worst, stack, depth - 1)
        else:
            depth -= 1
    return depth


@compiled
def put(
    pool: int,
    asks: Any,
    key: Key,
    held: Held,
    members: NDArray[np.int64],
    worst: NDArray[np.int64],
    stack: NDArray[np.uint64],
    depth: int,
) -> int:
    """Add a key to the pool's heap; put onto the stack whoever has to go; return its new depth."""
    keys, base, places = held.keys, held.base[pool], held.places[pool]
    own = members_of(asks, key.unit, held.size)
    members[pool] += own
    if held.tip[pool] == base or asks >> key.unit_bits > keys[base] >> key.unit_bits:
        worst[pool] = own
    elif asks >> key.unit_bits == keys[base] >> key.unit_bits:
        worst[pool] += own
    held.tip[pool] = push(keys, base, held.tip[pool], asks)
    while members[pool] - worst[pool] >= places:
        class_ = keys[base] >> key.unit_bits
        members[pool] -= worst[pool]
        while held.tip[pool] > base and keys[base] >> key.unit_bits == class_:
            held.tip[pool] = pop(keys, base, held.tip[pool])
            stack[depth] = keys[held.tip[pool]] & key.rank
            depth += 1
        worst[pool] = members_on_top(pool, key, held)
    if members[pool] >= places:
        held.bound[pool] = ((keys[base] >> key.unit_bits) + np.uint64(1)) << key.unit_bits
    return depth


@compiled
def members_on_top(pool: int, key: Key, held: Held) -> int:
    """Return the members of the pool's worst class: take it out, and put it back."""
    keys, base, high = held.keys, held.base[pool], held.tip[pool]
    low, found = high, 0
    if high > base:
        class_ = keys[base] >> key.unit_bits
        while low > base and keys[base] >> key.unit_bits == class_:
            low = pop(keys, base, low)
            found += members_of(keys[low], key.unit, held.size)
    for i in range(low, high):
        push(keys, base, i, keys[i])
    return found


@compiled
def push(keys: NDArray[np.uint64], base: int, tip: int, key: Any) -> int:
    """Add a key to the heap keys[base:tip]; return its new end."""
    keys[tip] = key
    rise(keys, base, tip)
    return tip + 1


@compiled
def rise(keys: NDArray[np.uint64], base: int, at: int) -> None:
    """Move the key at this index up to where no larger one is below it."""
    key = keys[at]
    i = at - base
    while i > 0 and keys[base + ((i - 1) >> 1)] < key:
        keys[base + i] = keys[base + ((i - 1) >> 1)]
        i = (i - 1) >> 1
    keys[base + i] = key


@compiled
def pop(keys: NDArray[np.uint64], base: int, tip: int) -> int:
    """Take the largest key out of the heap keys[base:tip]; leave it at the heap's new end."""
    count = tip - base - 1
    largest, key = keys[base], keys[base + count]
    i = 0
    while True:
        child = 2 * i + 1
        if child >= count:
            break
        if child + 1 < count and keys[base + child + 1] > keys[base + child]:
            child += 1
        if keys[base + child] <= key:
            break
        keys[base + i] = keys[base + child]
        i = child
    keys[base + i] = key
    keys[base + count] = largest
    return base + count
