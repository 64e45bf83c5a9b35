"""Owns the days for which a printed target counts: from the plan's start to its period's end."""

from datetime import date, timedelta

from xueyou.kernel.indicators.periods import period as period_of
from xueyou.kernel.indicators.refusals import FigureRefused
from xueyou.kernel.registry.school_years import SchoolYearMissing, school_year


def span(code: str, starts_on: date, ends_on: date) -> tuple[str, date, date]:
    """Return a target's period with its first and last day, within a plan's half-open span.

    Growth is counted from the plan's first day; a period that ends before the plan begins, from
    the first of January of its year. Words that are no period mean the year of the plan's end.
    """
    try:
        end = _last_day(code)
    except FigureRefused:
        end = ends_on - timedelta(days=1)
        code = str(end.year)
    return code, starts_on if starts_on <= end else date(end.year, 1, 1), end


def _last_day(code: str) -> date:
    period = period_of(code)
    if not code.startswith("SY"):
        return period.last
    try:
        return school_year(period.year).ends_on - timedelta(days=1)
    except SchoolYearMissing:
        return period.last
