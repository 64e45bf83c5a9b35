"""When a promise of working days is due, counted day by day from docs/handbook/deadlines.md alone.

Where the page leaves room: changes come in the order in which they were made, a pause lasts to its
resumption, and what was changed on the day of a return, but before it, is gone with the rest.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

Change = tuple[str, date, int | None]  # pause | resume | extend | return, its day, its amount
Differs = Mapping[date, bool]  # days that are not as the plain week: worked or not


def due(
    start: date, amount: int, changes: Iterable[Change], years: set[int], differs: Differs
) -> date | None:
    """Return the last day, None while paused; ValueError: a day outside `years` must be known."""
    begin, left, paused_on, stopped = start, amount, None, set[date]()
    for kind, on, days in changes:
        if kind == "pause":
            paused_on = on
        elif kind == "resume" and paused_on is not None:
            stopped |= {paused_on + timedelta(days=n) for n in range((on - paused_on).days + 1)}
            paused_on = None
        elif kind == "extend":
            left += days or 0
        elif kind == "return":
            begin, left, stopped = on, days or amount, set()
    day = begin
    while left and paused_on is None:
        day += timedelta(days=1)
        if day not in stopped and day.year not in years:
            raise ValueError(day.year)
        if day not in stopped:
            left -= differs.get(day, day.weekday() < 5)
    return None if paused_on is not None else day
