"""Calendars: entering a year's table, reading it as the engine's calendar, moving what it moves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from xueyou.engines.working_days import Calendar
from xueyou.kernel.deadlines import verbs
from xueyou.kernel.deadlines.access import KEEP_CALENDAR
from xueyou.kernel.deadlines.hours import HOUR
from xueyou.kernel.deadlines.models import (
    CalendarDay,
    CalendarYear,
    Deadline,
    DeadlineChange,
    DeadlineState,
)
from xueyou.kernel.deadlines.refusals import DeadlineRefused
from xueyou.kernel.deadlines.terms import due_of, next_fire, step_moments, too_late
from xueyou.platform.access.reading import require
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A day that differs from the plain week."""

    day: date
    works: bool
    name: str = ""


def calendar(name: str = "work") -> Calendar:
    """Return the calendar as it is entered now. Two queries: call once and pass it on."""
    years = CalendarYear.objects.filter(calendar=name).values_list("year", flat=True)
    days = CalendarDay.objects.filter(calendar=name).values_list("day", "works")
    return Calendar(frozenset(years), dict(days))


def import_calendar(
    *,
    actor: Actor,
    name: str = "work",
    year: int,
    rows: Sequence[HolidayRow],
    source: str,
    verified: bool = False,
    key: str,
    at: datetime | None = None,
) -> int:
    """Enter the table of one year, or replace it; return how many open deadlines it moved.

    Days of other years in `rows` are refused: a notice that also names the last day of the year
    before is cut by who enters it. Raises DeadlineRefused, NotAllowed.
    """
    if actor.kind != "system":
        require(actor, KEEP_CALENDAR)
    _check(year, rows, source)
    request = {
        "calendar": name,
        "year": year,
        "source": source,
        "verified": verified,
        "rows": [[row.day.isoformat(), row.works, row.name] for row in rows],
    }
    with act(actor, verbs.IMPORT_CALENDAR.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return int(a.outcome["moved"])
        CalendarYear.objects.update_or_create(
            calendar=name, year=year, defaults={"source": source, "verified": verified}
        )
        CalendarDay.objects.filter(calendar=name, day__year=year).delete()
        CalendarDay.objects.bulk_create(
            CalendarDay(calendar=name, day=row.day, works=row.works, name=row.name) for row in rows
        )
        moved = _recalendar(a, name, source)
        a.about("calendar", calendar_uid(name, year))
        a.data = {"calendar": name, "year": year, "days": len(rows), "moved": moved}
        a.outcome = {"moved": moved}
        return moved


def calendar_uid(name: str, year: int) -> UUID:
    """Return the identity of a year's table in the act log."""
    return uuid5(NAMESPACE_URL, f"xueyou:calendar:{name}:{year}")


def _check(year: int, rows: Sequence[HolidayRow], source: str) -> None:
    if not source.strip():
        raise DeadlineRefused("要写明依据（通知的名称和文号；没有核对过的写“待核”）。没有录入。")
    if not rows:
        raise DeadlineRefused("这张表一天都没有写，没有录入。请核对文件。")
    if any(row.day.year != year for row in rows):
        raise DeadlineRefused(f"表里有不是{year}年的日子，没有录入。请一年一张表。")
    if len({row.day for row in rows}) != len(rows):
        raise DeadlineRefused("表里有的日子写了两次，没有录入。请核对文件。")


def _recalendar(a: ActInProgress, name: str, source: str) -> int:
    """Derive every running deadline of the calendar anew; record those that moved."""
    table = calendar(name)
    rows = Deadline.objects.select_for_update(no_key=True, of=("self",)).exclude(unit=HOUR)
    running = rows.filter(calendar=name, state=DeadlineState.RUNNING)
    moved = 0
    for deadline in running.order_by("pk").prefetch_related("changes").iterator(chunk_size=500):
        moved += _derive_anew(a, deadline, _in_order(deadline.changes.all()), table, source)
    return moved


def _in_order(rows: Iterable[DeadlineChange]) -> list[DeadlineChange]:
    return sorted(rows, key=lambda row: row.pk)


def _derive_anew(
    a: ActInProgress,
    deadline: Deadline,
    changes: Sequence[DeadlineChange],
    table: Calendar,
    source: str,
) -> bool:
    due = due_of(deadline, changes, table)
    assert due.last is not None, "a running deadline has a last day"
    before, deadline.due_at = deadline.due_at, too_late(due.last)
    fires = deadline.next_fire_at
    if deadline.due_at != before:
        moments = step_moments(deadline, due.last, table)
        past = [n for n, moment in enumerate(moments) if moment and moment <= a.business_at]
        deadline.fired = min(deadline.fired, past[-1] + 1 if past else 0)
        DeadlineChange.objects.create(
            deadline=deadline,
            kind="recalendar",
            ground=source[:200],
            at=a.business_at,
            act_uid=a.uid,
        )
    deadline.next_fire_at = next_fire(deadline, due.last, table)
    if (deadline.due_at, deadline.next_fire_at) != (before, fires):
        deadline.save(update_fields=["due_at", "next_fire_at", "fired"])
    return deadline.due_at != before
