"""Owns the limit on what a request may carry: judged by its declared length, before it is read.

Django's own limit does not count files, and its token check already reads the whole body. So this
middleware stands before that check. A view that takes uploads says so and judges by itself.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from xueyou.surfaces.shell.errors import error_page

ORDINARY = 2 * 1024 * 1024
"""Bytes that a page without uploads takes."""
DRAINED = 256 * 1024 * 1024
"""Bytes read and thrown away so that the browser sees the answer instead of a broken connection."""

SILENCE, DRAIN_WITHIN = 5.0, 10.0
"""Seconds: between two pieces, and for all: slow senders cannot hold the threads for long."""

R = TypeVar("R", bound=HttpResponseBase)
F = TypeVar("F", bound=Callable[..., HttpResponseBase])


def takes_uploads(view: F) -> F:
    """Mark a view that limits the length of its body by itself."""
    view.takes_uploads = True  # type: ignore[attr-defined]
    return view


def declared_length(request: HttpRequest) -> int:
    """Return the length that the request declares, 0 where it declares none."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def answered_unread(request: HttpRequest, response: R) -> R:
    """Return the response, having its body read and thrown away once it has been sent.

    The answer goes out at once. Without the reading that follows, the server would break off the
    connection under a browser that is still sending, and the browser would show that instead.
    """
    response._resource_closers.append(lambda: _drain(request))  # type: ignore[attr-defined]
    return response


def _drain(request: HttpRequest) -> None:
    """Read up to DRAINED bytes in small pieces; a sender that is silent or slow is left alone."""
    connection = request.META.get("gunicorn.socket")
    if connection is not None:
        connection.settimeout(SILENCE)
    left = min(declared_length(request), DRAINED)
    until = time.monotonic() + DRAIN_WITHIN
    try:
        while left > 0 and time.monotonic() < until:
            piece = request.read(min(left, 1 << 18))
            if not piece:
                return
            left -= len(piece)
    except OSError:  # it fell silent or went away (UnreadablePostError is one)
        return


class BodyLimitMiddleware:
    """Answers 413 to a body that is longer than its page takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the judgement falls once the view is known."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> HttpResponse | None:
        """Stop an ordinary request that declares more than ORDINARY bytes."""
        if declared_length(request) <= ORDINARY or getattr(view, "takes_uploads", False):
            return None
        return answered_unread(request, error_page(request, 413))
