"""Periods of targets and values: a year, a quarter, a month, a school year; days from their code.

A school year is taken from 1 September to 31 August; where a jurisdiction's differs, its days stand
in kernel.registry.school_years and are passed in by the caller.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from xueyou.kernel.indicators.refusals import FigureRefused

_CODE = re.compile(r"(?:SY)?(\d{4})(?:Q([1-4])|-(0[1-9]|1[0-2]))?(?!\n)")


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days with its code; `first` and `last` both belong to it."""

    code: str
    year: int
    first: date
    last: date


def period(code: str) -> Period:
    """Return the period of a code: 2026, 2026Q3, 2026-09, SY2026. Raises FigureRefused."""
    found = _CODE.fullmatch(code)
    if found is None or (code.startswith("SY") and (found[2] or found[3])):
        raise FigureRefused(f"“{code}”不是能认的期间，请写成 2026、2026Q3、2026-09 或 SY2026。")
    year = int(found[1])
    if not 1900 <= year <= 2200:
        raise FigureRefused(f"“{code}”的年份不对，请核对。")
    if code.startswith("SY"):
        return Period(code, year, date(year, 9, 1), date(year + 1, 8, 31))
    if found[2]:
        return _months(code, year, 3 * int(found[2]) - 2, 3)
    if found[3]:
        return _months(code, year, int(found[3]), 1)
    return _months(code, year, 1, 12)


def _months(code: str, year: int, first_month: int, count: int) -> Period:
    after = first_month + count
    following = date(year + (after > 12), after - 12 if after > 12 else after, 1)
    return Period(code, year, date(year, first_month, 1), following - timedelta(days=1))
