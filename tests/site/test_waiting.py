"""The door of the waiting room: 503 for whom the server sends away, a pass for whom it lets in."""

from contextvars import Token

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from xueyou.site.gate import Verdict, verdict
from xueyou.site.waiting import WaitingMiddleware


def passed(found: Verdict, *, cache: str = "no-store") -> HttpResponse:
    """Send a request with this verdict through the door, to a page with this Cache-Control."""

    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("inside", headers={"Cache-Control": cache} if cache else {})

    token: Token[Verdict] = verdict.set(found)
    try:
        answer = WaitingMiddleware(page)(RequestFactory().get("/family/"))
    finally:
        verdict.reset(token)
    assert isinstance(answer, HttpResponse)
    return answer


def test_whoever_waits_gets_the_room_and_when_to_come_back() -> None:
    """The page inside is not asked."""
    answer = passed(Verdict(wait=20))
    assert (answer.status_code, answer["Retry-After"]) == (503, "20")
    assert b"inside" not in answer.content
    assert not answer.cookies


@pytest.mark.parametrize(
    ("cache", "given"), [("no-store", True), ("", True), ("no-cache", False), ("max-age=9", False)]
)
def test_a_turn_goes_only_with_answers_that_nobody_else_gets(cache: str, given: bool) -> None:
    """A page that a cache may keep carries no cookie."""
    answer = passed(Verdict(entry_pass="a:b"), cache=cache)
    assert answer.content == b"inside"
    assert ("entry_pass" in answer.cookies) == given
    if given:
        assert answer.cookies["entry_pass"]["httponly"]


def test_without_a_verdict_everybody_comes_in_and_gets_nothing() -> None:
    """Another server, or a test: the door stands open."""
    assert not passed(Verdict()).cookies
