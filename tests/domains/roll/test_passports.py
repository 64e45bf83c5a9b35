"""A foreign child is of the country that made out its passport: met again, it is the same child."""

from typing import Any

from tests.domains.roll.files import HEADS, Rolls, pupil, wrong_cells
from tests.kernel.registry.people_world import claim, family
from xueyou.kernel.registry.models import Identifier, Person
from xueyou.kernel.registry.services.people import number_of, person_with

KOREAN: dict[str, Any] = {
    "证件类型": "护照",
    "证件号码": "M12345678",
    "国籍/地区": "韩国",
}
WITH_COUNTRY = (*HEADS, "国籍/地区")


def test_the_country_comes_from_the_file(rolls: Rolls) -> None:
    """So that a claim, or another list, that says the country finds the child."""
    rolls.take_in(rolls.hand_in([pupil(1, **KOREAN), pupil(2, "王知夏")], heads=WITH_COUNTRY))
    assert Identifier.objects.get(kind="passport").country == "KOR"
    known = person_with(number_of("passport", "M12345678", "KOR"))
    assert known is not None
    people = Person.objects.count()
    again = rolls.hand_in([pupil(1, **KOREAN | {"班级": "2班"})], heads=WITH_COUNTRY)
    assert (again.counts["new"], again.counts["changed"]) == (0, 1)
    said = claim(family("m"), kind="passport", number="m 1234-5678", name="林小满", country="KOR")
    assert said.bidx == Identifier.objects.get(kind="passport").bidx
    assert Person.objects.filter(name="林小满").count() == 1
    assert Person.objects.count() == people + 1, "the mother alone is new"


def test_two_countries_number_two_children_alike(rolls: Rolls) -> None:
    """One number of two countries is two children, on one roll."""
    rows = [pupil(1, **KOREAN), pupil(2, "阮文雄", **KOREAN | {"国籍/地区": "VNM"})]
    found = rolls.take_in(rolls.hand_in(rows, heads=WITH_COUNTRY))
    assert (found.state, found.counts["new"]) == ("done", 2)
    twice = rolls.hand_in([rows[0], rows[0] | {"姓名": "别的名字"}], heads=WITH_COUNTRY)
    assert "C3" in wrong_cells(twice)


def test_a_passport_without_its_country_is_asked_about(rolls: Rolls) -> None:
    """At the number where the sheet has no such column, else at the cell; others need none."""
    without = rolls.hand_in([pupil(1, **KOREAN), pupil(2, "王知夏")])
    assert set(wrong_cells(without)) == {"C2"}
    assert "国籍/地区" in wrong_cells(without)["C2"]
    rows = [
        pupil(1, **KOREAN | {"国籍/地区": "高丽"}),
        pupil(2, "王知夏", **{"国籍/地区": "随便写"}),
        pupil(3, "陈一诺", 证件类型="护照", 证件号码="K12345678", **{"国籍/地区": "中国香港"}),
    ]
    asked = wrong_cells(rolls.hand_in(rows, heads=WITH_COUNTRY))
    assert set(asked) == {"K2", "K4"}
    assert "看不出是哪个国家" in asked["K2"]
    assert "通行证" in asked["K4"]
