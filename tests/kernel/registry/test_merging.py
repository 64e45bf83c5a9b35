"""People met twice are merged, exported whole, erased."""

from datetime import date
from typing import Any

import pytest

from tests.kernel.registry.people_world import (
    LONG_AGO,
    TODAY,
    Family,
    Places,
    child,
    citizen_number,
    claim,
    doing,
    family,
    guard,
    officer,
)
from xueyou.kernel.registry import standings as catalogue
from xueyou.kernel.registry.models import (
    Claim,
    Identifier,
    Membership,
    Person,
    PersonBond,
    Standing,
)
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.people import children_of
from xueyou.kernel.registry.services.bonds import bind
from xueyou.kernel.registry.services.claims import settle_claim
from xueyou.kernel.registry.services.memberships import enrol
from xueyou.kernel.registry.services.merging import erase_person, export_person, merge_people
from xueyou.kernel.registry.services.people import (
    add_person,
    confirm_identifier,
    number_of,
    person_with,
)
from xueyou.kernel.registry.services.standings import grant
from xueyou.kernel.registry.standings import PERSON, standing_kind, writes
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act
from xueyou.platform.db import uuid7


def put(person: Person, school: Any, source: Ref | None = None) -> Membership:
    """Enrol a pupil."""
    with doing() as a:
        return enrol(
            a, person, school, kind="pupil", on=LONG_AGO, source=source or Ref("list", uuid7())
        )


def twice(name: str = "甲", passport: str = "E12345678") -> Person:
    """Add the file of a child that came with a passport."""
    with doing() as a:
        person = add_person(a, name=name, born_on=date(2020, 3, 5))
        confirm_identifier(
            a, person, kind="passport", number=passport, checked_by="police", on=TODAY
        )
    return person


def merge(
    keep: Person,
    gone: Person,
    actor: Any = SYSTEM,
    key: str = "m",
    ends: str = citizen_number(1)[-4:],
) -> None:
    """Merge the second into the first."""
    merge_people(actor=actor, keep_uid=keep.uid, gone_uid=gone.uid, ends=ends, key=key)


def test_two_children_are_not_merged(places: Places) -> None:
    """Two numbers of residents, or two birth days, are two people: there would be no way back."""
    keep, other = child("林小满", 1), child("林小满", 3)
    with pytest.raises(RegistryRefused, match="身份证号码"):
        merge(keep, other)
    with doing() as a:
        younger = add_person(a, name="林小满", born_on=date(2021, 3, 5))
    with pytest.raises(RegistryRefused, match="出生日期"):
        merge(keep, younger)
    assert not Person.objects.exclude(merged_into=None).exists()


def test_without_the_original_nothing_is_merged(places: Places) -> None:
    """Its last characters are typed; where the file that is kept has no number, the other's."""
    keep, gone = child("林小满", 1), twice("林小满")
    for wrong in ("", "0000", "5678"):
        with pytest.raises(RegistryRefused, match="后4位"):
            merge(keep, gone, ends=wrong)
    merge(keep, gone)
    with doing() as a:
        bare, bare_too = (add_person(a, name="林小满") for _ in range(2))
    with pytest.raises(RegistryRefused, match="后4位"):
        merge(bare, keep, key="1", ends="")
    merge(bare_too, bare, key="2", ends="")
    merge(bare_too, keep, key="3")


def test_everything_of_the_one_becomes_the_others(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers, claims, bonds, school, standings; what would stand twice is voided."""
    monkeypatch.setattr(catalogue, "_kinds", {})
    aid = standing_kind("tests.aid", party=PERSON, zh="资助类别")
    writes(aid)
    mother, father = family("m"), family("f")
    keep, gone = child("林小满", 1), twice("林小满")
    guard(mother, keep)
    guard(mother, gone)
    guard(father, gone)
    with doing() as a:
        bind(a, "sibling", keep, gone, basis="household", on=LONG_AGO)
    put(gone, places.school_a)
    one_list = Ref("list", uuid7())
    for person in (keep, gone):
        with doing() as a:
            grant(a, aid, person, source=one_list, reason="名单", valid_from=TODAY)
    made = claim(father, 5)
    with doing() as a:
        settle_claim(a, made, person=gone, by="x")

    merge(keep, gone, officer("registry_keeper", places.bureau))

    gone.refresh_from_db()
    assert gone.merged_into == keep
    for kind, number in (("citizen", citizen_number(1)), ("passport", "E12345678")):
        assert person_with(number_of(kind, number)) == keep
    assert [seen.uid for seen in children_of(mother.actor)] == [keep.uid]
    assert [seen.uid for seen in children_of(father.actor)] == [keep.uid]
    standing = PersonBond.objects.standing()
    assert not standing.filter(kind="sibling").exists()
    assert standing.filter(kind="guardian", subject=keep).count() == 2
    assert Membership.objects.standing().get().person == keep
    assert Standing.objects.standing().get().person == keep
    assert Claim.objects.get().person == keep
    assert keep.uid == Act.objects.get(verb="registry.person.merge").subject_uid


def test_two_schools_are_refused_and_nothing_is_moved(places: Places) -> None:
    """Which one is right, a person must say first."""
    keep, gone = child("甲", 1), twice()
    put(keep, places.school_a)
    put(gone, places.school_b)
    with pytest.raises(RegistryRefused, match="两所学校"):
        merge(keep, gone)
    assert person_with(number_of("passport", "E12345678")) == gone
    assert not Act.objects.filter(verb="registry.person.merge").exists()


def test_the_same_school_twice_is_one_membership(places: Places) -> None:
    """Two lines of one list."""
    keep, gone = child("甲", 1), twice()
    put(keep, places.school_a)
    put(gone, places.school_a)
    merge(keep, gone)
    assert Membership.objects.standing().get().person == keep


def test_two_accounts_are_refused(places: Places) -> None:
    """One of two accounts moves over; of two, people decide."""
    one, two, person = family("a"), family("b"), child()
    with pytest.raises(RegistryRefused, match="账号"):
        merge(one.person, two.person)
    merge(person, one.person)
    person.refresh_from_db()
    assert person.account == one.user


def test_a_chain_of_mergers_ends_at_the_last(places: Places) -> None:
    """Who was merged before follows."""
    a, b, c = twice(passport="E11111111"), twice(passport="E22222222"), child("甲", 1)
    merge(b, a, key="1", ends="2222")
    merge(c, b, key="2")
    assert set(Person.objects.filter(merged_into=c)) == {a, b}
    for wrong in ((a, c), (c, a), (c, c)):
        with pytest.raises(RegistryRefused):
            merge(*wrong, key="3")
    with pytest.raises(RegistryRefused, match="并入"), doing() as act:
        confirm_identifier(
            act, a, kind="citizen", number=citizen_number(7), checked_by="x", on=TODAY
        )


def test_a_county_merges_only_its_own(places: Places) -> None:
    """Both must be its own to see."""
    keep, gone = child("甲", 1), twice()
    put(keep, places.school_a)
    with pytest.raises(NotFound):
        merge(keep, gone, officer("registry_officer", places.county_a))
    assert Identifier.objects.filter(person=gone).exists()


def test_a_family_takes_its_childs_data_along(places: Places) -> None:
    """Everything, with whole numbers of its own child, and other people masked."""
    parent, ward = family("a", "林大山"), child()
    guard(parent, ward)
    put(ward, places.school_a)
    found = export_person(actor=parent.actor, person_uid=ward.uid)["registry"]
    assert found["person"]["name"] == "林小满"
    assert found["identifiers"][0]["number"] == citizen_number(1)
    assert found["bonds"][0]["other"] == "林**"
    assert found["memberships"][0]["organisation"] == "甲小学"
    acts = Act.objects.filter(verb="registry.person.export")
    assert "registry" in acts.get().data["rooms"]
    claim(family("stranger"), name="生人所写")
    again = export_person(actor=parent.actor, person_uid=ward.uid)
    assert "生人所写" not in repr(again)
    assert acts.count() == 2
    with pytest.raises(NotFound):
        export_person(actor=family("b").actor, person_uid=ward.uid)
    own = export_person(actor=parent.actor, person_uid=parent.person.uid)
    assert own["registry"]["person"]["name"] == "林大山"


def erase(person: Person, actor: Any = SYSTEM) -> None:
    """Erase a person on his own request."""
    erase_person(actor=actor, person_uid=person.uid, ground="asked", key="x")


def test_erased_leaves_neither_name_nor_number(places: Places) -> None:
    """In no table; the number may come back as somebody new."""
    parent, ward = family("a"), child("稀有之名")
    guard(parent, ward)
    put_claim(parent)
    erase(ward, officer("registry_keeper", places.bureau))
    assert everything().count("稀有之名") == 0
    assert children_of(parent.actor) == []
    assert not Identifier.objects.exists()
    assert person_with(number_of("citizen", citizen_number(1))) is None
    kept = Person.objects.get(pk=ward.pk)
    assert (kept.name, kept.born_on, kept.sex) == ("（已删除）", None, "unknown")
    assert Act.objects.get(verb="registry.person.erase").data["ground"] == "asked"
    assert child("稀有之名").pk != ward.pk


def put_claim(who: Family) -> None:
    """Claim the child, and another account too."""
    claim(who, name="稀有之名")
    claim(family("stranger"), name="稀有之名")


def everything() -> str:
    """Return all rows of the registry and of the act log as text."""
    models = (Person, Identifier, Claim, PersonBond, Membership, Standing, Act)
    return repr([list(model.objects.values()) for model in models])


def test_who_is_still_at_school_is_not_erased(places: Places) -> None:
    """The school must keep his file."""
    ward = child()
    put(ward, places.school_a)
    with pytest.raises(RegistryRefused, match="在册"):
        erase(ward)
    assert Identifier.objects.exists()


def test_only_the_citys_keeper_erases(places: Places) -> None:
    """Not the family by itself, not the county: both ask him."""
    parent, ward = family("a"), child()
    guard(parent, ward)
    for actor in (parent.actor, officer("registry_officer", places.county_a)):
        with pytest.raises(NotFound):
            erase(ward, actor)
    with pytest.raises(ValueError, match="ground"):
        erase_person(actor=SYSTEM, person_uid=ward.uid, ground="mood", key="x")
