"""Error pages: what happened, what is safe, what to do, a number to read out."""

import pytest
from django.test import Client, RequestFactory

from tests.surfaces.soup import one, page_of, words
from xueyou.surfaces.shell.errors import SAID, error_page


@pytest.mark.parametrize("status", SAID)
def test_each_page_says_the_four_things(db: None, status: int) -> None:
    """Tests that no page leaves out what is safe or what to do, and none shouts."""
    request = RequestFactory().get("/")
    request.user = type("Nobody", (), {"is_authenticated": False})()
    answer = error_page(request, status)
    assert answer.status_code == status
    said = words(one(page_of(answer), "main"))
    for sentence in (SAID[status].happened, SAID[status].safe, SAID[status].do):
        assert sentence in said
    assert "！" not in said
    assert "!" not in said


def test_an_unknown_address_says_its_number(db: None, client: Client) -> None:
    """Tests that the number on the page is the one that the answer carries for the log."""
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert words(one(page_of(answer), "#request-id")) == answer["X-Request-Id"]


def test_a_form_without_its_token_is_refused_in_words(db: None) -> None:
    """Tests the page that people see whose form was open for too long."""
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/account/sign-in/", {"login": "x"})
    assert answer.status_code == 403
    assert "页面开得太久" in answer.content.decode()


def test_a_fault_of_ours_says_what_is_safe(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests the page after a crash: nobody learns the cause, everybody learns what is kept."""

    def broken() -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("xueyou.surfaces.public.views.published_city", broken)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    said = answer.content.decode()
    assert "已经收下的内容都在" in said
    assert "secret" not in said
