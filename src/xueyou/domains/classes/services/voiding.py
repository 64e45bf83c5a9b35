"""Voiding a division: by the office above, for a reason; or by its own rule, for a moved child."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from xueyou.domains.classes import verbs
from xueyou.domains.classes.access import VOID_DIVISION
from xueyou.domains.classes.draw_purposes import PURPOSES, subject_of
from xueyou.domains.classes.models import Division, DivisionState, Lot, LotState
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.rehearsing import forget_lists
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.services.revealing import void_within
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act

LONGEST_REASON = 200


def void_division(
    *, actor: Actor, division_uid: UUID | str, why: str, key: str, at: datetime | None = None
) -> None:
    """Void a division for a reason that stands in the register of draws. NotFound, ClassesNotDone.

    Classes that memberships carry stay until another list is put up: children are not sent home.
    """
    request = {"division": str(division_uid), "why": why}
    with act(actor, verbs.VOID.name, at=at, key=key, request=request) as a:
        division: Division = target(actor, VOID_DIVISION, division_uid)
        if a.repeated:
            return
        if not 0 < len(why.strip()) <= LONGEST_REASON:
            raise ClassesNotDone(f"请写明为什么作废，最多{LONGEST_REASON}个字。没有作废。")
        lots, draws = what_falls(division)
        a.lock(division, *lots, *draws)
        if division.state == DivisionState.VOID:
            raise ClassesNotDone("这次分班已经作废了，不用再办。")
        void_all(a, division, lots, draws, why.strip())
        a.about("division", division.uid, org_path=division.school.path)
        a.data = {"because": "decided", "pupils": 0}


def what_falls(division: Division) -> tuple[list[Lot], list[Draw]]:
    """Return the lots of a division that are not void yet, and their draws: to be locked.

    A draw that a crash kept from its lot is one of them: it would stand in the way of the next.
    """
    lots = list(division.lots.exclude(state=LotState.VOID).order_by("pk"))
    theirs = Q(uid__in=[lot.draw_uid for lot in lots if lot.draw_uid is not None])
    for lot in lots:
        subject = subject_of(division, lot.purpose, lot.uid)
        theirs |= Q(purpose=PURPOSES[lot.purpose].code, subject_uid=subject, void_reason="")
    return lots, list(Draw.objects.filter(theirs).order_by("pk"))


def void_all(
    a: ActInProgress, division: Division, lots: list[Lot], draws: list[Draw], why: str
) -> None:
    """Void a locked division with its locked lots and draws."""
    for draw in draws:
        void_within(draw, why)
    for lot in lots:
        lot.state = LotState.VOID
        lot.save(update_fields=["state"])
    forget_lists(division)
    division.state, division.void_reason = DivisionState.VOID, why
    division.voided_at = a.business_at
    division.save(update_fields=["state", "void_reason", "voided_at"])
