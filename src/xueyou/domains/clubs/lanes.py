"""Lanes: a weekday and a slot of it, such as mon-afternoon; in each a child takes one club."""

from collections.abc import Iterable
from datetime import date, timedelta

from xueyou.engines.working_days import Calendar
from xueyou.kernel.deadlines.calendars import calendar

DAYS = {
    "mon": "周一", "tue": "周二", "wed": "周三", "thu": "周四", "fri": "周五", "sat": "周六",
    "sun": "周日",
}  # fmt: skip
SLOTS = {"noon": "午间", "afternoon": "下午", "evening": "晚自习", "weekend": "周末"}
LANES = {
    f"{day}-{slot}": f"{DAYS[day]}{SLOTS[slot]}"
    for day in DAYS
    for slot in SLOTS
    if (day in ("sat", "sun")) == (slot == "weekend")
}
"""Every lane there can be, with its words."""


def falls_on(lane: str, day: date, calendar: Calendar) -> bool:
    """Return whether the lane's club meets on that day.

    On its weekday only: never on a holiday, and a Saturday worked instead is no club's weekday.
    Raises YearMissing where the year's calendar is not entered.
    """
    if tuple(DAYS)[day.weekday()] != lane.split("-")[0]:
        return False
    works = calendar.works(day)
    return (not works and day not in calendar.differs) if lane.endswith("-weekend") else works


def days_of(lanes: Iterable[str], first: date, last: date) -> dict[str, list[date]]:
    """Return on which days of a span (both included) each lane meets. Raises YearMissing."""
    table = calendar()
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {lane: [day for day in span if falls_on(lane, day, table)] for lane in lanes}
