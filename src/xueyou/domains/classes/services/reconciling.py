"""Holding issued lists against the registry: a child in another class voids the draw, and says so.

Whoever has left the school, or whose request was granted, is in order. Who has a class and never
drew one is told to the bureau.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xueyou.domains.classes import verbs
from xueyou.domains.classes.models import (
    Alarm,
    AlarmKind,
    Division,
    DivisionState,
    GradePupil,
)
from xueyou.domains.classes.parameters import RECONCILED_UNTIL
from xueyou.domains.classes.services.alarms import raise_alarm
from xueyou.domains.classes.services.placing import in_the_grade, open_memberships
from xueyou.domains.classes.services.voiding import void_all, what_falls
from xueyou.kernel.registry.models import Membership
from xueyou.kernel.registry.parameters import parameter
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.time import business_now
from xueyou.rulebook.classes.cells import class_number

VOIDED = "名单公布以后有学生在系统里被换了班，没有批准过的调班，这次抽签作废。"
"""Everybody reads it: it says no number, for one child of a class is soon known."""


@dataclass(frozen=True, slots=True)
class Held:
    """How a list and the registry agree."""

    pupils: int
    moved: tuple[GradePupil, ...]
    unread: tuple[GradePupil, ...]
    """Whose class in the registry is no number: perhaps named otherwise, so nobody is accused."""
    unlisted: tuple[Membership, ...]
    """Rows of the roll that say a class which no lot gave; whose child was not told of before."""
    gone: int


def held_against(division: Division) -> Held:
    """Return what the registry says of who has a class on the list."""
    pupils = list(division.pupils.filter(given__isnull=False).select_related("person"))
    standing = open_memberships(division, pupils)
    moved: list[GradePupil] = []
    unread: list[GradePupil] = []
    gone = 0
    for pupil in pupils:
        row = standing.get(pupil.person_id)
        if row is None or row.grade != division.grade:
            gone += 1
            continue
        found = _number(row.group)
        if found is None:
            unread.append(pupil)
        elif found != pupil.given:
            moved.append(pupil)
    return Held(len(pupils), tuple(moved), tuple(unread), _unlisted(division, pupils), gone)


def _unlisted(division: Division, placed: Sequence[GradePupil]) -> tuple[Membership, ...]:
    """Return who of the grade has a class in the roll and no place by the lot.

    On no row, or on one without a class: late, back again, taken off before the seal. Any name of a
    class counts. Once told of, answered or not, a child is not told of every night again.
    """
    told = Alarm.objects.filter(division=division, kind=AlarmKind.UNLISTED)
    rows = Membership.objects.filter(uid__in=told.values("membership_uid"))
    known = {pupil.person_id for pupil in placed} | set(rows.values_list("person_id", flat=True))
    here = in_the_grade(division).exclude(group="").order_by("person_id")
    return tuple(row for row in here if row.person_id not in known and row.group.strip())


def reconcile(
    division: Division, *, actor: Actor = SYSTEM, at: datetime | None = None
) -> Held | None:
    """Hold one list against the registry; None where it agrees and nothing is to be said."""
    found = held_against(division)
    if not (found.moved or found.unread or found.unlisted):
        return None
    with act(actor, verbs.RECONCILED.name, at=at) as a:
        lots, draws = what_falls(division)
        a.lock(division, *lots, *draws)
        if division.state != DivisionState.ISSUED:
            a.about("division", division.uid, org_path=division.school.path)
            return None
        found = held_against(division)
        for pupil in found.unread:
            raise_alarm(a, division, AlarmKind.UNKNOWN_CLASS, pupils=1, pupil=pupil)
        for pupil in found.moved:
            raise_alarm(a, division, AlarmKind.MOVED, pupils=1, pupil=pupil)
        for row in found.unlisted:
            raise_alarm(a, division, AlarmKind.UNLISTED, pupils=1, membership_uid=row.uid)
        # Only a child who drew a class and sits in another voids the lot. One who never drew takes
        # nothing from the others' lot; else any transfer written with a class would undo a grade.
        if found.moved:
            void_all(a, division, lots, draws, VOIDED)
        a.about("division", division.uid, org_path=division.school.path)
        a.data = {
            "pupils": found.pupils,
            "moved": len(found.moved),
            "unlisted": len(found.unlisted),
            "gone": found.gone,
        }
    return found


def reconcile_all() -> int:
    """Hold every issued list against the registry until the day that is set; return how many."""
    now = business_now()
    issued = Division.objects.filter(state=DivisionState.ISSUED).select_related("school")
    held = [one for one in issued.order_by("pk") if now.date() <= held_until(one)]
    for division in held:
        reconcile(division)
    return len(held)


def held_until(division: Division) -> date:
    """Return the last day on which a list is held against the registry."""
    on = business_now().date()
    month, day = parameter(RECONCILED_UNTIL, division.school, on).value
    return date(division.year, month, day)


def _number(group: str) -> int | None:
    try:
        return class_number(group)
    except ValueError:
        return None
