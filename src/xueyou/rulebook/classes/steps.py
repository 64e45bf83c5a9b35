"""Owns how marks become whole numbers: in their smallest step above the least of them."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from xueyou.engines.balancing.problem import MOST_PUPILS

MOST_STEPS = (1 << 62) // MOST_PUPILS
"""From the least mark to the greatest: so the sum of a whole grade stays within 64 bits."""


def in_steps(values: Sequence[Fraction | None]) -> tuple[list[int | None], Fraction]:
    """Return values in their smallest step above the least, and that step."""
    known = [value for value in values if value is not None]
    if not known:
        return [None] * len(values), Fraction(1)
    under = lcm(*(value.denominator for value in known))
    whole = [None if v is None else v.numerator * (under // v.denominator) for v in values]
    least = min(value for value in whole if value is not None)
    shared = gcd(*(value - least for value in whole if value is not None)) or 1
    steps = [None if value is None else (value - least) // shared for value in whole]
    return steps, Fraction(shared, under)


def too_wide(values: Sequence[Fraction | None]) -> bool:
    """Return whether values lie too many steps apart for exact sums."""
    steps, _ = in_steps(values)
    return max((step for step in steps if step is not None), default=0) > MOST_STEPS
