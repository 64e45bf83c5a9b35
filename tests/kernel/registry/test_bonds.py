"""Bonds: both ways where they are mutual, ended the same second, never updated."""

from datetime import timedelta

import pytest

from tests.kernel.registry.people_world import (
    LONG_AGO,
    TODAY,
    child,
    doing,
    family,
    found_places,
    guard,
    officer,
)
from xueyou.kernel.registry.models import Membership, PersonBond
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors import people as selectors
from xueyou.kernel.registry.services.bonds import bind, end_bond, unbind
from xueyou.kernel.registry.services.invitations import invite_guardian
from xueyou.kernel.registry.services.memberships import enrol
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act
from xueyou.platform.db import uuid7

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business_clock")]


def test_a_bond_is_written_once() -> None:
    """A repeat answers the row that stands."""
    parent, ward = family("a"), child()
    assert guard(parent, ward).pk == guard(parent, ward, basis="court").pk
    assert PersonBond.objects.count() == 1


def test_siblings_are_bound_both_ways_and_parted_both_ways() -> None:
    """Whoever is asked about, the other is found."""
    one, other = child("甲", 1), child("乙", 3)
    with doing() as a:
        bond = bind(a, "sibling", one, other, basis="household", on=LONG_AGO)
    assert set(PersonBond.objects.standing().values_list("holder", "subject")) == {
        (one.pk, other.pk),
        (other.pk, one.pk),
    }
    with doing() as a:
        unbind(a, bond, on=TODAY)
    assert not PersonBond.objects.standing().on(TODAY).exists()
    assert PersonBond.objects.standing().on(TODAY - timedelta(days=1)).count() == 2


def test_an_ended_bond_loses_sight_the_same_second() -> None:
    """The same actor object, before and after one verb: no sign-in, no cache between."""
    parent, other, ward = family("a"), family("b"), child()
    guard(parent, ward)
    guard(other, ward)
    actor = parent.actor
    assert [seen.uid for seen in selectors.children_of(actor)] == [ward.uid]
    bond = PersonBond.objects.get(holder=parent.person)
    keeper = officer("registry_keeper", found_places().bureau)
    end_bond(actor=keeper, bond_uid=bond.uid, on=TODAY, basis="court", key="end")
    assert selectors.children_of(actor) == []
    for ask in (selectors.child, selectors.guardians_of, selectors.numbers_of_child):
        with pytest.raises(NotFound):
            ask(actor, ward.uid)
    with pytest.raises(NotFound):
        invite_guardian(actor=actor, person_uid=ward.uid, key="i")
    assert [seen.uid for seen in selectors.children_of(other.actor)] == [ward.uid]
    assert len(selectors.guardians_of(other.actor, ward.uid)) == 1


def test_what_was_true_stays_known() -> None:
    """The open row is voided; a closed one says until when it held."""
    parent, ward = family("a"), child()
    bond = guard(parent, ward)
    with doing() as a:
        unbind(a, bond, on=TODAY)
    rows = list(PersonBond.objects.order_by("pk"))
    assert [(row.valid_to, row.voided_at is None) for row in rows] == [
        (None, False),
        (TODAY, True),
    ]
    with doing() as a:
        unbind(a, bond, on=TODAY)
    assert PersonBond.objects.count() == 2


def test_a_bond_of_today_ended_today_never_held() -> None:
    """No row with an empty span is written."""
    parent, ward = family("a"), child()
    bond = guard(parent, ward, on=TODAY)
    with doing() as a:
        unbind(a, bond, on=TODAY)
    assert not PersonBond.objects.standing().exists()


def test_a_bond_ended_from_a_later_day_still_holds() -> None:
    """Until then, not with then."""
    parent, ward = family("a"), child()
    bond = guard(parent, ward)
    with doing() as a:
        unbind(a, bond, on=TODAY + timedelta(days=1))
    assert len(selectors.children_of(parent.actor)) == 1
    assert not PersonBond.objects.standing().on(TODAY + timedelta(days=1)).exists()


def test_a_bond_that_begins_later_shows_nothing_yet() -> None:
    """A guardianship from tomorrow on."""
    parent, ward = family("a"), child()
    guard(parent, ward, on=TODAY + timedelta(days=1))
    assert selectors.children_of(parent.actor) == []


def test_nobody_is_bound_to_himself() -> None:
    """And no kind or basis is made up."""
    ward = child()
    with pytest.raises(RegistryRefused), doing() as a:
        bind(a, "sibling", ward, ward, basis="birth", on=TODAY)
    with pytest.raises(ValueError, match="basis"), doing() as a:
        bind(a, "guardian", ward, ward, basis="hearsay", on=TODAY)


def test_who_keeps_bonds_keeps_those_of_his_own_people() -> None:
    """A county ends no guardianship of another county's pupil."""
    places, parent, ward = found_places(), family("a"), child()
    bond = guard(parent, ward)
    source = Ref("test", uuid7())
    with doing() as a:
        enrol(a, ward, places.school_a, kind="pupil", on=LONG_AGO, source=source, year=2026)
    assert Membership.objects.count() == 1
    with pytest.raises(NotFound):
        end_bond(
            actor=officer("registry_officer", places.county_b),
            bond_uid=bond.uid,
            on=TODAY,
            basis="court",
            key="b",
        )
    own = officer("registry_officer", places.county_a)
    with pytest.raises(RegistryRefused, match="凭什么终止"):
        end_bond(actor=own, bond_uid=bond.uid, on=TODAY, basis="", key="c")
    end_bond(actor=own, bond_uid=bond.uid, on=TODAY, basis="court", key="a")
    act = Act.objects.get(verb="registry.bond.end")
    assert act.data == {
        "subject": str(ward.uid),
        "kind": "guardian",
        "on": "2026-11-20",
        "basis": "court",
    }
