"""Which school is mine: anybody asks by an address, nothing is guessed and nothing kept."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.domains.enrolment.world import SOURCE, World, found_world
from tests.surfaces.family.conftest import family_of
from tests.surfaces.soup import one, page_of, words
from xueyou.platform.access.roles import roles
from xueyou.platform.acts.models import Act


@pytest.fixture
def city(db: None, settings: Any, tmp_path: Path, business_clock: object) -> World:
    """Found a city whose enrolment is open, with the site's roles and an officer of tests."""
    settings.DATA = tmp_path
    settings.XUEYOU_ROLES = "tests.domains.enrolment.roles"
    roles.cache_clear()
    return found_world()


@pytest.fixture(autouse=True)
def roles_again() -> Any:
    """Give the next test the site's own roles back."""
    yield
    roles.cache_clear()


def test_an_address_is_answered_with_its_schools(city: World) -> None:
    """A stranger reads the schools, the notice it rests on, and what he typed."""
    page = one(page_of(Client().get("/family/zone/")), "form[method=post]")
    call = one(page, "[name=call]").get("value")
    given = {"call": call, "road": "柳荫街", "door": "118号7幢2单元501"}
    acts = Act.objects.count()
    answer = Client().post("/family/zone/", given)
    said = words(one(page_of(answer), "section.say"))
    assert "柳荫街小学、文澜小学" in said
    assert SOURCE in said
    assert answer["Cache-Control"] == "no-store"
    assert one(page_of(answer), "#door").get("value") == given["door"]
    assert Act.objects.count() == acts


@pytest.mark.parametrize(
    ("road", "status", "part"),
    [("", 422, "请写小区"), ("柳荫街", 200, "请把住址写到"), ("别处路", 200, "没有找到这个地名")],
)
def test_what_is_not_certain_is_asked_for(city: World, road: str, status: int, part: str) -> None:
    """Nothing typed, a number missing, a name that no notice has."""
    given = {"call": str(city.call.uid), "road": road, "door": ""}
    answer = Client().post("/family/zone/", given)
    assert answer.status_code == status
    assert part in words(page_of(answer))


def test_only_announced_enrolments_are_asked(city: World) -> None:
    """A call that nobody announced, or no call at all, is not found."""
    for call in ("01990000-0000-7000-8000-000000000000", "x", ""):
        given = {"call": call, "road": "柳荫街", "door": "118号"}
        assert Client().post("/family/zone/", given).status_code == 404


def test_home_leads_there_while_an_enrolment_is_announced(city: World) -> None:
    """A family that has not asked yet finds the way on its first page."""
    page = page_of(family_of().phone.get("/family/"))
    assert one(page, 'a[href="/family/zone/"]') is not None
