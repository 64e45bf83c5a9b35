"""From rows to the engine and back: a deadline's term, its changes, and what follows from them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from xueyou.engines.working_days import Calendar, Change, Due, Term, YearMissing, replay
from xueyou.kernel.deadlines.hours import HOUR, moments_of_hours
from xueyou.kernel.deadlines.models import Deadline, DeadlineChange
from xueyou.platform.time import CITY

MORNING = time(8)
"""When a warning is given, on a working day."""


def term_of(deadline: Deadline) -> Term:
    """Return what the deadline promised at its start."""
    return Term(deadline.unit, deadline.amount, deadline.until)


def change_of(row: DeadlineChange) -> Change:
    """Return a stored change as the engine takes it."""
    return Change(row.kind, city_day(row.at), row.amount, row.until)


def due_of(deadline: Deadline, rows: Sequence[DeadlineChange], calendar: Calendar) -> Due:
    """Replay a deadline. Raises YearMissing, ChangeRefused."""
    changes = [change_of(row) for row in rows]
    return replay(city_day(deadline.started_at), term_of(deadline), changes, calendar)


def too_late(last: date) -> datetime:
    """Return the first moment after a last day."""
    return datetime.combine(last + timedelta(days=1), time(0), CITY)


def city_day(moment: datetime) -> date:
    """Return the day of a moment in the city."""
    return moment.astimezone(CITY).date()


def next_fire(deadline: Deadline, last: date, calendar: Calendar) -> datetime | None:
    """Return when somebody must hear next: the first step not fired yet; None after the last.

    Where the table that a warning needs is not entered yet, the warning waits for it; that the
    deadline has passed is told without one.
    """
    moments = step_moments(deadline, last, calendar)
    waiting = [moment for moment in moments[deadline.fired :] if moment is not None]
    return waiting[0] if waiting else None


def step_moments(deadline: Deadline, last: date, calendar: Calendar) -> list[datetime | None]:
    """Return the moment of each warning in its order, and of being overdue as the last one."""
    if deadline.unit == HOUR:
        assert deadline.due_at is not None, "who is told when follows from the end"
        return moments_of_hours(deadline, deadline.due_at)
    moments: list[datetime | None] = []
    for days in deadline.warn_before:
        try:
            morning = calendar.add(last, -days)
        except YearMissing:
            moments.append(None)
        else:
            moments.append(datetime.combine(morning, MORNING, CITY))
    return [*moments, too_late(last)]


def working_days_left(today: date, last: date, calendar: Calendar) -> int | None:
    """Return how many working days lie after today up to the last day; None without a table."""
    try:
        days = (today + timedelta(days=ahead) for ahead in range(1, (last - today).days + 1))
        return sum(calendar.works(day) for day in days)
    except YearMissing:
        return None
