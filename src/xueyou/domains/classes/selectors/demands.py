"""Demands of a division, with their grounds and words, as the school reads them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from xueyou.domains.classes.access import DEMANDS, KEEP_DEMAND, KEEP_DIVISION
from xueyou.domains.classes.grounds import GROUNDS_ZH
from xueyou.domains.classes.models import (
    REASON,
    Demand,
    DemandKind,
    DemandPupil,
    DemandState,
    Division,
)
from xueyou.platform.access.reading import read, target
from xueyou.platform.access.views import computed, view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.crypto import unseal


def _kind(value: str) -> str:
    return DemandKind(value).label


def _state(value: str) -> str:
    return DemandState(value).label


def _ground(value: str) -> str:
    return GROUNDS_ZH.get(value, value)


def _reason(uid: UUID, value: bytes, key_id: str) -> str:
    return unseal(REASON.label, uid, value, key_id)


@view_of(DEMANDS)
class DemandRow:
    """A demand in words; `pk` joins it with whom it takes in."""

    pk: int
    uid: UUID
    kind: str
    kind_zh: str = computed(_kind, "kind")
    ground_zh: str = computed(_ground, "ground")
    class_number: int | None
    reason: str = computed(_reason, "uid", "reason_enc", "enc_key_id")
    state: str
    state_zh: str = computed(_state, "state")
    entered_at: datetime


def demands_of(actor: Actor, division_uid: UUID | str) -> list[tuple[DemandRow, list[str]]]:
    """Return the demands of a division with codes and names of whom they take in. NotFound."""
    division: Division = target(actor, KEEP_DIVISION, division_uid)
    rows = list(read(actor, KEEP_DEMAND, DemandRow).restrict(Q(division=division)).order_by("pk"))
    members: dict[int, list[str]] = {}
    found = DemandPupil.objects.filter(demand__in=Demand.objects.filter(division=division))
    for one in found.select_related("pupil__person").order_by("pupil__code"):
        words = f"{one.pupil.code} {one.pupil.person.name}"
        members.setdefault(one.demand_id, []).append(words)
    return [(row, members.get(row.pk, [])) for row in rows]


def division_of_demand(actor: Actor, uid: UUID | str) -> UUID:
    """Return the division of a demand that the actor keeps. Raises NotFound."""
    found: Demand = target(actor, KEEP_DEMAND, uid)
    return found.division.uid
