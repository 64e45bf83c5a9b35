"""A link to a page of a family leads a stranger to the door by telephone, and back to the page."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.kernel.calls.world import World


@pytest.mark.parametrize(
    "path", ["/family/", "/family/applications/01990000-0000-7000-8000-000000000000/result/"]
)
def test_a_stranger_is_asked_for_a_telephone_and_comes_back(world: World, path: str) -> None:
    """The page asked for is carried along; what was posted is not repeated."""
    phone = Client()
    to = urlsplit(phone.get(f"{path}?child=1")["Location"])
    assert to.path == "/sign-in/"
    assert parse_qs(to.query) == {"next": [f"{path}?child=1"]}
    assert f'value="{path}?child=1"' in phone.get(to.geturl()).content.decode()


def test_what_was_posted_is_not_repeated(world: World) -> None:
    """A form whose sitting has ended leads to the door alone."""
    answer = Client().post(f"/family/calls/{world.call.uid}/start/", {})
    assert answer["Location"] == "/sign-in/"


def test_staff_keep_their_own_door(world: World) -> None:
    """All other pages lead to name and password."""
    assert Client().get("/me/")["Location"].startswith("/account/sign-in/")
