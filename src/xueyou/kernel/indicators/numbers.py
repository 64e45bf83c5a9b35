"""Exact arithmetic of figures: rounding, and how many parts a unit counts in a whole."""

from fractions import Fraction
from math import isqrt

PER_WHOLE = {"%": 100, "‰": 1000}
"""Parts in which a ratio is written, by unit; 1 for all others."""


def rounded(number: Fraction) -> int:
    """Round to an integer, halves away from zero."""
    size = abs(number)
    whole = (2 * size.numerator + size.denominator) // (2 * size.denominator)
    return whole if number >= 0 else -whole


def root(number: Fraction, steps: int) -> int:
    """Return the square root of a number not below 0, in `1/steps`, rounded."""
    return (isqrt(4 * number.numerator * steps * steps // number.denominator) + 1) // 2
