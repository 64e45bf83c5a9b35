"""The token of a form: masked anew for each page, and taken back by Django's own check."""

from collections import Counter

import pytest
from django.http import HttpResponse
from django.middleware.csrf import CSRF_ALLOWED_CHARS, _unmask_cipher_token
from django.test import Client, RequestFactory

from xueyou.surfaces.shell.tokens import form_token, masked

SECRET = "aZ09" * 8


def test_a_token_hides_its_secret_and_gives_it_back() -> None:
    """Tests that Django reads the secret out of each token, and no two tokens are alike."""
    tokens = {masked(SECRET) for _ in range(200)}
    assert len(tokens) == 200
    assert {_unmask_cipher_token(token) for token in tokens} == {SECRET}


def test_every_sign_is_as_likely_as_any_other() -> None:
    """Tests the mask: about 64,000 signs over 62, none of them off by a fifth."""
    seen = Counter("".join(masked(SECRET)[:32] for _ in range(2000)))
    assert set(seen) == set(CSRF_ALLOWED_CHARS)
    middle = 64_000 / len(CSRF_ALLOWED_CHARS)
    assert all(abs(times - middle) < middle / 5 for times in seen.values())


def test_who_comes_without_a_secret_gets_one_with_the_page() -> None:
    """Tests a newcomer: the cookie that goes with the token is asked to be set."""
    request = RequestFactory().get("/")
    token = str(form_token(request)["csrf_token"])
    assert _unmask_cipher_token(token) == request.META["CSRF_COOKIE"]
    assert request.META["CSRF_COOKIE_NEEDS_UPDATE"]


def test_a_page_without_a_form_sets_nothing() -> None:
    """Tests that looking alone does no work."""
    request = RequestFactory().get("/")
    form_token(request)
    assert "CSRF_COOKIE_NEEDS_UPDATE" not in request.META


@pytest.mark.django_db
def test_a_form_passes_with_its_token_and_not_with_anothers() -> None:
    """Tests the whole way: page, cookie, form, check."""
    own, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    pages = [one.get("/sign-in/") for one in (own, own, other)]  # a known visitor's page is second
    tokens = [_token_in(page) for page in pages]  # type: ignore[arg-type]
    assert tokens[0] != tokens[1]
    for token in tokens[:2]:
        sent = {"csrfmiddlewaretoken": token, "phone": "nobody"}
        assert own.post("/sign-in/", sent).status_code != 403
    sent = {"csrfmiddlewaretoken": tokens[2], "phone": "nobody"}
    assert own.post("/sign-in/", sent).status_code == 403


def _token_in(page: HttpResponse) -> str:
    return page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].partition('"')[0]
