"""City-run schools by page: the city entrusts and withdraws, a county reads what is its own."""

import pytest

from tests.domains.clubs.world import founded
from tests.surfaces.calls.conftest import Desk, desk_of
from tests.surfaces.soup import page_of, words
from xueyou.kernel.registry.models import Standing
from xueyou.platform.orgs.models import Organisation

PAGE = "/registry/zones/entrusted/"


@pytest.fixture
def city(db: None, business_clock: object) -> Organisation:
    """Found the bureau with a school of its own, and two counties with a school each."""
    made = founded("试点市教育局", "bureau")
    founded("市实验小学", "school", made)
    for name in ("东县", "西县"):
        founded(f"{name}一小", "school", founded(name, "county", made))
    return made


def uid(name: str) -> str:
    """Return the uid of an organisation."""
    return str(Organisation.objects.get(name=name).uid)


def given(**more: str) -> dict[str, str]:
    """Return the form filled in."""
    return {
        "school": uid("市实验小学"),
        "county": uid("东县"),
        "source": "甲教〔2026〕8号",
        "valid_from": "2026-11-20",
        **more,
    }


def test_entrusted_shown_and_withdrawn(city: Organisation) -> None:
    """What is wrong stands beside what was typed; only city-run schools are offered."""
    desk = desk_of("enrolment_officer", city)
    shown = desk.see(PAGE)
    assert [one.text for one in shown.cssselect("#school option")] == ["请选", "市实验小学"]
    assert [one.text for one in shown.cssselect("#county option")] == ["请选", "东县", "西县"]
    for wrong in ({"source": " "}, {"county": ""}, {"school": "x"}, {"valid_from": "明天"}):
        answer = desk.post(PAGE, given(**wrong))
        assert answer.status_code == 422
        assert "没有登记" in words(page_of(answer))
    kept = page_of(desk.post(PAGE, given(valid_from="", valid_to="2027-08-31")))
    assert kept.cssselect("#source")[0].get("value") == "甲教〔2026〕8号"
    assert desk.do(PAGE, given()) == PAGE
    assert "委托中" in words(desk.see(PAGE))
    path = f"{PAGE}{Standing.objects.get().uid}/withdraw/"
    unsaid = desk.post(path, {"why": " "})
    assert unsaid.status_code == 422
    assert page_of(unsaid).cssselect("details[open]")
    assert desk.do(path, {"why": "改由市里招"}) == PAGE
    assert "委托给县区的 0件" in words(desk.see(PAGE))


def test_a_county_reads_its_own_and_changes_nothing(city: Organisation) -> None:
    """The other county sees none of it; who has no part in enrolment has no page."""
    boss = desk_of("enrolment_officer", city)
    boss.do(PAGE, given())
    east, west = (
        desk_of("enrolment_officer", Organisation.objects.get(name=name))
        for name in ("东县", "西县")
    )
    assert "市实验小学" in words(east.see(PAGE))
    assert "市实验小学" not in words(west.see(PAGE))
    withdraw = f"{PAGE}{Standing.objects.get().uid}/withdraw/"
    for county in (east, west):
        shown = county.see(PAGE)
        assert not shown.cssselect("form[action^='/registry/zones/entrusted/']")
        assert county.post(PAGE, given(county=uid("西县"))).status_code == 404
        assert county.post(withdraw, {"why": "不要"}).status_code == 404
    assert Standing.objects.filter(voided_at=None).count() == 1
    assert "市直属学校" in words(east.see("/registry/zones/"))
    clerk: Desk = desk_of("school_clerk", Organisation.objects.get(name="市实验小学"))
    assert clerk.browser.get(PAGE).status_code in (403, 404)
