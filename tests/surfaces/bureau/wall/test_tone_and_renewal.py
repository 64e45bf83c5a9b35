"""Paper by day, board after dark; and what the page hears when it asks every minute."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.surfaces.bureau.wall.conftest import Wall
from tests.surfaces.soup import page_of
from xueyou.domains.plans.models import Light
from xueyou.platform.time import CITY
from xueyou.surfaces.bureau.wall.tone import tone_of


@pytest.mark.parametrize(
    ("hour", "tone"), [(0, "board"), (6, "board"), (7, "paper"), (17, "paper"), (18, "board")]
)
def test_the_clock_decides(hour: int, tone: str) -> None:
    """Tests dusk and dawn."""
    assert tone_of("", datetime(2026, 11, 20, hour, 0, tzinfo=CITY)) == tone


def test_a_person_may_choose(officer: Client, wall: Wall) -> None:
    """Tests the link, also that words which name no tone change nothing."""
    for asked, tone in (("board", "board"), ("paper", "paper"), ("x", "paper")):
        page = page_of(officer.get(wall.address(), {"tone": asked}))
        assert page.getroottree().getroot().get("data-tone") == tone


def ask(client: Client, wall: Wall, etag: str = "", hangs: str = "paper") -> Any:
    """Ask as the page itself does."""
    return client.get(
        wall.address(), {"hangs": hangs}, headers={"HX-Request": "true", "If-None-Match": etag}
    )


def test_the_same_picture_is_not_sent_again(officer: Client, wall: Wall) -> None:
    """Tests 304 without a body, with the time at which it was true."""
    first = ask(officer, wall)
    assert first.status_code == 200
    assert b"<html" not in first.content
    again = ask(officer, wall, first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["X-Business-Time"] == "08:00"


def test_the_page_carries_the_tag_that_it_will_ask_with(officer: Client, wall: Wall) -> None:
    """Tests that the first request of an untouched page is answered with 304."""
    main = page_of(officer.get(wall.address())).cssselect("main")[0]
    assert ask(officer, wall)["ETag"].strip('"') in main.get("hx-headers")


def test_a_new_light_is_a_new_picture(officer: Client, wall: Wall) -> None:
    """Tests that a change is sent whole."""
    first = ask(officer, wall)
    Light.objects.filter(about_uid=wall.hung.tasks[3].uid).update(light="bad")
    again = ask(officer, wall, first["ETag"])
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_dusk_loads_the_page_anew(officer: Client, wall: Wall, business_clock: Any) -> None:
    """Tests that a screen hanging over dusk is told to change its tone, and once only."""
    tag = ask(officer, wall)["ETag"]
    business_clock.move_to(datetime(2026, 11, 20, 18, 1, tzinfo=CITY))
    assert ask(officer, wall, tag)["HX-Refresh"] == "true"
    assert "HX-Refresh" not in ask(officer, wall, tag, hangs="board").headers


def test_without_script_it_comes_anew_by_itself(officer: Client, wall: Wall) -> None:
    """Tests the refresh for browsers that run no script."""
    page = page_of(officer.get(wall.address()))
    assert page.cssselect("noscript meta[http-equiv=refresh][content='60']")
