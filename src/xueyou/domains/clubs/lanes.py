"""Lanes: a weekday and a slot of it, such as mon-afternoon; in each a child takes one club.

One lane has dates instead of a weekday: the weekdays of the term's holiday, from a day to a day.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from xueyou.engines.working_days import Calendar
from xueyou.kernel.deadlines.calendars import calendar

SATURDAY = 5
DAYS = {
    "mon": "周一", "tue": "周二", "wed": "周三", "thu": "周四", "fri": "周五", "sat": "周六",
    "sun": "周日",
}  # fmt: skip
WEEKLY = {"noon": "午间", "afternoon": "下午", "evening": "晚自习", "weekend": "周末"}
SLOTS = WEEKLY | {"daytime": "假期日间"}
"""Slots of a day; all but the last come with a weekday."""
HOLIDAY = "holiday-daytime"
Span = tuple[date, date]
"""First and last day, both included."""
LANES = {
    f"{day}-{slot}": f"{DAYS[day]}{SLOTS[slot]}"
    for day in DAYS
    for slot in WEEKLY
    if (day in ("sat", "sun")) == (slot == "weekend")
} | {HOLIDAY: SLOTS["daytime"]}
"""Every lane there can be, with its words."""


def falls_on(lane: str, day: date, calendar: Calendar, holiday: Span | None = None) -> bool:
    """Return whether the lane's club meets on that day.

    On its weekday only: never on a holiday, and a Saturday worked instead is no club's weekday.
    In the term's own holiday only the holiday's clubs meet, from Monday to Friday. Raises
    YearMissing where the year's calendar is not entered.
    """
    off = holiday is not None and holiday[0] <= day <= holiday[1]
    if off or lane == HOLIDAY:
        return off and lane == HOLIDAY and day.weekday() < SATURDAY and calendar.works(day)
    if tuple(DAYS)[day.weekday()] != lane.split("-")[0]:
        return False
    works = calendar.works(day)
    return (not works and day not in calendar.differs) if lane.endswith("-weekend") else works


def days_of(lanes: Iterable[str], span: Span, holiday: Span | None) -> dict[str, list[date]]:
    """Return on which days of a term each lane meets. Raises YearMissing."""
    table, (first, last) = calendar(), span
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {lane: [day for day in days if falls_on(lane, day, table, holiday)] for lane in lanes}
