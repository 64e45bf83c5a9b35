"""Owns sorting by one key: radix sort of whole words, least digit first, ties as they stand."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.compiling import compiled

_DIGIT = 11
_WORD = 64


class Line(NamedTuple):
    """Items in the order of their keys."""

    word: NDArray[np.uint64]
    """(n,) key | item, rising."""
    item_bits: np.uint64
    item: np.uint64
    """Mask of the item."""

    def items(self) -> NDArray[np.int64]:
        """Return the items' numbers alone, (n,)."""
        return (self.word & self.item).astype(np.int64)


def sorted_by(key: NDArray[np.int64]) -> Line:
    """Return items 0 … n − 1 by their keys, which are not negative, equal keys by item."""
    item_bits = max(len(key) - 1, 0).bit_length()
    key_bits = int(key.max()).bit_length() if len(key) else 0
    if item_bits + key_bits > _WORD:
        key = ranked(key)
        key_bits = int(key.max()).bit_length()
    word = key.astype(np.uint64) << np.uint64(item_bits)
    word |= np.arange(len(key), dtype=np.uint64)
    digits = range(item_bits, item_bits + key_bits, _DIGIT)
    if digits:
        counts = count_digits(word, item_bits, len(digits))
        spare = np.empty_like(word)
        for digit, shift in enumerate(digits):
            sort_by_digit(word, spare, shift, counts[digit])
            word, spare = spare, word
    return Line(word, np.uint64(item_bits), np.uint64((1 << item_bits) - 1))


def ranked(values: NDArray[Any]) -> NDArray[np.int64]:
    """Return for each value how many different ones are smaller."""
    line = np.argsort(values, kind="stable")
    found = np.zeros(len(values), np.int64)
    found[line[1:]] = np.cumsum(values[line[1:]] != values[line[:-1]])
    return found


@compiled
def count_digits(word: NDArray[np.uint64], shift: int, digits: int) -> NDArray[np.int64]:
    """Return how often each digit occurs at each place, (digits, 2^11), in one reading."""
    counts = np.zeros((digits, 1 << _DIGIT), np.int64)
    mask = np.uint64((1 << _DIGIT) - 1)
    for value in word:
        rest = value >> np.uint64(shift)
        for digit in range(digits):
            counts[digit, np.intp(rest & mask)] += 1
            rest >>= np.uint64(_DIGIT)
    return counts


@compiled
def sort_by_digit(
    word: NDArray[np.uint64], into: NDArray[np.uint64], shift: int, count: NDArray[np.int64]
) -> None:
    """Write the words by one digit, otherwise as they stand."""
    at = np.cumsum(count) - count
    mask = np.uint64((1 << _DIGIT) - 1)
    for value in word:
        digit = np.intp((value >> np.uint64(shift)) & mask)
        into[at[digit]] = value
        at[digit] += 1
