"""Owns the calendar: which days are worked, and stepping over those that are not.

A day works when the table says so; a day that the table does not list follows the plain week
(Monday to Friday). Of a year without a table nothing is known, not even its Mondays: asking is an
error in words, never a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


class YearMissing(ValueError):
    """No table of holidays is entered for `year`; `zh` says so and what to do."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.zh = (
            f"还没有录入{year}年的放假安排，算不出{year}年的工作日，系统不会去猜。"
            f"请先录入国务院办公厅关于{year}年节假日安排的通知，再办这件事。"
        )
        super().__init__(self.zh)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The years that have a table, and the days in them that differ from the plain week."""

    years: frozenset[int]
    differs: Mapping[date, bool]

    def works(self, day: date) -> bool:
        """Return whether the day is worked. Raises YearMissing."""
        if day.year not in self.years:
            raise YearMissing(day.year)
        return self.differs.get(day, day.weekday() < _SATURDAY)

    def add(self, day: date, n: int) -> date:
        """Return the n-th working day after `day` (before it where n < 0; n = 0: `day` itself).

        Raises YearMissing when the count enters a year without a table.
        """
        step = _DAY if n > 0 else -_DAY
        for _ in range(abs(n)):
            day += step
            while not self.works(day):
                day += step
        return day
