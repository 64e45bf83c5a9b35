"""A term as its call's settings say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xueyou.domains.clubs.lanes import HOLIDAY, LANES, Span
from xueyou.kernel.calls.models import Call


@dataclass(frozen=True, slots=True)
class Term:
    """First and last day (both included), stage, billing rule, wishes a lane.

    `holiday`: the days between which clubs of the holiday meet, None where there are none.
    """

    first_day: date
    last_day: date
    stage: str
    billing: str
    wishes: int
    holiday: Span | None = None

    @property
    def span(self) -> Span:
        """First and last day."""
        return self.first_day, self.last_day

    def lane_zh(self, lane: str) -> str:
        """Return a lane in words; that of the holiday with its days."""
        if lane != HOLIDAY or self.holiday is None:
            return LANES.get(lane, lane)
        first, last = self.holiday
        return f"{LANES[lane]}（{first:%-m月%-d日}至{last:%-m月%-d日}）"


def term_of(call: Call) -> Term:
    """Return the term of a clubs call."""
    has = call.settings
    return Term(
        date.fromisoformat(has["first_day"]),
        date.fromisoformat(has["last_day"]),
        has["stage"],
        has["billing"],
        int(has["wishes"]),
        _holiday(has),
    )


def _holiday(has: Mapping[str, str]) -> Span | None:
    """Return the holiday's span, None where it is not said, or not one within the term."""
    first, last = has.get("holiday_first", ""), has.get("holiday_last", "")
    if not (first and last and has["first_day"] <= first <= last <= has["last_day"]):
        return None
    return date.fromisoformat(first), date.fromisoformat(last)
