"""When a promise of working days is due, counted day by day; the rule as it is written.

Day 1 is the next working day after the start; the due day ends at 24:00; Saturdays of 调休 work.
Where the rule leaves room, this reading is meant:
- A pause stops the day it begins on, and the day of its resumption counts again; while a pause is
  open there is no due day.
- An extension adds working days, also after the due day has passed.
- A return begins the count anew: day 1 is the next working day after it, with the days it names or
  else the first amount; earlier days and extensions are gone. It does not end a pause.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

Change = tuple[str, date, int | None]  # pause | resume | extend | return, its day, its amount


def due_day(
    start: date, amount: int, changes: Iterable[Change], works: Callable[[date], bool]
) -> date | None:
    """Return the day at whose end the promise runs out, or None while it is paused."""
    left, day, total, paused = sorted(changes, key=lambda change: change[1]), start, amount, False
    counted: list[date] = []
    while True:
        begins = day == start
        while left and left[0][1] <= day:
            kind, _, days = left.pop(0)
            paused = {"pause": True, "resume": False}.get(kind, paused)
            if kind == "extend":
                total += days or 0
            if kind == "return":
                counted, total, begins = [], days or amount, True
        if not begins and not paused and works(day):
            counted.append(day)
        if not left and (paused or len(counted) >= total):
            return None if paused else counted[total - 1]
        day += timedelta(days=1)
