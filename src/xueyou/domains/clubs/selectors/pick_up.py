"""Who may collect a child after a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from xueyou.domains.clubs.access import CALL_ROLL
from xueyou.domains.clubs.models import NAME, Collector, HandOver, Place, Relation, Session
from xueyou.kernel.registry.models import PersonBond, PersonBondKind
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor

GUARDIAN = "监护人"


@dataclass(frozen=True, slots=True)
class MayCollect:
    """Somebody who may collect a child: a guardian's bond, or a collector."""

    uid: UUID
    guardian: bool
    name: str
    relation: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """A child of a session, who may collect it, and whether it was handed over."""

    place_uid: UUID
    name: str
    may: tuple[MayCollect, ...]
    handed_over: bool


def leaving(actor: Actor, session_uid: UUID | str) -> list[Leaving]:
    """Return the children of a session by name, as authorised on its day. NotFound. Flat."""
    session: Session = target(actor, CALL_ROLL, session_uid)
    places = list(
        Place.objects.filter(
            Q(until=None) | Q(until__gt=session.day),
            club=session.club_id,
            from_on__lte=session.day,
        )
        .select_related("person")
        .order_by("person__name", "pk")
    )
    may = _who_may({place.person_id for place in places}, session)
    gone = set(HandOver.objects.filter(session=session).values_list("place_id", flat=True))
    return [
        Leaving(place.uid, place.person.name, tuple(may.get(place.person_id, ())), place.pk in gone)
        for place in places
    ]


def _who_may(people: set[int], session: Session) -> Mapping[int, list[MayCollect]]:
    found: dict[int, list[MayCollect]] = {}
    bonds = PersonBond.objects.standing().on(session.day)
    guardians = bonds.filter(subject__in=people, kind=PersonBondKind.GUARDIAN)
    for bond in guardians.select_related("holder").order_by("pk"):
        one = MayCollect(bond.uid, True, bond.holder.name, GUARDIAN)
        found.setdefault(bond.subject_id, []).append(one)
    collectors = Collector.objects.filter(
        Q(until=None) | Q(until__gt=session.day), person__in=people, from_on__lte=session.day
    )
    for row in collectors.order_by("pk"):
        one = MayCollect(row.uid, False, NAME.text(row), Relation(row.relation).label)
        found.setdefault(row.person_id, []).append(one)
    return found
