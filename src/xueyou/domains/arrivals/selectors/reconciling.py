"""Placed = come = on the roll = in the national register = in a class, child by child.

Each child who stands in one list and not in the next is named, with why and what to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xueyou.domains.arrivals.access import KEEP_ARRIVALS
from xueyou.domains.arrivals.models import Absence, Arrival, ArrivalState
from xueyou.domains.arrivals.placed import child_of, name_of, placed_in
from xueyou.kernel.calls.models import Offer, OfferState
from xueyou.kernel.registry.models import (
    DocumentKind,
    Identifier,
    Membership,
    MembershipKind,
    Person,
)
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation

AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Compared:
    """One child of a year in the five lists; `why` is empty where they agree."""

    name: str
    born_on: date | None
    placed: bool
    came: bool
    enrolled: bool
    numbered: bool
    grouped: bool
    why: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many stand in each list, and who does not stand in all of them."""

    placed: int
    came: int
    enrolled: int
    numbered: int
    grouped: int
    differing: list[Compared]

    @property
    def agree(self) -> bool:
        """Whether every list holds the same children."""
        return not self.differing


def reconciled(actor: Actor, school_uid: UUID | str, year: int) -> Reconciled:
    """Hold the lists of a school's new year against each other. Raises NotFound. Few queries."""
    school: Organisation = target(actor, KEEP_ARRIVALS, school_uid)
    offers = list(placed_in(school, year))
    said = {
        row.offer_id: row for row in Arrival.objects.filter(offer__in=offers, superseded_at=None)
    }
    roll = {
        row.person_id: row
        for row in Membership.objects.standing()
        .filter(organisation=school, kind=MembershipKind.PUPIL, primary=True)
        .filter(year=year, valid_to=None)
        .select_related("person")
    }
    placed: dict[int, Offer] = {}
    unknown: list[Offer] = []
    for offer in offers:
        person = child_of(offer)
        if person is None:
            unknown.append(offer)
        else:
            placed[person.pk] = offer
    numbered = _numbered([*placed, *roll])
    people = {pk: row.person for pk, row in roll.items()}
    people |= {pk: person for pk, offer in placed.items() if (person := child_of(offer))}
    rows = [
        _compared(people[pk], placed.get(pk), said, roll.get(pk), pk in numbered)
        for pk in sorted(people, key=lambda pk: (people[pk].search_key, pk))
    ]
    rows += [_unknown(offer, said.get(offer.pk)) for offer in unknown]
    return Reconciled(
        placed=len(offers),
        came=sum(row.came for row in rows),
        enrolled=sum(row.enrolled for row in rows),
        numbered=sum(row.numbered for row in rows),
        grouped=sum(row.grouped for row in rows),
        differing=[row for row in rows if row.why],
    )


def _compared(
    person: Person,
    offer: Offer | None,
    said: Mapping[int, Arrival],
    member: Membership | None,
    numbered: bool,
) -> Compared:
    arrival = None if offer is None else said.get(offer.pk)
    came = arrival is not None and arrival.state == ArrivalState.CAME
    grouped = member is not None and member.group != ""
    return Compared(
        name=person.name,
        born_on=person.born_on,
        placed=offer is not None,
        came=came,
        enrolled=member is not None,
        numbered=numbered,
        grouped=grouped,
        why=_why(offer, arrival, member, numbered, grouped),
    )


def _unknown(offer: Offer, arrival: Arrival | None) -> Compared:
    came = arrival is not None and arrival.state == ArrivalState.CAME
    claim = offer.application.claim
    why = "孩子的身份还没有核对，名册里不会有。请家长带原件，由学籍经办人认定。"
    born = None if claim is None else claim.born_on
    return Compared(name_of(offer), born, True, came, False, False, False, why)


def _why(
    offer: Offer | None,
    arrival: Arrival | None,
    member: Membership | None,
    numbered: bool,
    grouped: bool,
) -> str:
    """Return the first thing that keeps a child out of a list, "" where all lists hold it."""
    if offer is None:
        return "" if numbered and grouped else _after(numbered, grouped, "不是这次录取来的，")
    if offer.state != OfferState.ACCEPTED:
        return "家长还没有接受学位，请提醒家长在手机上答复。"
    if arrival is None:
        return "还没有登记报到。"
    if arrival.state == ArrivalState.ABSENT:
        why = Absence(arrival.why).label
        if member is None:
            return f"没有来报到：{why}。不来的，请家长在手机上放弃学位，位置才能递补。"
        return f"没有来报到：{why}。名册里有，请核对；确实不来的，办离校。"
    if member is None:
        return "报到了，名册里还没有。请看学年的起止日期是不是录了，或者在名册里导入。"
    return _after(numbered, grouped, "")


def _after(numbered: bool, grouped: bool, before: str) -> str:
    if not numbered:
        return f"{before}还没有学籍号。请取建学籍的名单去办，办好交回来。"
    return "" if grouped else f"{before}还没有编班。"


def _numbered(people: list[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(people), AT_ONCE):
        found |= set(
            Identifier.objects.filter(
                person__in=people[start : start + AT_ONCE],
                kind=DocumentKind.PUPIL_NUMBER,
                voided_at=None,
                valid_to=None,
            ).values_list("person", flat=True)
        )
    return found
