"""Owns how operations become addresses: each behind a declared right, as every page is."""

from collections.abc import Mapping
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from xueyou.platform.access.routes import PUBLIC, View, route
from xueyou.surfaces.api.api import api
from xueyou.surfaces.api.problems import TOO_OFTEN, problem
from xueyou.surfaces.api.rights import Right

ROOT = "api-root"
"""The library's own address without an operation."""
RATES = {"read": "600/m/user", "public": "120/m/ip"}
"""How often may be read: a person's program, page after page; and anybody from one address."""


class Undeclared(RuntimeError):
    """An operation stands under no right, or a right over no operation."""


def guarded(rights: Mapping[str, Right]) -> list[URLPattern]:
    """Return the addresses of the API, each opened by the right named for it. Raises Undeclared."""
    found: dict[str, URLPattern] = {}
    for one in api.urls[0]:
        if isinstance(one, URLPattern) and one.name != ROOT:
            found[str(one.name)] = one
    if set(found) != set(rights):
        raise Undeclared(", ".join(sorted(set(found) ^ set(rights))))
    return [
        path(str(one.pattern), _guarded(one.callback, rights[name]), name=name)
        for name, one in found.items()
    ]


def _guarded(view: View, right: Right) -> View:
    guard = route(
        permission=right.permission,
        content=right.content,
        methods=right.methods,
        objects=right.objects,
    )(_counted(view, "public" if right.permission is PUBLIC else "read"))
    guard.csrf_exempt = False  # type: ignore[attr-defined]  # the library leaves it to its own login
    return guard


def _counted(view: View, action: str) -> View:
    """Count what is read; what is written each operation counts for itself, once it is read."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "GET" and not ratelimit.consume(
            request, app="api", action=action, config=RATES, limit_get=True
        ):
            return problem(TOO_OFTEN)
        return view(request, *args, **kwargs)

    return counted
