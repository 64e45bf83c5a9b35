"""Numbers in words: thousands separated, and as many digits as the decision rests on."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

PERCENT_BOUNDS = (Fraction(85), Fraction(100), Fraction(115))
"""Percentages on whose right side a printed ratio must stand: the lines of lights.md."""


def rounded(value: Fraction, digits: int) -> Fraction:
    """Round to `digits` decimals, halves away from zero."""
    step = 10**digits
    above, below = abs(value.numerator) * step, value.denominator
    whole = (2 * above + below) // (2 * below)
    return Fraction(whole if value.numerator >= 0 else -whole, step)


def written(
    value: Fraction, digits: int, bounds: Iterable[Fraction] = (), *, upward: bool = True
) -> str:
    """Write a number with `digits` decimals, or with more until it stands on the right side.

    On the right side of each bound: below it or not (upward), above it or not (downward), as the
    exact value does. Zeros at the end of the decimals are left out.
    """
    sides = [(line, _beyond(value, line, upward)) for line in bounds]
    shown = rounded(value, digits)
    while any(_beyond(shown, line, upward) != side for line, side in sides):
        digits += 1
        shown = rounded(value, digits)
    return _plain(shown, digits)


def _beyond(value: Fraction, line: Fraction, upward: bool) -> bool:
    return value < line if upward else value > line


def _plain(value: Fraction, digits: int) -> str:
    scaled = abs(value.numerator) * 10**digits // value.denominator
    whole, part = divmod(scaled, 10**digits)
    decimals = str(part).rjust(digits, "0").rstrip("0") if digits else ""
    sign = "-" if value < 0 else ""
    return f"{sign}{whole:,}" + (f".{decimals}" if decimals else "")


def percent(ratio: Fraction, *, upward: bool = True) -> str:
    """Write a ratio as a percentage that never rounds over 85, 100 or 115 to the better side."""
    return written(ratio * 100, 0, PERCENT_BOUNDS, upward=upward) + "%"


def with_unit(number: str, unit: str) -> str:
    """Put the unit behind a number: signs close to it, words after a space."""
    return f"{number}{unit}" if unit in ("", "%", "‰", "℃") else f"{number} {unit}"


def difference_unit(unit: str) -> str:
    """Return the unit of a difference: 个百分点 where the values are in %."""
    return {"%": "个百分点", "‰": "个千分点"}.get(unit, unit)


def day_written(day: date, on: date) -> str:
    """Write a day; its year only where it is not that of `on`."""
    here = f"{day.month}月{day.day}日"
    return here if day.year == on.year else f"{day.year}年{here}"
