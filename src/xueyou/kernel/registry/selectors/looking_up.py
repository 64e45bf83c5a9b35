"""Looking somebody up, for officers of the registry: masked, and only among their own people."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from xueyou.kernel.registry.access import LOOK_UP_PERSON
from xueyou.kernel.registry.models import Person, PersonBond, PersonBondKind, Sex
from xueyou.kernel.registry.names import masked_name, name_key
from xueyou.kernel.registry.selectors.people import (
    NumberView,
    PersonCard,
    Place,
    number_view,
    places,
)
from xueyou.kernel.registry.services.people import numbers_of, people_by_index
from xueyou.platform.access.reading import Page, read, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_today

BASES = {
    "household": "户口簿",
    "court": "法院判决、裁定",
    "birth": "出生医学证明",
    "counter": "窗口看过原件",
    "invited": "另一位监护人邀请",
    "school": "学校名册",
}
KINDS = {
    PersonBondKind.GUARDIAN.value: "监护人",
    PersonBondKind.SIBLING.value: "兄弟姐妹",
    PersonBondKind.MULTIPLE_BIRTH.value: "多胞胎",
}


@dataclass(frozen=True, slots=True)
class BondView:
    """Somebody bound to a person, masked."""

    uid: UUID
    name: str
    kind_zh: str
    basis_zh: str
    since: date


@dataclass(frozen=True, slots=True)
class PersonDesk:
    """A person as an officer sees him before he does anything."""

    card: PersonCard
    sex_zh: str
    place: Place | None
    numbers: tuple[NumberView, ...]
    bonds: tuple[BondView, ...]
    alike: tuple[PersonCard, ...]
    """Others of the same name: perhaps the same person met twice."""


def by_number(actor: Actor, kind: str, number: str) -> tuple[PersonCard, ...]:
    """Return the person with that confirmed number, where the actor may look him up; or none.

    Of a passport those of every country. Raises NumberRefused for what is no number of that kind.
    """
    known = people_by_index(numbers_of(kind, number))
    rows = read(actor, LOOK_UP_PERSON, PersonCard)
    return tuple(rows.restrict(Q(pk__in={one.pk for one in known.values()})))


def by_name(actor: Actor, name: str, page: int | str | None = 1) -> Page[PersonCard]:
    """Return people whose name holds these characters; none without any."""
    key = name_key(name)
    rows = read(actor, LOOK_UP_PERSON, PersonCard)
    condition = Q(search_key__contains=key) if key else Q(pk__in=[])
    return rows.restrict(condition).page(page)


def person_desk(actor: Actor, uid: UUID | str) -> PersonDesk:
    """Return everything an officer may know of one person. Raises NotFound."""
    person: Person = target(actor, LOOK_UP_PERSON, uid)
    rows = read(actor, LOOK_UP_PERSON, PersonCard)
    bonds = PersonBond.objects.standing().on(business_today()).filter(subject=person)
    alike = rows.restrict(Q(search_key=person.search_key) & ~Q(pk=person.pk))
    numbers = person.identifiers.filter(voided_at=None).order_by("valid_from", "pk")
    return PersonDesk(
        card=rows.get(uid),
        sex_zh=Sex(person.sex).label,
        place=places([person.pk], on=business_today()).get(person.pk),
        numbers=tuple(number_view(row) for row in numbers),
        bonds=tuple(
            BondView(
                row.uid,
                masked_name(row.holder.name),
                KINDS[row.kind],
                BASES.get(row.basis, ""),
                row.valid_from,
            )
            for row in bonds.select_related("holder").order_by("kind", "valid_from", "pk")
        ),
        alike=alike.page(1, 20).rows if person.search_key else (),
    )
