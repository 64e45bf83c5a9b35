"""What is asked of a list, with its ground. A ground outside the whitelist binds nothing: it is
kept, and county and bureau hear of it at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xueyou.domains.classes import verbs
from xueyou.domains.classes.access import KEEP_DEMAND, KEEP_DIVISION
from xueyou.domains.classes.grounds import GROUNDS_ZH, allowed_grounds
from xueyou.domains.classes.models import (
    REASON,
    AlarmKind,
    Demand,
    DemandKind,
    DemandPupil,
    DemandState,
    Division,
    DivisionState,
    GradePupil,
)
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.alarms import raise_alarm
from xueyou.domains.classes.services.lots import late_lot_open
from xueyou.domains.classes.services.opening import require_draft
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7

LONGEST_REASON = 200
_LEAST = {DemandKind.TOGETHER: 2, DemandKind.APART: 2, DemandKind.SPREAD: 2, DemandKind.FIXED: 1}


def enter_demand(
    *,
    actor: Actor,
    division_uid: UUID | str,
    kind: str,
    ground: str,
    reason: str,
    pupils: Sequence[UUID | str],
    class_number: int | None = None,
    key: str,
    at: datetime | None = None,
) -> bool:
    """Enter a demand; return whether it counts. One that does not raises an alarm at the bureau.

    Raises NotFound, ClassesNotDone.
    """
    request = {
        "division": str(division_uid),
        "kind": kind,
        "ground": ground,
        "reason": reason,
        "pupils": sorted(map(str, pupils)),
        "class": class_number,
    }
    with act(actor, verbs.DEMAND.name, at=at, key=key, request=request) as a:
        division: Division = target(actor, KEEP_DIVISION, division_uid)
        if a.repeated:
            return bool(a.outcome["counts"])
        a.lock(division)
        members = _members(division, pupils)
        _require_open(division, members)
        wanted = _checked(division, kind, ground, reason, members, class_number)
        allowed, _ = allowed_grounds(division.school)
        counts = ground in allowed[wanted.value]
        if counts:
            _refuse_second(wanted, members)
        assert isinstance(actor.user, User)
        uid = uuid7()
        demand = Demand.objects.create(
            uid=uid,
            division=division,
            kind=wanted.value,
            ground=ground,
            class_number=class_number,
            state=DemandState.STANDING if counts else DemandState.REFUSED,
            entered_by=actor.user,
            entered_at=a.business_at,
            **REASON.columns(uid, reason.strip()),
        )
        DemandPupil.objects.bulk_create(
            DemandPupil(demand=demand, pupil=pupil) for pupil in members
        )
        if not counts:
            raise_alarm(a, division, AlarmKind.PRESET, pupils=len(members), demand=demand)
        a.about("division", division.uid, org_path=division.school.path)
        a.data = {
            "kind": wanted.value,
            "ground": ground,
            "pupils": len(members),
            "counts": counts,
        }
        a.outcome = {"counts": counts}
        return counts


def withdraw_demand(
    *, actor: Actor, demand_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Withdraw a demand. Its alarm, where it raised one, stays. Raises NotFound, ClassesNotDone."""
    request = {"demand": str(demand_uid)}
    with act(actor, verbs.WITHDRAW_DEMAND.name, at=at, key=key, request=request) as a:
        demand: Demand = target(actor, KEEP_DEMAND, demand_uid)
        if a.repeated:
            return
        a.lock(demand.division, demand)
        _require_open(demand.division, [one.pupil for one in demand.members.all()])
        if demand.state == DemandState.WITHDRAWN:
            raise ClassesNotDone("这一项已经撤回了，不用再办。")
        demand.state, demand.withdrawn_at = DemandState.WITHDRAWN, a.business_at
        demand.save(update_fields=["state", "withdrawn_at"])
        a.about("division", demand.division.uid, org_path=demand.division.school.path)


def _require_open(division: Division, members: Sequence[GradePupil]) -> None:
    """Raise ClassesNotDone unless the roster is open, or one of them is late, without a class."""
    if division.state == DivisionState.ISSUED and any(
        pupil.late and pupil.given is None for pupil in members
    ):
        if late_lot_open(division):
            raise ClassesNotDone("后来的学生已经封存，等着抽签，要求不能再改，也没有改。")
        return
    require_draft(division)


def _members(division: Division, uids: Sequence[UUID | str]) -> list[GradePupil]:
    wanted = {str(uid) for uid in uids}
    found = list(division.pupils.filter(uid__in=wanted, left_at=None).order_by("pk"))
    if len(found) != len(wanted):
        raise NotFound
    return found


def _checked(
    division: Division,
    kind: str,
    ground: str,
    reason: str,
    members: Sequence[GradePupil],
    class_number: int | None,
) -> DemandKind:
    if kind not in DemandKind.values or ground not in GROUNDS_ZH:
        raise ClassesNotDone("请选一种要求和一个理由。没有登记。")
    wanted = DemandKind(kind)
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise ClassesNotDone(f"请写明原因，最多{LONGEST_REASON}个字。没有登记。")
    if len(members) < _LEAST[wanted]:
        raise ClassesNotDone(f"“{wanted.label}”至少要选{_LEAST[wanted]}名学生。没有登记。")
    if (class_number is None) != (wanted != DemandKind.FIXED):
        raise ClassesNotDone("只有“固定在某个班”要写哪个班，也必须写。没有登记。")
    if class_number is not None and not 1 <= class_number <= division.classes:
        raise ClassesNotDone(f"一共分{division.classes}个班，没有{class_number}班。没有登记。")
    return wanted


def _refuse_second(kind: DemandKind, members: Sequence[GradePupil]) -> None:
    """Together and fixed hold once a pupil: whoever belongs to two groups is one group."""
    if kind not in (DemandKind.TOGETHER, DemandKind.FIXED):
        return
    met = DemandPupil.objects.filter(
        pupil__in=members, demand__kind=kind, demand__state=DemandState.STANDING
    )
    if met.exists():
        raise ClassesNotDone(
            f"里面有学生已经在另一项“{kind.label}”里。没有登记；请先撤回那一项，再合在一起填。"
        )
