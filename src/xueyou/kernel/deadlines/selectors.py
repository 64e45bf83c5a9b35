"""What may be read of calendars."""

from dataclasses import dataclass
from datetime import date

from xueyou.kernel.deadlines.models import CalendarYear

NOTICED_FROM = 11
"""Month in which the next year's notice has usually come out."""


@dataclass(frozen=True, slots=True)
class YearView:
    """A year whose table is entered."""

    year: int
    source: str
    verified: bool


def entered_years(name: str = "work") -> tuple[YearView, ...]:
    """Return the years that have a table, in order, with the source of each."""
    rows = CalendarYear.objects.filter(calendar=name).order_by("year")
    return tuple(YearView(row.year, row.source, row.verified) for row in rows)


def missing_year(today: date, name: str = "work") -> int | None:
    """Return a year whose table should be entered by now and is not; None where all is well.

    It is this year's, and from November on the next year's: warnings of January wait for it.
    """
    years = [today.year] + ([today.year + 1] if today.month >= NOTICED_FROM else [])
    rows = CalendarYear.objects.filter(calendar=name, year__in=years)
    entered = set(rows.values_list("year", flat=True))
    return next((year for year in years if year not in entered), None)
