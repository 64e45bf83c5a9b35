"""Owns the packing of keys and wishes into whole words, so that one comparison decides.

A key is tier | order | unit in 63 bits: smaller is better, and the unit in the lowest bits makes
every key different, while two keys are tied when they agree above it. A wish is pool | tier of a
slot, with a mark on the last slot of a list. Where tiers or orders are written in large numbers
they are first replaced by their ranks, which compare alike; where even those do not fit, there is
no packing, and the caller takes another way.
"""

from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.compiling import compiled
from xueyou.engines.matching.crew import crew
from xueyou.engines.matching.problem import Problem
from xueyou.engines.matching.sorting import ranked

KEY_BITS = 63
"""One less than a word has, so that "one class further" still fits."""
_SHORT, _LONG = 32, 64


class Key(NamedTuple):
    """Where the parts of a packed key lie: masks and shifts, all as uint64."""

    unit_bits: np.uint64
    unit: np.uint64
    """Mask of the unit."""
    rank: np.uint64
    """Mask of order and unit: what a unit carries from pool to pool."""
    tier_shift: np.uint64


class Wishes(NamedTuple):
    """All lists, a word each slot."""

    word: NDArray[Any]
    """(k,) last-of-list | tier | pool, in uint32 or uint64."""
    pool: np.uint64
    """Mask of the pool."""
    tier_shift: np.uint64
    tier: np.uint64
    """Mask of the tier, once shifted."""
    last: np.uint64
    """Mask of the mark on the last slot of a list."""


class Packed(NamedTuple):
    """A problem in words."""

    key: Key
    wishes: Wishes
    order: NDArray[np.int64]
    """(n,) the order as it stands in keys."""

    def ranks(self, low: int, high: int) -> NDArray[np.uint64]:
        """Return order | unit of units low … high − 1."""
        ranks = self.order[low:high].astype(np.uint64)
        ranks <<= self.key.unit_bits
        ranks |= np.arange(low, high, dtype=np.uint64)
        return ranks


def packed(problem: Problem, threads: int = 1, bits: int | None = None) -> Packed | None:
    """Return the problem in words; None where a key needs more than `bits` (63 unless said)."""
    bits = KEY_BITS if bits is None else bits
    tier, order = problem.slot_tier, problem.order
    unit_bits = _bits(problem.units - 1)
    if unit_bits + _bits_of(order) + _bits_of(tier) > bits:
        tier, order = ranked(tier).astype(np.int32), ranked(order)
    order_bits, tier_bits = _bits_of(order), _bits_of(tier)
    if unit_bits + order_bits + tier_bits > bits:
        return None
    key = Key(
        unit_bits=np.uint64(unit_bits),
        unit=_mask(unit_bits),
        rank=_mask(order_bits + unit_bits),
        tier_shift=np.uint64(order_bits + unit_bits),
    )
    pool_bits = _bits(problem.pools - 1)
    width = _SHORT if pool_bits + tier_bits < _SHORT else _LONG
    wishes = Wishes(
        word=np.empty(len(tier), np.uint32 if width == _SHORT else np.uint64),
        pool=_mask(pool_bits),
        tier_shift=np.uint64(pool_bits),
        tier=_mask(tier_bits),
        last=np.uint64(1 << (width - 1)),
    )
    start, pool = problem.slot_start, problem.slot_pool
    edges = [problem.units * thread // threads for thread in range(threads + 1)]
    with crew(threads) as together:
        together(
            [partial(write_wishes, wishes, start, pool, tier, *own) for own in pairwise(edges)]
        )
    return Packed(key=key, wishes=wishes, order=order)


@compiled
def write_wishes(
    wishes: Wishes,
    start: NDArray[np.int64],
    pool: NDArray[np.int32],
    tier: NDArray[np.int32],
    low: int,
    high: int,
) -> None:
    """Write the word of each slot of units low … high − 1; mark the last one of each list."""
    word = wishes.word
    for unit in range(low, high):
        for slot in range(start[unit], start[unit + 1]):
            word[slot] = np.uint64(pool[slot]) | (np.uint64(tier[slot]) << wishes.tier_shift)
        if start[unit + 1] > start[unit]:
            word[start[unit + 1] - 1] |= wishes.last


def _bits_of(values: NDArray[Any]) -> int:
    return _bits(int(values.max())) if len(values) else 0


def _bits(most: int) -> int:
    return max(most, 0).bit_length()


def _mask(bits: int) -> np.uint64:
    return np.uint64((1 << bits) - 1)
