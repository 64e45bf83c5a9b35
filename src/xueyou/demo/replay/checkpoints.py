"""Weeks, months and quarters of the year, each frozen when it was over; lights in between."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from xueyou.demo.replay.stage import Event, Steered, moment, person
from xueyou.domains.plans.services.freeze_checkpoint import freeze_checkpoint
from xueyou.domains.plans.services.judge_daily import judge_daily

FIRST_SUNDAY = date(2026, 9, 6)
WEEKS = 11
THIS_WEEK = date(2026, 11, 20)
"""A Friday: the week is frozen before it is over, for the meeting that morning."""
MONTHS = tuple(date(2026, month, 28) for month in range(3, 11))
QUARTERS = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30))
JUDGED = (date(2026, 3, 31), *(date(2026, 11, day) for day in (17, 18, 19, 20)))


def checkpoints(steered: Steered) -> Iterator[Event]:
    """Yield the weekly, monthly and quarterly packets, and the days on which lights turned."""
    sundays = [FIRST_SUNDAY + timedelta(days=7 * week) for week in range(WEEKS)]
    mondays = [day + timedelta(days=1) for day in sundays]
    for day, after in zip(sundays, mondays, strict=True):
        yield _freeze(steered, "week", day, moment(after, 8, 30))
    yield _freeze(steered, "week", THIS_WEEK, moment(THIS_WEEK, 7, 30))
    for day in MONTHS:
        yield _freeze(steered, "month", day, _after(day))
    for day in QUARTERS:
        yield _freeze(steered, "quarter", day, _after(day) + timedelta(hours=1))
    for day in sorted({*mondays, *(_after(month).date() for month in MONTHS), *JUDGED}):
        yield _judged(steered, day)


def _judged(steered: Steered, day: date) -> Event:
    """Return the look that the platform takes at every light in the morning."""
    judge = partial(_judge, steered)
    return Event(moment(day, 7), f"demo-judged-{day}", "看一遍灯", judge, routine=True)


def _after(day: date) -> datetime:
    """Return the fourth of the month after, when the figures of the month are in; 9 October."""
    month = day.month % 12 + 1
    return moment(date(2026, month, {5: 6, 10: 9}.get(month, 4)), 14)


def _freeze(steered: Steered, kind: str, day: date, at: datetime) -> Event:
    do = partial(_freeze_now, steered, kind, day)
    return Event(at, f"demo-{kind}-{day}", "封存数据", do, routine=True)


def _freeze_now(steered: Steered, kind: str, day: date, *, key: str, at: datetime) -> None:
    freeze_checkpoint(
        actor=person("hanwei"), plan_uid=steered.plan.uid, kind=kind, on=day, key=key, at=at
    )


def _judge(steered: Steered, *, key: str, at: datetime) -> None:
    judge_daily(steered.plan.uid, at=at)
