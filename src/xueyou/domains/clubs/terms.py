"""A term as its call's settings say it."""

from dataclasses import dataclass
from datetime import date

from xueyou.kernel.calls.models import Call


@dataclass(frozen=True, slots=True)
class Term:
    """First and last day (both included), stage, billing rule, wishes a lane."""

    first_day: date
    last_day: date
    stage: str
    billing: str
    wishes: int


def term_of(call: Call) -> Term:
    """Return the term of a clubs call."""
    has = call.settings
    return Term(
        date.fromisoformat(has["first_day"]),
        date.fromisoformat(has["last_day"]),
        has["stage"],
        has["billing"],
        int(has["wishes"]),
    )
