"""Name the guardians of many children at once, as one source lists them; ask who is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Exists, QuerySet

from xueyou.kernel.registry.models import (
    CONTACT_PHONE,
    Claim,
    ClaimState,
    GuardianContact,
    Identifier,
    Person,
    PersonBond,
    PersonBondKind,
)
from xueyou.kernel.registry.names import clean_name
from xueyou.kernel.registry.refs import Ref
from xueyou.platform.accounts.models import Phone, User
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.crypto import blind_index
from xueyou.platform.db import prepared, uuid7

PHONE = "phone"
"""Kind of the blind index that sign-in numbers have too."""
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Named:
    """A guardian of a child as a source names him. `phone`: eleven digits."""

    person: Person
    name: str
    relation: str
    phone: str


def name_guardians(
    a: ActInProgress, children: Sequence[Person], named: Sequence[Named], *, source: Ref
) -> None:
    """Let a source say who the guardians of these children are; what was said before ends.

    A constant number of queries for some hundred children. Raises RegistryRefused for no name.
    """
    keys = [child.pk for child in children]
    for start in range(0, len(keys), _AT_ONCE):
        GuardianContact.objects.filter(
            person_id__in=keys[start : start + _AT_ONCE], ended_at=None
        ).update(ended_at=a.at, ended_by=source.uid)
    GuardianContact.objects.bulk_create((_row(a, one, source) for one in named), batch_size=500)


@prepared(account=BigIntegerField(), person=BigIntegerField())
def _naming(account: Any, person: Any) -> QuerySet[Any]:
    mine = Phone.objects.filter(user=account, ended_at=None).values("bidx")
    accounts = Phone.objects.filter(bidx__in=mine).values("user")
    numbers = Identifier.objects.filter(person=person).values("bidx")
    refused = Claim.objects.filter(account__in=accounts, state=ClaimState.REFUSED, bidx__in=numbers)
    bonds = PersonBond.objects.filter(
        kind=PersonBondKind.GUARDIAN, subject=person, holder__account__in=accounts
    )
    rows = GuardianContact.objects.filter(person=person, ended_at=None, bidx__in=mine)
    return rows.exclude(Exists(refused)).exclude(Exists(bonds)).values_list("pk")[:1]


def is_named_guardian(account: User, person: Person | None) -> bool:
    """Return whether the number that the account signs in with is named as a guardian's.

    For somebody who is none today: never where an account of this number was guardian before, or
    claimed the child and was refused. What an officer or a court decided outweighs a roll.
    """
    return bool(_naming(account=account.pk, person=0 if person is None else person.pk))


def end_contacts_of(a: ActInProgress, guardian: Person, ward: Person, *, by: UUID) -> None:
    """Let nobody name the numbers of this guardian's account any more; `by` ended it."""
    numbers = Phone.objects.filter(user__person=guardian).values("bidx")
    standing = GuardianContact.objects.filter(person=ward, ended_at=None, bidx__in=numbers)
    standing.update(ended_at=a.at, ended_by=by)


def _row(a: ActInProgress, one: Named, source: Ref) -> GuardianContact:
    uid = uuid7()
    return GuardianContact(
        uid=uid,
        person=one.person,
        name=clean_name(one.name),
        relation=one.relation,
        **CONTACT_PHONE.columns(uid, one.phone),
        **blind_index(PHONE, one.phone).columns(),
        source_kind=source.kind,
        source_uid=source.uid,
        recorded_at=a.at,
    )
