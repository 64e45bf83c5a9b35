"""The waiting room's door: sends away whom the gate did not let in, and hands out entry passes."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from xueyou.site.gate import COOKIE, verdict
from xueyou.surfaces.family.waiting import waiting_room


class WaitingMiddleware:
    """Acts on the verdict of the web server; without one (a test, another server) all come in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the room, or let the request in."""
        found = verdict.get()
        if found.wait:
            return waiting_room(request, found.wait)
        response = self.get_response(request)
        if found.entry_pass and not _may_be_kept(response):
            response.set_cookie(
                COOKIE,
                found.entry_pass,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response


def _may_be_kept(response: HttpResponseBase) -> bool:
    """Return whether others may get a copy of this answer: such a one carries nobody's pass."""
    said = response.headers.get("Cache-Control", "")
    return "no-store" not in said and ("max-age" in said or "no-cache" in said or "public" in said)
