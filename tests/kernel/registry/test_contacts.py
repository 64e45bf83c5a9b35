"""Guardians named by a school: number and the child's number together make a guardian."""

from uuid import uuid4

import pytest

from tests.kernel.registry.people_world import (
    TODAY,
    Family,
    child,
    citizen_number,
    claim,
    doing,
    family,
    guard,
)
from xueyou.kernel.registry.models import GuardianContact, Person, PersonBond
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.selectors.people import children_of
from xueyou.kernel.registry.services.bonds import unbind
from xueyou.kernel.registry.services.claims import settle_claim
from xueyou.kernel.registry.services.contacts import Named, name_guardians
from xueyou.kernel.registry.services.people import confirm_identifier
from xueyou.platform.accounts.codes import PHONE_NUMBER
from xueyou.platform.accounts.models import Phone
from xueyou.platform.crypto import blind_index
from xueyou.platform.db import uuid7
from xueyou.platform.time import business_today, wall_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business_clock")]

PUPIL = "G" + citizen_number(1)


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


def test_where_others_guard_the_child_a_named_number_waits_like_a_strangers() -> None:
    """Whoever keeps a roll makes nobody a guardian beside those who are, unseen by them."""
    ward, mother = child(), family("m")
    guard(mother, ward)
    named(ward, "13800000001")
    for who in (with_phone("x", "13900000009"), with_phone("clerk", "13800000001")):
        made = claim(who)
        assert (made.state, made.person, made.confirmed_by) == ("contested", None, "")
        assert children_of(who.actor) == []
    assert [bond.holder for bond in PersonBond.objects.all()] == [mother.person]


def test_of_two_named_the_second_waits() -> None:
    """The first named number makes the one bond; the other parent is asked in, or shows papers."""
    ward = child()
    with doing() as a:
        both = [Named(ward, "甲", "父亲", f"1380000000{end}") for end in (1, 2)]
        name_guardians(a, [ward], both, source=Ref("test", uuid4()))
    assert claim(with_phone("a", "13800000001")).state == "confirmed"
    assert claim(with_phone("b", "13800000002")).state == "contested"


def test_after_the_judgement_a_named_number_brings_nobody_back() -> None:
    """Neither the contact that stood, nor one that the next roll names, nor under a new account."""
    ward = child()
    named(ward, "13800000001")
    who = with_phone("a", "13800000001")
    claim(who)
    bond = PersonBond.objects.get()
    with doing() as a:
        unbind(a, bond, on=business_today())
    assert GuardianContact.objects.get().ended_by == bond.uid
    for _ in ("as it stood", "named again"):
        again = claim(who)
        assert (again.state, again.person) == ("pending", None)
        named(ward, "13800000001")
    Phone.objects.filter(user=who.user).update(ended_at=wall_now())
    other = with_phone("new", "13800000001")
    assert claim(other).state == "contested"
    assert children_of(who.actor) == children_of(other.actor) == []


def test_an_unbinding_leaves_the_other_guardians_number() -> None:
    """Only the numbers of the account that lost the child end."""
    ward, father = child(), with_phone("a", "13800000001")
    bond = guard(father, ward)
    named(ward, "13800000002")
    with doing() as a:
        unbind(a, bond, on=business_today())
    assert GuardianContact.objects.get().ended_at is None
    assert claim(with_phone("b", "13800000002")).state == "confirmed"


def test_whom_an_officer_refused_waits_whatever_a_roll_says() -> None:
    """The officer saw papers; the roll is typed. Also through another number of the same child."""
    ward, who = child(), with_phone("a", "13800000001")
    refused = claim(who)
    with doing() as a:
        settle_claim(a, refused, person=None, by="officer:1")
        confirm_identifier(a, ward, kind="pupil_number", number=PUPIL, checked_by="s", on=TODAY)
    named(ward, "13800000001")
    assert claim(who).state == "pending"
    assert claim(who, kind="pupil_number", number=PUPIL).state == "pending"
    assert children_of(who.actor) == []


def test_a_later_source_replaces_what_was_named() -> None:
    """A number given up by the family opens nothing from that moment."""
    ward = child()
    named(ward, "13800000001")
    named(ward, "13800000002")
    assert GuardianContact.objects.filter(ended_at=None).count() == 1
    assert claim(with_phone("a", "13800000001")).state == "pending"
