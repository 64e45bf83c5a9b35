"""Owns the yardstick of sorting: a plain radix sort of whole words, least digit first."""

import numba
import numpy as np
from numpy.typing import NDArray

_DIGIT = 11


def radix_sorted(word: NDArray[np.uint64], bits: int) -> NDArray[np.uint64]:
    """Return the words sorted by their lowest bits."""
    digits = range(0, bits, _DIGIT)
    counts = _count_digits(word, len(digits))
    spare, other = np.empty_like(word), np.empty_like(word)
    for digit, shift in enumerate(digits):
        _sort_by_digit(word, spare, shift, counts[digit])
        word, spare, other = spare, other, spare
    return word


@numba.njit(nogil=True)
def _count_digits(word: NDArray[np.uint64], digits: int) -> NDArray[np.int64]:
    """Return how often each digit occurs at each place, (digits, 2^11), in one reading."""
    counts = np.zeros((digits, 1 << _DIGIT), np.int64)
    mask = np.uint64((1 << _DIGIT) - 1)
    for value in word:
        rest = value
        for digit in range(digits):
            counts[digit, np.intp(rest & mask)] += 1
            rest >>= np.uint64(_DIGIT)
    return counts


@numba.njit(nogil=True)
def _sort_by_digit(
    word: NDArray[np.uint64], into: NDArray[np.uint64], shift: int, count: NDArray[np.int64]
) -> None:
    """Write the words by one digit, otherwise as they stand."""
    at = np.cumsum(count) - count
    mask = np.uint64((1 << _DIGIT) - 1)
    for value in word:
        digit = np.intp((value >> np.uint64(shift)) & mask)
        into[at[digit]] = value
        at[digit] += 1
