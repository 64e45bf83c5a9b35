"""Owns the look of one pool at all it holds: whom the places reach, and who has to go."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.compiling import compiled

_FEW = 16


@compiled
def members_of(key: Any, unit_mask: Any, size: NDArray[np.int32]) -> int:
    """Return the members of the unit in the key's lowest bits; no sizes: all have one."""
    if len(size) == 0:
        return 1
    members: int = size[np.intp(key & unit_mask)]
    return members


@compiled
def last_reached(
    keys: NDArray[np.uint64],
    low: int,
    high: int,
    places: int,
    unit_mask: Any,
    size: NDArray[np.int32],
) -> int:
    """Return the index of the key in whose unit the places end, by quickselect (Hoare 1961).

    Afterwards keys[low:index] are better than it and keys[index + 1:high] worse. −1: the members
    of all units together do not fill the places.
    """
    left = places
    first, end = low, high
    while end - first > _FEW:
        border = divide(keys, first, end, 4 * left >= 3 * (end - first))
        better = border - first
        if len(size):
            better = 0
            for i in range(first, border):
                better += members_of(keys[i], unit_mask, size)
        own = members_of(keys[border], unit_mask, size)
        if left <= better:
            end = border
        elif left <= better + own:
            return border
        else:
            left -= better + own
            first = border + 1
    sort_few(keys, first, end)
    for i in range(first, end):
        left -= members_of(keys[i], unit_mask, size)
        if left <= 0:
            return i
    return -1


@compiled
def divide(keys: NDArray[np.uint64], first: int, end: int, most_stay: bool) -> int:
    """Put smaller keys before one of them and larger ones behind it; return where it lies.

    It is one of three from within, for what came in order lies in order: the middle one, or the
    largest where most will stay.
    """
    quarter = (end - first) >> 2
    one, two, three = keys[first + quarter], keys[first + 2 * quarter], keys[end - quarter]
    pivot = max(one, two, three) if most_stay else max(min(one, two), min(max(one, two), three))
    at = end - quarter
    if pivot != three:
        at = first + (quarter if pivot == one else 2 * quarter)
    keys[at] = keys[end - 1]
    # Without a branch to guess wrong: every key is swapped, only the border moves or not.
    border = first
    for i in range(first, end - 1):
        key = keys[i]
        keys[i] = keys[border]
        keys[border] = key
        border += 1 if key < pivot else 0
    keys[end - 1] = keys[border]
    keys[border] = pivot
    return border


@compiled
def sort_few(keys: NDArray[np.uint64], first: int, end: int) -> None:
    """Sort keys[first:end] by insertion."""
    for i in range(first + 1, end):
        key = keys[i]
        j = i - 1
        while j >= first and keys[j] > key:
            keys[j + 1] = keys[j]
            j -= 1
        keys[j + 1] = key


@compiled
def kept(
    keys: NDArray[np.uint64],
    low: int,
    high: int,
    places: int,
    key_parts: Any,
    size: NDArray[np.int32],
) -> tuple[int, Any]:
    """Sort out keys[low:high]: return where those that go begin, and the first key that goes.

    The class in which the places end stays whole: strictly better members do not fill them. While
    places are left nobody goes, and the bound is 0 (there is none).
    """
    last = last_reached(keys, low, high, places, key_parts.unit, size)
    if last < 0:
        return high, np.uint64(0)
    bound = ((keys[last] >> key_parts.unit_bits) + np.uint64(1)) << key_parts.unit_bits
    border = last + 1
    for i in range(last + 1, high):
        key = keys[i]
        if key < bound:
            keys[i] = keys[border]
            keys[border] = key
            border += 1
    return border, bound
