"""The last gate: undeclared views answer nobody, and answers to people are not kept."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from xueyou.platform.access.routes import PUBLIC, Route, route_of


class AccessMiddleware:
    """Refuses undeclared views and marks every answer that is not public as not to be stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then seal the answer."""
        response = self.get_response(request)
        if not self._may_be_kept(request, response):
            response["Cache-Control"] = "no-store"
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> None:
        """Stop before a view that carries no @route."""
        declared = route_of(view)
        if declared is None:
            name = getattr(view, "__qualname__", type(view).__name__)
            raise ImproperlyConfigured(f"view {view.__module__}.{name} carries no @route")
        request.route = declared  # type: ignore[attr-defined]

    def _may_be_kept(self, request: HttpRequest, response: HttpResponseBase) -> bool:
        declared = getattr(request, "route", None)
        if not isinstance(declared, Route) or declared.permission is not PUBLIC:
            return False
        if declared.content != "public" or response.status_code >= 400:
            return False
        return not (hasattr(request, "user") and request.user.is_authenticated)
