"""Starting, changing and ending deadlines: called by the rooms' verbs, inside their open act.

Each change is a row that can be replayed; the day that follows from all of them is mirrored.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from uuid import UUID

from xueyou.engines.working_days import Calendar, ChangeRefused, Term
from xueyou.kernel.deadlines.calendars import calendar as entered
from xueyou.kernel.deadlines.firing import knows
from xueyou.kernel.deadlines.hours import HOUR, end_of_hours
from xueyou.kernel.deadlines.models import Deadline, DeadlineChange, DeadlineState
from xueyou.kernel.deadlines.refusals import DeadlineRefused
from xueyou.kernel.deadlines.terms import due_of, next_fire, too_late
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.db import lock
from xueyou.platform.time import CITY

OPEN = (DeadlineState.RUNNING, DeadlineState.PAUSED)


def start(
    a: ActInProgress,
    *,
    owner_kind: str,
    owner_uid: UUID,
    name: str,
    org_path: str,
    until: date | None = None,
    amount: int | None = None,
    unit: str = "date",
    calendar: str = "work",
    warn_before: Sequence[int] = (10, 3),
    started_on: date | None = None,
) -> Deadline:
    """Start a deadline of an owner: until a day, or for an amount of a counting unit.

    Units: working_day, day, and hour, where `warn_before` counts hours and not working days.

    After one that is over it opens the next generation. Raises DeadlineRefused where one is open,
    YearMissing where the term runs into a year without a table.
    """
    knows(owner_kind)
    _check_term(unit, amount, until, warn_before)
    same = Deadline.objects.filter(owner_kind=owner_kind, owner_uid=owner_uid, name=name)
    last = same.order_by("-generation").first()
    if last is not None and last.is_open:
        raise DeadlineRefused(f"“{name}”的期限已经在走，没有另起一个。")
    deadline = Deadline(
        owner_kind=owner_kind,
        owner_uid=owner_uid,
        name=name,
        generation=last.generation + 1 if last else 1,
        calendar=calendar,
        unit=unit,
        amount=amount,
        until=until,
        started_at=_moment(started_on, a.business_at),
        warn_before=list(warn_before),
        org_path=org_path,
    )
    _derive(deadline, [])
    deadline.save(force_insert=True)
    return deadline


def pause(a: ActInProgress, deadline: Deadline, *, ground: str) -> None:
    """Stop the clock from today on. Refused once the last day is over."""
    lock(deadline)
    if deadline.due_at is not None and deadline.due_at <= a.business_at:
        raise DeadlineRefused("期限已经过了，不能再暂停。可以写明理由延期，或照实办结。")
    _change(a, deadline, "pause", ground)


def resume(a: ActInProgress, deadline: Deadline, *, ground: str) -> None:
    """Let the clock go on after today."""
    lock(deadline)
    _change(a, deadline, "resume", ground)


def extend(
    a: ActInProgress,
    deadline: Deadline,
    *,
    ground: str,
    amount: int | None = None,
    until: date | None = None,
) -> None:
    """Give more time: an amount for a counted term, a later day for a promised one."""
    lock(deadline)
    if deadline.state == DeadlineState.PAUSED and until is not None:
        raise DeadlineRefused("期限暂停着，没有到期的日子。请先恢复，再改日子。")
    latest = deadline.last_day
    if until is not None and latest is not None and until <= latest:
        raise DeadlineRefused(f"新的日子要晚于现在的{latest:%Y年%-m月%-d日}。期限没有动。")
    _change(a, deadline, "extend", ground, amount, until)


def hand_back(
    a: ActInProgress,
    deadline: Deadline,
    *,
    ground: str,
    amount: int | None = None,
    until: date | None = None,
) -> None:
    """Return the work to be done again: the term begins anew today."""
    lock(deadline)
    _change(a, deadline, "return", ground, amount, until)


def meet(a: ActInProgress, deadline: Deadline, *, on: date | None = None) -> None:
    """Note that it is done, today or on an earlier day: in time, or missed."""
    lock(deadline)
    _refuse_over(deadline)
    deadline.met_at = _moment(on, a.business_at)
    late = deadline.due_at is not None and deadline.met_at >= deadline.due_at
    deadline.state = DeadlineState.MISSED if late else DeadlineState.MET
    deadline.next_fire_at = None
    deadline.save(update_fields=["met_at", "state", "next_fire_at"])


def cancel(a: ActInProgress, deadline: Deadline) -> None:
    """Take the promise back; the act of the room says why."""
    lock(deadline)
    _refuse_over(deadline)
    deadline.state = DeadlineState.CANCELLED
    deadline.next_fire_at = None
    deadline.save(update_fields=["state", "next_fire_at"])


def by_owner(
    owner_kind: str, owner_uids: Iterable[UUID], name: str | None = None
) -> dict[UUID, Deadline]:
    """Return the latest generation of each owner's deadline. One query."""
    rows = Deadline.objects.filter(owner_kind=owner_kind, owner_uid__in=list(owner_uids))
    if name is not None:
        rows = rows.filter(name=name)
    return {row.owner_uid: row for row in rows.order_by("generation", "pk")}


def changes_of(deadline: Deadline) -> list[DeadlineChange]:
    """Return the changes of a deadline in the order in which they were made."""
    return list(DeadlineChange.objects.filter(deadline=deadline).order_by("pk"))


def _check_term(
    unit: str, amount: int | None, until: date | None, warn_before: Sequence[int]
) -> None:
    try:
        Term("day" if unit == HOUR else unit, amount, until)
    except ChangeRefused as refused:
        raise DeadlineRefused(refused.zh) from None
    if list(warn_before) != sorted(set(warn_before), reverse=True) or any(
        days < 1 for days in warn_before
    ):
        raise ValueError("warn_before lists days or hours in falling order")


def _change(
    a: ActInProgress,
    deadline: Deadline,
    kind: str,
    ground: str,
    amount: int | None = None,
    until: date | None = None,
) -> None:
    _refuse_over(deadline)
    ground = " ".join(ground.split())
    if not 0 < len(ground) <= 200:
        raise DeadlineRefused("要写明理由，最多200个字。期限没有动。")
    change = DeadlineChange(
        deadline=deadline,
        kind=kind,
        amount=amount,
        until=until,
        ground=ground,
        at=a.business_at,
        act_uid=a.uid,
    )
    deadline.fired = 0
    _derive(deadline, [*changes_of(deadline), change])
    change.save(force_insert=True)
    deadline.save(update_fields=["due_at", "state", "next_fire_at", "fired"])


def _derive(deadline: Deadline, changes: Sequence[DeadlineChange]) -> None:
    """Set what follows from start and changes: last day, state, whom to tell when."""
    table = entered(deadline.calendar)
    try:
        deadline.due_at = _end(deadline, changes, table)
    except ChangeRefused as refused:
        raise DeadlineRefused(refused.zh) from None
    last = deadline.last_day
    if last is None:
        deadline.state, deadline.next_fire_at = DeadlineState.PAUSED, None
        return
    deadline.state = DeadlineState.RUNNING
    deadline.next_fire_at = next_fire(deadline, last, table)


def _end(deadline: Deadline, changes: Sequence[DeadlineChange], table: Calendar) -> datetime | None:
    """Return the first moment that is too late; None while paused."""
    if deadline.unit == HOUR:
        return end_of_hours(deadline, changes)
    last = due_of(deadline, changes, table).last
    return None if last is None else too_late(last)


def _refuse_over(deadline: Deadline) -> None:
    if not deadline.is_open:
        raise DeadlineRefused("这个期限已经办结或取消，没有再动。")


def _moment(on: date | None, now: datetime) -> datetime:
    """Return the business moment, or the beginning of an earlier day that is named."""
    return now if on is None else datetime.combine(on, time(0), CITY)
