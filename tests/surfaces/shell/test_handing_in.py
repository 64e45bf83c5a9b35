"""A page that takes a file: how long it is comes first, then the token, then the page."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from xueyou.surfaces.shell.handing_in import Wrong, takes_file

LONGER = 51 * 1024 * 1024


def _too_long(request: HttpRequest, why: Wrong, number: int) -> HttpResponse:
    return HttpResponse(f"{number}: {why.says}", status=422)


@takes_file(_too_long)
def page(request: HttpRequest, number: int) -> HttpResponse:
    """Answer with the number that the address names."""
    return HttpResponse(f"{number}")


@takes_file()
def plain(request: HttpRequest) -> HttpResponse:
    """Answer at all."""
    return HttpResponse("")


def asked(method: str, length: int = 10) -> HttpRequest:
    """Return a request without a token whose body must not be read."""
    request = RequestFactory().generic(method, "/", b"file", "multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = str(length)

    class Unread:
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

    if length >= LONGER:
        request._stream = Unread()  # type: ignore[attr-defined]
    return request


def test_a_body_that_is_too_long_is_answered_before_it_is_read() -> None:
    """By the page itself with what the address names, or by the page that says so."""
    answer = page(asked("POST", LONGER), number=7)
    assert (answer.status_code, answer.content.decode()[:3]) == (422, "7: ")  # type: ignore[attr-defined]
    assert "没有存下" in answer.content.decode()  # type: ignore[attr-defined]
    assert plain(asked("POST", LONGER)).status_code == 413


def test_without_the_token_nothing_is_taken() -> None:
    """The middleware leaves these pages alone: each asks for the token itself."""
    assert page.csrf_exempt  # type: ignore[attr-defined]
    assert page.takes_uploads  # type: ignore[attr-defined]
    assert page(asked("POST"), number=7).status_code == 403


@pytest.mark.parametrize("length", [10, LONGER])
def test_who_only_looks_is_shown_the_page(length: int) -> None:
    """Whatever the request declares: nothing of it is taken."""
    answer = page(asked("GET", length), number=7)
    assert answer.content == b"7"  # type: ignore[attr-defined]
