"""Rare names go through the registry whole: in, found, shown, exported."""

import pytest

from tests.kernel.registry.people_world import (
    TODAY,
    Places,
    citizen_number,
    claim,
    doing,
    family,
    guard,
    officer,
)
from tests.kernel.registry.test_names import RARE
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.selectors.claims import claims_of
from xueyou.kernel.registry.selectors.people import cards, children_of
from xueyou.kernel.registry.services.merging import export_person
from xueyou.kernel.registry.services.people import Described, add_person, find_or_add
from xueyou.platform.access.holdings import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business_clock")]


@pytest.mark.parametrize("name", RARE)
def test_a_rare_name_comes_out_as_it_went_in(name: str) -> None:
    """By form and by list; to the family's page, its claims and its export."""
    parent = family("a")
    with doing() as a:
        ward = add_person(a, name=f" {name} ", born_on=TODAY)
        (listed,) = find_or_add(
            a,
            [Described(name, kind="citizen", number=citizen_number(3))],
            checked_by="import:1",
            on=TODAY,
        )
    guard(parent, ward, on=TODAY)
    claim(parent, 5, name=name)
    assert [seen.name for seen in children_of(parent.actor)] == [name]
    assert Person.objects.get(pk=listed.pk).name == name
    assert claims_of(parent.actor)[0].name == name
    found = export_person(actor=parent.actor, person_uid=ward.uid)
    assert found["registry"]["person"]["name"] == name


@pytest.mark.parametrize("name", RARE)
def test_a_rare_name_is_found_by_itself(places: Places, name: str) -> None:
    """Typed whole, or without dots and variants; and by nobody else's name."""
    with doing() as a:
        add_person(a, name=name)
        add_person(a, name="林明")
    keeper: SignedIn = officer("registry_keeper", places.bureau)
    for typed in (name, name.replace("·", ""), name.replace("\U000e0100", "")):
        assert len(cards(keeper, name=typed).rows) == 1
