"""Somebody hears before a deadline breaks, and again when it has: rooms register who."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from xueyou.kernel.deadlines import verbs
from xueyou.kernel.deadlines.calendars import calendar
from xueyou.kernel.deadlines.models import Deadline, DeadlineState
from xueyou.kernel.deadlines.terms import city_day, next_fire, step_moments, working_days_left
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.time import business_now

MOST_AT_ONCE = 500
"""Deadlines that one firing tells of; the next firing goes on."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Firing:
    """What is to be told. `days`: working days left after today; 0 once overdue."""

    deadline_uid: UUID
    owner_kind: str
    owner_uid: UUID
    name: str
    kind: Literal["warning", "overdue"]
    days: int
    last_day: date


Handler = Callable[[ActInProgress, Firing], None]
_handlers: dict[str, Handler] = {}


def on_fire(owner_kind: str) -> Callable[[Handler], Handler]:
    """Register the room's handler of one kind of owner; it tells people inside the given act."""

    def register(handler: Handler) -> Handler:
        if _handlers.setdefault(owner_kind, handler) is not handler:
            raise ValueError(f"two rooms tell of deadlines of {owner_kind}")
        return handler

    return register


def knows(owner_kind: str) -> None:
    """Raise LookupError for a kind of owner whose deadlines nobody would hear of."""
    if owner_kind not in _handlers:
        raise LookupError(f"no room registered on_fire({owner_kind!r})")


class Fired(NamedTuple):
    """How many deadlines were told of, and how many could not be."""

    told: int
    failed: int


def fire_due(at: datetime | None = None) -> Fired:
    """Tell of every deadline whose moment has come, the oldest first.

    `at` is the business moment (default now). One that fails is logged and tried again next time;
    the others are told all the same, however many fail before them.
    """
    now = at or business_now()
    due = Deadline.objects.filter(state=DeadlineState.RUNNING, next_fire_at__lte=now)
    told = failed = 0
    for pk in list(due.order_by("next_fire_at", "pk").values_list("pk", flat=True)):
        if told == MOST_AT_ONCE:
            break
        try:
            told += _fire(Deadline.objects.get(pk=pk), now)
        except Exception:
            _log.exception("deadline %s could not be told of", pk)
            failed += 1
    return Fired(told, failed)


class _NothingDue(Exception):
    """Somebody else was faster."""


def _fire(deadline: Deadline, now: datetime) -> bool:
    try:
        with act(SYSTEM, verbs.FIRE.name, at=now) as a:
            a.lock(deadline)
            firing = _step(deadline, now)
            a.about(deadline.owner_kind, deadline.owner_uid, org_path=deadline.org_path)
            a.data = {
                "kind": firing.kind,
                "days": firing.days,
                "last_day": firing.last_day.isoformat(),
            }
            _handlers[deadline.owner_kind](a, firing)
    except _NothingDue:
        return False
    return True


def _step(deadline: Deadline, now: datetime) -> Firing:
    """Move the deadline past every step whose moment has come; return the latest of them.

    Whoever starts a deadline three days before its end is told once, not of ten days and of three.
    """
    last = deadline.last_day
    if deadline.state != DeadlineState.RUNNING or last is None:
        raise _NothingDue
    table = calendar(deadline.calendar)
    moments = step_moments(deadline, last, table)
    come = [n for n, moment in enumerate(moments) if moment is not None and moment <= now]
    if not come or come[-1] < deadline.fired:
        raise _NothingDue
    deadline.fired = come[-1] + 1
    deadline.next_fire_at = next_fire(deadline, last, table)
    deadline.save(update_fields=["fired", "next_fire_at"])
    overdue = come[-1] == len(moments) - 1
    left = working_days_left(city_day(now), last, table)
    return Firing(
        deadline_uid=deadline.uid,
        owner_kind=deadline.owner_kind,
        owner_uid=deadline.owner_uid,
        name=deadline.name,
        kind="overdue" if overdue else "warning",
        days=0 if overdue or left is None else left,
        last_day=last,
    )
