"""Guardians named by a school: number and the child's number together make a guardian."""

from uuid import uuid4

import pytest

from tests.kernel.registry.people_world import Family, child, claim, doing, family, guard
from xueyou.kernel.registry.models import GuardianContact, Person, PersonBond
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.selectors.people import children_of
from xueyou.kernel.registry.services.contacts import Named, name_guardians
from xueyou.platform.accounts.codes import PHONE_NUMBER
from xueyou.platform.accounts.models import Phone
from xueyou.platform.crypto import blind_index
from xueyou.platform.db import uuid7
from xueyou.platform.time import wall_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business_clock")]


def with_phone(login: str, number: str) -> Family:
    """Open a family's account that signs in with the number."""
    found, uid, now = family(login), uuid7(), wall_now()
    Phone.objects.create(
        uid=uid,
        user=found.user,
        **PHONE_NUMBER.columns(uid, number),
        **blank_columns(number),
        since=now,
        proved_at=now,
    )
    return found


def blank_columns(number: str) -> dict[str, object]:
    """Return the index columns of a phone."""
    return dict(blind_index("phone", number).columns())


def named(person: Person, number: str) -> None:
    """Let the school name a guardian of the child."""
    with doing() as a:
        one = Named(person, "林大海", "父亲", number)
        name_guardians(a, [person], [one], source=Ref("test", uuid4()))


def test_the_named_number_and_the_childs_number_make_a_guardian() -> None:
    """At once, on the school's word; the child is seen without anybody at a counter."""
    ward = child()
    named(ward, "13800000001")
    who = with_phone("a", "13800000001")
    made = claim(who)
    assert (made.state, made.person, made.confirmed_by) == ("confirmed", ward, "contact")
    assert [one.uid for one in children_of(who.actor)] == [ward.uid]
    assert PersonBond.objects.get().basis == "school"


def test_another_number_waits_as_ever() -> None:
    """Neither the child's number alone nor the phone alone opens anything."""
    ward = child()
    named(ward, "13800000001")
    stranger = with_phone("b", "13900000009")
    assert claim(stranger).state == "pending"
    assert children_of(with_phone("a", "13800000001").actor) == []


def test_the_second_named_guardian_joins_the_first() -> None:
    """A child guarded by the mother is contested by a stranger, not by the named father."""
    ward, mother = child(), family("m")
    guard(mother, ward)
    named(ward, "13800000001")
    assert claim(with_phone("x", "13900000009")).state == "contested"
    assert claim(with_phone("f", "13800000001")).state == "confirmed"


def test_a_later_source_replaces_what_was_named() -> None:
    """A number given up by the family opens nothing from that moment."""
    ward = child()
    named(ward, "13800000001")
    named(ward, "13800000002")
    assert GuardianContact.objects.filter(ended_at=None).count() == 1
    assert claim(with_phone("a", "13800000001")).state == "pending"
