"""Who may collect a child after a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from xueyou.domains.clubs.access import CALL_ROLL
from xueyou.domains.clubs.models import NAME, Collector, HandOver, Place, Relation, Session
from xueyou.kernel.registry.models import PersonBond, PersonBondKind
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor

GUARDIAN = "监护人"
BY_CODE = "凭接送码的人"


@dataclass(frozen=True, slots=True)
class MayCollect:
    """Somebody who may collect a child: a guardian's bond, or a collector."""

    uid: UUID
    guardian: bool
    name: str
    relation: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """A child of a session, who may collect it, and whether it was handed over.

    `to`, `at`, `late`: to whom, when, how many minutes late; "", None, 0 while it waits.
    """

    place_uid: UUID
    name: str
    may: tuple[MayCollect, ...]
    handed_over: bool
    to: str = ""
    at: datetime | None = None
    late: int = 0


def by_a_guardian(author: str, day: date) -> Exists:
    """Match rows of a child whose `author` (a column) is still its guardian on a day.

    What somebody arranged for a child ends with his being its guardian.
    """
    return Exists(
        PersonBond.objects.standing()
        .on(day)
        .filter(
            kind=PersonBondKind.GUARDIAN,
            subject=OuterRef("person"),
            holder__account__uid=OuterRef(author),
        )
    )


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
        .order_by("person__sort_key", "pk")
    )
    may = _who_may({place.person_id for place in places}, session)
    rows = HandOver.objects.filter(session=session).select_related("guardian__holder", "collector")
    gone = {row.place_id: row for row in rows}
    return [
        _leaving(place, tuple(may.get(place.person_id, ())), gone.get(place.pk)) for place in places
    ]


def _leaving(place: Place, may: tuple[MayCollect, ...], row: HandOver | None) -> Leaving:
    if row is None:
        return Leaving(place.uid, place.person.name, may, False)
    if row.guardian is not None:
        to = row.guardian.holder.name
    else:
        to = BY_CODE if row.collector is None else NAME.text(row.collector)
    return Leaving(place.uid, place.person.name, may, True, to, row.happened_at, row.late_minutes)


def _who_may(people: set[int], session: Session) -> Mapping[int, list[MayCollect]]:
    found: dict[int, list[MayCollect]] = {}
    bonds = PersonBond.objects.standing().on(session.day)
    guardians = bonds.filter(subject__in=people, kind=PersonBondKind.GUARDIAN)
    for bond in guardians.select_related("holder").order_by("pk"):
        one = MayCollect(bond.uid, True, bond.holder.name, GUARDIAN)
        found.setdefault(bond.subject_id, []).append(one)
    collectors = Collector.objects.filter(
        Q(until=None) | Q(until__gt=session.day),
        by_a_guardian("by_uid", session.day),
        person__in=people,
        from_on__lte=session.day,
    )
    for row in collectors.order_by("pk"):
        one = MayCollect(row.uid, False, NAME.text(row), Relation(row.relation).label)
        found.setdefault(row.person_id, []).append(one)
    return found
