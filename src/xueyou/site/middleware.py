"""Around every request: how long it took, how often it asked the database, one line in the log."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

log = logging.getLogger("xueyou.requests")


class _Counter:
    """Counts what one request asks of the database."""

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - started


class RequestMiddleware:
    """Measures each request, answers Server-Timing in demo and test, and logs one line.

    The line names the route, never the address: an address may hold a token.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._tells = settings.XUEYOU_ENV in {"demo", "test"}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request under measurement."""
        started, counter = time.perf_counter(), _Counter()
        with connection.execute_wrapper(counter):
            response = self.get_response(request)
        milliseconds = (time.perf_counter() - started) * 1000
        if self._tells:
            response["Server-Timing"] = (
                f"app;dur={milliseconds:.1f}, "
                f'db;dur={counter.seconds * 1000:.1f};desc="{counter.queries} queries"'
            )
        _without_body_for_head(request, response)
        log.info(
            "%s %s %d",
            request.method,
            route_of(request),
            response.status_code,
            extra={"ms": round(milliseconds, 1), "queries": counter.queries},
        )
        return response


def _without_body_for_head(request: HttpRequest, response: HttpResponseBase) -> None:
    """Send headers only; the length that a GET would have stays in them."""
    if request.method == "HEAD" and isinstance(response, HttpResponse):
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""


def route_of(request: HttpRequest) -> str:
    """Return the pattern of the address that was asked for, without what filled it."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match is not None else "(none)"
