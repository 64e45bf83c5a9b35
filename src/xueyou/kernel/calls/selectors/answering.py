"""By when a family that asked in a rolling round has its answer, as its own clock says it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from xueyou.engines.working_days import Calendar
from xueyou.kernel.calls.clocks import clock_of
from xueyou.kernel.calls.contacts import contact_of
from xueyou.kernel.calls.kinds import Term
from xueyou.kernel.calls.models import Application
from xueyou.kernel.deadlines.calendars import calendar
from xueyou.kernel.deadlines.models import Deadline, DeadlineState
from xueyou.kernel.deadlines.terms import city_day, working_days_left

WORKING_DAY = "working_day"


@dataclass(frozen=True, slots=True)
class Promise:
    """What the desk owes: an answer within a term.

    `by` is the first moment that is too late, `last_day` the last one in time; both None while it
    stands still (`paused`: the family completes something). `days_left`: working days after today
    up to the last one; None of other units, when over, and where a year's table is not entered.
    `contact`: where to ask, looked up only once it is overdue.
    """

    term: Term
    by: datetime | None
    last_day: date | None
    days_left: int | None
    paused: bool
    overdue: bool
    contact: str


def promise_of(application: Application, at: datetime) -> Promise | None:
    """Return the promise whose clock is open; None where none was made, or it was answered."""
    clock = clock_of(application)
    if clock is None or clock.amount is None:
        return None
    found = promised(clock, at, {})
    if not found.overdue:
        return found
    return replace(found, contact=contact_of(application.call, city_day(at)))


def promised(clock: Deadline, at: datetime, tables: dict[str, Calendar]) -> Promise:
    """Return what an open clock promises, for the family and for its desk alike.

    `tables` keeps the calendars that were read, for the next clock of a list.
    """
    assert clock.amount is not None, "asked only of clocks that run"
    overdue = clock.due_at is not None and clock.due_at <= at
    return Promise(
        term=Term(clock.amount, clock.unit),
        by=clock.due_at,
        last_day=clock.last_day,
        days_left=None if overdue else _days_left(clock, at, tables),
        paused=clock.state == DeadlineState.PAUSED,
        overdue=overdue,
        contact="",
    )


def _days_left(clock: Deadline, at: datetime, tables: dict[str, Calendar]) -> int | None:
    if clock.unit != WORKING_DAY or clock.last_day is None:
        return None
    if clock.calendar not in tables:
        tables[clock.calendar] = calendar(clock.calendar)
    return working_days_left(city_day(at), clock.last_day, tables[clock.calendar])
