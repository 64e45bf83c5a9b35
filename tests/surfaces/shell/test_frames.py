"""What every page keeps: no script in the page, a way past the rail, a strict policy."""

import pytest
from django.test import Client

from tests.surfaces.conftest import SignIn
from tests.surfaces.soup import one, page_of

PUBLIC = (
    "/",
    "/standing/",
    "/accessibility/",
    "/witness/",
    "/design/",
    "/nowhere/",
    "/account/sign-in/",
)
INSIDE = ("/me/", "/bureau/plans/", "/bureau/plans/new/")


def _check(client: Client, path: str) -> None:
    answer = client.get(path)
    page = page_of(answer)
    assert page.get("lang") == "zh-Hans"
    assert page.cssselect("style") == []
    for script in page.cssselect("script"):
        assert script.get("src", "").startswith("/static/")
        assert not (script.text or "").strip()
    for element in page.iter():
        assert not [name for name in element.attrib if name.startswith("on")]
        assert not element.get("href", "").startswith("javascript:")
    assert one(page, "a.skip").get("href") == "#main"
    one(page, "main#main")
    one(page, "h1")
    policy = answer["Content-Security-Policy"]
    assert "script-src" not in policy or "'unsafe-inline'" not in policy.split("script-src")[1]
    assert "default-src 'self'" in policy


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_keep_the_frame(city: None, client: Client, path: str) -> None:
    """Tests pages that anybody sees."""
    _check(client, path)


@pytest.mark.parametrize("path", INSIDE)
def test_desks_keep_the_frame(officer: Client, path: str) -> None:
    """Tests pages behind the door."""
    _check(officer, path)


@pytest.mark.parametrize("path", INSIDE)
def test_a_stranger_is_sent_to_sign_in(city: None, client: Client, path: str) -> None:
    """Tests that the desk is closed, and that one comes back to it."""
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in/?next=")


def test_the_rail_holds_only_rooms_that_open(sign_in: SignIn) -> None:
    """Tests that somebody without the permission is not shown the room."""
    places = {
        who: [link.get("href") for link in page_of(sign_in(who).get("/me/")).cssselect(".rail a")]
        for who in ("hanwei", "auditor")
    }
    assert "/bureau/plans/" in places["hanwei"]
    assert "/bureau/plans/" not in places["auditor"]
