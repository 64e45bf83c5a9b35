"""Holding issued lists against the registry: a child in another class voids the draw, and says so.

Whoever has left the school, or whose request was granted, is in order.
"""

from dataclasses import dataclass
from datetime import date, datetime

from xueyou.domains.classes import verbs
from xueyou.domains.classes.models import (
    AlarmKind,
    Division,
    DivisionState,
    GradePupil,
)
from xueyou.domains.classes.parameters import RECONCILED_UNTIL
from xueyou.domains.classes.services.alarms import raise_alarm
from xueyou.domains.classes.services.placing import open_memberships
from xueyou.domains.classes.services.voiding import void_all, what_falls
from xueyou.kernel.registry.parameters import parameter
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.time import business_now
from xueyou.rulebook.classes.cells import class_number


@dataclass(frozen=True, slots=True)
class Held:
    """How a list and the registry agree."""

    pupils: int
    moved: tuple[GradePupil, ...]
    unread: tuple[GradePupil, ...]
    """Whose class in the registry is no number: perhaps named otherwise, so nobody is accused."""
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
    return Held(len(pupils), tuple(moved), tuple(unread), gone)


def reconcile(
    division: Division, *, actor: Actor = SYSTEM, at: datetime | None = None
) -> Held | None:
    """Hold one list against the registry; None where it agrees and nothing is to be said."""
    found = held_against(division)
    if not found.moved and not found.unread:
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
        if found.moved:
            void_all(a, division, lots, draws, _why(len(found.moved)))
        a.about("division", division.uid, org_path=division.school.path)
        a.data = {"pupils": found.pupils, "moved": len(found.moved), "gone": found.gone}
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


def _why(moved: int) -> str:
    return f"名单公布以后有{moved}名学生在系统里被换了班，没有批准过的调班，这次抽签作废。"


def _number(group: str) -> int | None:
    try:
        return class_number(group)
    except ValueError:
        return None
