"""Lights that turn: the owner's at once, the wall's after three working days when it is worse.

A row is written when a light turns; while it stays the same its sentence is refreshed in place,
so a plan's history holds its turns and not its days.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from xueyou.domains.plans.models import Light, Plan
from xueyou.engines.pace import Judged, reach_wall
from xueyou.engines.working_days import Calendar, YearMissing
from xueyou.kernel.deadlines.calendars import calendar
from xueyou.platform.acts.writing import ActInProgress

Key = tuple[str, UUID, int]
"""About which kind, which uid, for which organisation (by key)."""

PLAIN_WEEK = "plain_week"
_SATURDAY = 5
_AT_ONCE = 1_000
"""Lights written in one statement."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A light just judged, and what it is about."""

    key: Key
    judged: Judged


@dataclass(slots=True)
class _Rows:
    """The rows in force of one thing: its owner's light and the wall's, often the same row."""

    current: Light | None = None
    wall: Light | None = None


@dataclass(slots=True)
class _Changes:
    """What is to be written, gathered so that each kind of write is one statement."""

    made: list[Light] = field(default_factory=list)
    refreshed: list[Light] = field(default_factory=list)
    off_current: set[int] = field(default_factory=set)
    off_wall: set[int] = field(default_factory=set)
    onto_wall: set[int] = field(default_factory=set)


def turn_lights(
    a: ActInProgress,
    plan: Plan,
    found: Sequence[Finding],
    on: date,
    *,
    others_go_out: bool = True,
) -> None:
    """Write the lights of a plan as they were judged on a day.

    Its other lights go out, unless told that only a part of it was judged.
    """
    in_force = _in_force(plan, None if others_go_out else {each.key[1] for each in found})
    changes = _Changes()
    days = _WorkingDays()
    for finding in found:
        rows = in_force.pop(finding.key, _Rows())
        _turn(a, plan, rows, finding, on, days, changes)
    for gone in in_force.values() if others_go_out else ():
        changes.off_current |= _ids(gone.current)
        changes.off_wall |= _ids(gone.wall)
    _write(changes)


def _in_force(plan: Plan, about: Collection[UUID] | None) -> dict[Key, _Rows]:
    """Return the rows in force of a plan, or of these things of it."""
    found: dict[Key, _Rows] = {}
    lights = Light.objects.filter(plan=plan)
    if about is not None:
        lights = lights.filter(about_uid__in=about)
    for light in lights.filter(current=True) | lights.filter(on_wall=True):
        rows = found.setdefault((light.about_kind, light.about_uid, light.organisation_id), _Rows())
        if light.current:
            rows.current = light
        if light.on_wall:
            rows.wall = light
    return found


def _turn(
    a: ActInProgress,
    plan: Plan,
    rows: _Rows,
    finding: Finding,
    on: date,
    days: "_WorkingDays",
    changes: _Changes,
) -> None:
    current, judged = rows.current, finding.judged
    same = current is not None and current.light == judged.light
    if current is not None and not current.on_wall and _has_waited(current, on, same=same):
        changes.off_wall |= _ids(rows.wall)
        changes.onto_wall |= _ids(current)
        rows.wall = current
    if current is not None and same:
        _refresh(current, judged, changes)
        return
    days.guessed = False
    shown = rows.wall.light if rows.wall is not None else None
    waiting = current.wall_from if current is not None and current is not rows.wall else None
    wall_from = reach_wall(shown, waiting, judged.light, on, days)
    at_once = wall_from <= on
    changes.off_current |= _ids(current)
    if at_once:
        changes.off_wall |= _ids(rows.wall)
        changes.onto_wall -= _ids(rows.wall)
    kind, uid, organisation = finding.key
    arithmetic = dict(judged.arithmetic)
    if not at_once and days.guessed:
        arithmetic["calendar"] = PLAIN_WEEK
    changes.made.append(
        Light(
            plan=plan,
            about_kind=kind,
            about_uid=uid,
            organisation_id=organisation,
            light=judged.light,
            sentence=judged.sentence,
            arithmetic=arithmetic,
            judged_on=on,
            wall_from=wall_from,
            current=True,
            on_wall=at_once,
            recorded_at=a.at,
        )
    )


def _has_waited(light: Light, on: date, *, same: bool) -> bool:
    """Say whether a waiting light reached the wall; on its very day only where it still is so."""
    return light.wall_from < on or (same and light.wall_from == on)


def _refresh(light: Light, judged: Judged, changes: _Changes) -> None:
    arithmetic = dict(judged.arithmetic)
    if "calendar" in light.arithmetic:
        arithmetic["calendar"] = light.arithmetic["calendar"]
    if (light.sentence, light.arithmetic) != (judged.sentence, arithmetic):
        light.sentence, light.arithmetic = judged.sentence, arithmetic
        changes.refreshed.append(light)


def _write(changes: _Changes) -> None:
    """Write in this order: the database allows one light in force at a time, of each sort."""
    _update(changes.off_wall, on_wall=False)
    _update(changes.off_current, current=False)
    _update(changes.onto_wall, on_wall=True)
    if changes.refreshed:
        # By conflict on the key: bulk_update's cases cost the database far more.
        Light.objects.bulk_create(
            changes.refreshed,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["sentence", "arithmetic"],
            batch_size=_AT_ONCE,
        )
    Light.objects.bulk_create(changes.made, batch_size=_AT_ONCE)


def _update(ids: Iterable[int], **values: bool) -> None:
    keys = list(ids)
    if keys:
        Light.objects.filter(pk__in=keys).update(**values)


def _ids(light: Light | None) -> set[int]:
    return set() if light is None else {light.pk}


class _WorkingDays:
    """The calendar of working days, read when first asked for.

    A wall cannot refuse to show anything because next year's holidays are not entered yet: then
    plain weeks count, and the light's arithmetic says so (`guessed`).
    """

    def __init__(self) -> None:
        self.guessed = False
        self._calendar: Calendar | None = None

    def add(self, day: date, n: int) -> date:
        """Return the n-th working day after `day`."""
        if self._calendar is None:
            self._calendar = calendar()
        try:
            return self._calendar.add(day, n)
        except YearMissing:
            self.guessed = True
            return _plain_week(day, n)


def _plain_week(day: date, n: int) -> date:
    while n:
        day += timedelta(days=1)
        n -= day.weekday() < _SATURDAY
    return day
