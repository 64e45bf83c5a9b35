"""When a light that turned reaches the wall: worse ones three working days later."""

from datetime import date
from typing import Protocol

from xueyou.engines.pace.lights import better_or_equal

WAITING_DAYS = 3
"""Working days in which the owner sees a worse light before the wall does."""


class WorkingDays(Protocol):
    """The part of a calendar that is needed: engines.working_days.Calendar has it."""

    def add(self, day: date, n: int) -> date:
        """Return the n-th working day after `day`."""
        ...


def reach_wall(
    shown: str | None, waiting_until: date | None, new: str, on: date, calendar: WorkingDays
) -> date:
    """Return the day from which the wall shows a light that was judged on a day.

    `shown`: the light on the wall, None while it shows nothing (which counts as "none").
    `waiting_until`: the day on which a light that is waiting would reach it, None where none
    waits. A light no worse than `shown` comes at once; a worse one on the third working day after
    `on`, or on the day for which another worse one has been waiting.
    """
    if better_or_equal(new, shown or "none"):
        return on
    return waiting_until or calendar.add(on, WAITING_DAYS)
