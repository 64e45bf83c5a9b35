"""The periods of checkpoints: a week from Monday, a month, a quarter, a year."""

from dataclasses import dataclass
from datetime import date, timedelta

KINDS = {"week": "周盘点", "month": "月调度", "quarter": "季推进", "year": "年总结"}
"""Kind → what the bureau calls it, from the shortest."""
_QUARTERS = ("一", "二", "三", "四")


@dataclass(frozen=True, slots=True)
class CheckpointPeriod:
    """A period by its code (2026-W47, 2026-10, 2026Q3, 2026); `first` and `last` belong to it."""

    kind: str
    code: str
    first: date
    last: date
    zh: str

    @property
    def before(self) -> "CheckpointPeriod":
        """The period before this one."""
        return period_of(self.kind, self.first - timedelta(days=1))


def period_of(kind: str, day: date) -> CheckpointPeriod:
    """Return the period of a kind that holds a day. Raises KeyError for an unknown kind.

    A week belongs to the year of its Thursday (ISO 8601): 1 January 2027 lies in 2026-W53.
    """
    return _MAKERS[kind](day)


def last_ended(kind: str, today: date) -> CheckpointPeriod:
    """Return the latest period of a kind that has ended before a day."""
    return period_of(kind, today).before


def _week(day: date) -> CheckpointPeriod:
    year, week, weekday = day.isocalendar()
    first = day - timedelta(days=weekday - 1)
    last = first + timedelta(days=6)
    zh = f"{year}年第{week}周（{first.month}月{first.day}日至{last.month}月{last.day}日）"
    return CheckpointPeriod("week", f"{year}-W{week:02d}", first, last, zh)


def _month(day: date) -> CheckpointPeriod:
    first = day.replace(day=1)
    last = _month_end(first)
    code = f"{day.year}-{day.month:02d}"
    return CheckpointPeriod("month", code, first, last, f"{day.year}年{day.month}月")


def _quarter(day: date) -> CheckpointPeriod:
    number = (day.month - 1) // 3
    first = date(day.year, 3 * number + 1, 1)
    last = _month_end(date(day.year, 3 * number + 3, 1))
    zh = f"{day.year}年第{_QUARTERS[number]}季度"
    return CheckpointPeriod("quarter", f"{day.year}Q{number + 1}", first, last, zh)


def _year(day: date) -> CheckpointPeriod:
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return CheckpointPeriod("year", f"{day.year}", first, last, f"{day.year}年")


def _month_end(first: date) -> date:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return following - timedelta(days=1)


_MAKERS = {"week": _week, "month": _month, "quarter": _quarter, "year": _year}
