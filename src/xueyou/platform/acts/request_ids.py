"""The id of the request a verb was called in: it lays a log line and an act together."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

_GIVEN = re.compile(r"[A-Za-z0-9\-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the id of the request being answered, "" outside of one."""
    return _current.get()


@contextmanager
def request_named(request_id: str) -> Iterator[None]:
    """Let every act inside carry this request id."""
    token = _current.set(request_id)
    try:
        yield
    finally:
        _current.reset(token)


class RequestIdMiddleware:
    """Give each request an id (the caller's own where it is well-formed) and answer with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request under its id."""
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = given if _GIVEN.fullmatch(given) else uuid4().hex
        with request_named(request_id):
            response = self.get_response(request)
        response["X-Request-Id"] = request_id
        return response
