"""Printed units are matched to organisations, posts, every county, or kept as names."""

from datetime import date

import pytest

from tests.domains.plans.conftest import City
from xueyou.domains.plans.services.units import Owed, Units, is_head
from xueyou.kernel.registry.services.posts import open_post
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation

TODAY = date(2026, 11, 20)


def bureau() -> Organisation:
    """Return the bureau."""
    return Organisation.objects.get(kind="bureau")


def matched(*units: tuple[str, str]) -> list[Owed]:
    """Return the duties of these units, (role, name) each."""
    given = [{"role": role, "unit": name} for role, name in units]
    return Units(bureau(), TODAY).owed(given)


def test_a_second_leader_supports(city: City) -> None:
    """One leads; who is printed as leading beside him supports."""
    found = matched(("lead", "规划科"), ("lead", "市财政局"))
    assert [(line.role, line.unit_name) for line in found] == [
        ("lead", "规划科"),
        ("support", "市财政局"),
    ]


@pytest.mark.parametrize(
    "name",
    ["各县（区）教育局", "各县(市、区)教育局", "各区县教育局", "各县、区教育局", "各县（市、区）"],
)
def test_every_county_is_each_county(city: City, name: str) -> None:
    """However it is printed, both counties support, whatever the role said."""
    found = matched(("lead", name))
    assert [(line.role, line.unit_name) for line in found] == [
        ("support", "甲县"),
        ("support", "甲县乙区"),
    ]


def test_county_governments_are_outsiders(city: City) -> None:
    """A government is not its education bureau."""
    (found,) = matched(("support", "各县（区）政府"))
    assert (found.unit_name, found.organisation_id) == ("各县（区）政府", None)


def test_a_unit_printed_twice_owes_once(city: City) -> None:
    """甲县 named beside every county is one duty."""
    assert len(matched(("support", "甲县"), ("support", "各县教育局"))) == 2


def test_a_school_is_never_asked(city: City) -> None:
    """A school's name stays a name: schools owe nothing here."""
    with act(SYSTEM, "orgs.organisation.create") as a:
        create_organisation(a, name="甲县一小", kind="school", parent=bureau())
    (found,) = matched(("support", "甲县一小"))
    assert found.organisation_id is None


def test_the_only_post_or_the_head_answers(city: City) -> None:
    """Of a department's posts it is the head's, not the deputy's."""
    office = Organisation.objects.get(name="规划科")
    for title in ("副科长", "科长"):
        open_post(actor=city.officer, organisation_uid=office.uid, title=title, key=title)
    (found,) = matched(("lead", "规划科"))
    assert found.post_id == office.posts.get(title="科长").pk
    (named,) = matched(("lead", "规划科副科长"))
    assert named.post_id == office.posts.get(title="副科长").pk


@pytest.mark.parametrize(
    ("title", "head"), [("科长", True), ("室主任", True), ("副局长", False), ("科员", False)]
)
def test_heads_are_told_by_their_title(title: str, head: bool) -> None:
    """Deputies and clerks are no heads."""
    assert is_head(title) is head
