"""The waiting room: one small page, drawn once, that asks no database and no session."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

LIMIT = 5 * 1024
"""Bytes."""


def waiting_room(request: HttpRequest, retry_after: int) -> HttpResponse:
    """Answer 503 with the page; it asks again by itself after so many seconds, without moving.

    A form that was sent is not taken: the page says so, and going back keeps what was typed.
    """
    sent = request.method not in ("GET", "HEAD")
    response = HttpResponse(_page(retry_after, sent), status=503)
    response.headers["Retry-After"] = str(retry_after)
    response.headers["Cache-Control"] = "no-store"
    return response


@lru_cache(maxsize=64)
def _page(retry_after: int, sent: bool) -> bytes:
    words = {"seconds": retry_after, "sent": sent}
    return render_to_string("family/waiting.html", words).encode()
