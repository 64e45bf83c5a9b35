"""People as their families see them, and as staff do: masked, or whole where the school knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from xueyou.kernel.registry.access import (
    INVITE_GUARDIAN,
    PERSONS,
    READ_CHILD,
    READ_PERSON,
)
from xueyou.kernel.registry.documents import masked_number
from xueyou.kernel.registry.models import (
    IDENTIFIER_NUMBER,
    ClaimSharing,
    DocumentKind,
    GuardianInvitation,
    Identifier,
    Membership,
    MembershipKind,
    Person,
    PersonBond,
    PersonBondKind,
    Sex,
    Stage,
)
from xueyou.kernel.registry.names import masked_name, name_key
from xueyou.platform.access.prepared_reading import prepared_views
from xueyou.platform.access.reading import Page, Rows, read, target
from xueyou.platform.access.views import computed, view_of
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now, business_today

V = TypeVar("V")
DOCUMENTS = tuple(
    (kind.value, kind.label) for kind in DocumentKind if kind != DocumentKind.NONE_YET
)
"""Kinds of numbers by which somebody is looked up, with their words."""


@view_of(PERSONS)
class ChildRow:
    """A child as its own guardians see it. `id` is for joining only."""

    id: int
    uid: UUID
    name: str
    sex: str
    born_on: date | None


@view_of(PERSONS)
class PupilRow:
    """A person as the school he belongs to sees him: named, without any number."""

    id: int
    uid: UUID
    name: str
    sort_key: str
    sex: str
    born_on: date | None


def _year(day: date | None) -> int | None:
    return None if day is None else day.year


@view_of(PERSONS)
class PersonCard:
    """A person as an officer sees him who need not know the name."""

    id: int
    uid: UUID
    name: str = computed(masked_name, "name")
    sex: str
    born_in: int | None = computed(_year, "born_on")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is a pupil today. `year` is that of entry."""

    organisation_id: int
    organisation: str
    stage: str
    stage_zh: str
    year: int | None
    grade: int | None
    group: str


@dataclass(frozen=True, slots=True)
class ChildView:
    """A child with its school of today, if any."""

    uid: UUID
    name: str
    sex_zh: str
    born_on: date | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class GuardianView:
    """A guardian of a child: masked, and whether it is whoever asks."""

    bond_uid: UUID
    name: str
    me: bool
    basis: str
    since: date


@dataclass(frozen=True, slots=True)
class NumberView:
    """A confirmed number, masked. `uid` is what `unmask` wants."""

    uid: UUID
    kind: str
    kind_zh: str
    masked: str
    checked_by: str
    since: date
    until: date | None


@prepared_views(READ_CHILD, ChildRow)
def _wards(rows: QuerySet[Person]) -> QuerySet[Person]:
    return rows.order_by("born_on", "pk")


def children_of(actor: Actor) -> list[ChildView]:
    """Return the actor's wards of today, eldest first; two queries however many there are."""
    rows = _wards(actor)
    found = places((row.id for row in rows), on=business_today())
    return [
        ChildView(row.uid, row.name, Sex(row.sex).label, row.born_on, found.get(row.id))
        for row in rows
    ]


def child(actor: Actor, uid: UUID | str) -> ChildView:
    """Return one ward. Raises NotFound, from the second at which the bond has ended."""
    row = read(actor, READ_CHILD, ChildRow).get(uid)
    found = places([row.id], on=business_today())
    return ChildView(row.uid, row.name, Sex(row.sex).label, row.born_on, found.get(row.id))


def guardians_of(actor: Actor, uid: UUID | str) -> list[GuardianView]:
    """Return who is guardian of the actor's ward today. Raises NotFound."""
    person = target(actor, READ_CHILD, uid)
    rows = (
        PersonBond.objects.standing()
        .on(business_today())
        .filter(subject=person, kind=PersonBondKind.GUARDIAN)
        .select_related("holder")
    )
    mine = actor.user.pk if isinstance(actor.user, User) else None
    return [
        GuardianView(
            row.uid,
            masked_name(row.holder.name),
            row.holder.account_id is not None and row.holder.account_id == mine,
            row.basis,
            row.valid_from,
        )
        for row in rows.order_by("valid_from", "pk")
    ]


@dataclass(frozen=True, slots=True)
class CodeGiven:
    """A code that nobody has typed yet: from when until when it opens."""

    made_at: datetime
    expires_at: datetime


def codes_given(actor: Actor, uid: UUID | str, *, at: datetime | None = None) -> list[CodeGiven]:
    """Return the codes that the actor gave for a ward and that still open. Raises NotFound."""
    person: Person = target(actor, INVITE_GUARDIAN, uid)
    if not isinstance(actor.user, User):
        return []
    moment = at or business_now()
    found = [
        CodeGiven(made_at, expires_at)
        for rows in codes_of(person, actor.user)
        for made_at, expires_at in rows.filter(expires_at__gt=moment).values_list(
            "made_at", "expires_at"
        )
    ]
    return sorted(found, key=lambda one: one.made_at)


def codes_of(person: Person, account: User) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Return the codes that an account gave for a child and nobody has typed: those of a guardian,
    and those from before the child was checked.
    """
    invitations = GuardianInvitation.objects.filter(
        person=person, inviter__account=account, ended_at=None
    )
    sharings = ClaimSharing.objects.filter(
        claim__person=person, claim__account=account, account=None, ended_at=None
    )
    return invitations, sharings


def places(person_ids: Iterable[int], *, on: date) -> dict[int, Place]:
    """Return where people are pupils on the day, by key of person. One query."""
    wanted = list(person_ids)
    if not wanted:
        return {}
    rows = (
        Membership.objects.standing()
        .on(on)
        .filter(person_id__in=wanted, kind=MembershipKind.PUPIL, primary=True)
    )
    return {
        row.person_id: Place(
            row.organisation_id,
            row.organisation.name,
            row.stage,
            Stage(row.stage).label,
            row.year,
            row.grade,
            row.group,
        )
        for row in rows.select_related("organisation")
    }


def pupils(actor: Actor, page: int | str | None = 1, *, name: str = "") -> Page[PupilRow]:
    """Return people whom the actor's school knows by name, by name."""
    return _named(read(actor, READ_PERSON, PupilRow), name).order_by("sort_key").page(page)


def cards(actor: Actor, page: int | str | None = 1, *, name: str = "") -> Page[PersonCard]:
    """Return people whom the actor may look up, masked, in the order they were met."""
    return _named(read(actor, READ_PERSON, PersonCard), name).page(page)


def numbers_of(actor: Actor, uid: UUID | str) -> list[NumberView]:
    """Return the confirmed numbers of one person, masked, for staff. Raises NotFound."""
    person = target(actor, READ_PERSON, uid)
    assert isinstance(person, Person)
    rows = person.identifiers.filter(voided_at=None).order_by("valid_from", "pk")
    return [number_view(row) for row in rows]


def numbers_of_child(actor: Actor, uid: UUID | str) -> list[NumberView]:
    """Return the confirmed numbers of the actor's ward, masked. Raises NotFound."""
    person = target(actor, READ_CHILD, uid)
    assert isinstance(person, Person)
    rows = person.identifiers.filter(voided_at=None).order_by("valid_from", "pk")
    return [number_view(row) for row in rows]


def _named(rows: Rows[V], name: str) -> Rows[V]:
    key = name_key(name)
    return rows.restrict(Q(search_key__contains=key)) if key else rows


def number_view(row: Identifier) -> NumberView:
    """Return a confirmed number, masked."""
    return NumberView(
        row.uid,
        row.kind,
        DocumentKind(row.kind).label,
        masked_number(row.kind, IDENTIFIER_NUMBER.text(row)),
        row.checked_by,
        row.valid_from,
        row.valid_to,
    )
