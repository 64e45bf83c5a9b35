"""Owns how operations become addresses: each behind a declared right, as every page is."""

from collections.abc import Mapping

from django.urls import URLPattern, path

from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.routes import View, route
from xueyou.surfaces.api.api import api

ROOT = "api-root"
"""The library's own address without an operation."""


class Undeclared(RuntimeError):
    """An operation stands under no right, or a right over no operation."""


def guarded(rights: Mapping[str, Permission]) -> list[URLPattern]:
    """Return the addresses of the API, each opened by the right named for it, read and written.

    The content is personal: nothing is kept by anybody in between. Raises Undeclared.
    """
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


def _guarded(view: View, permission: Permission) -> View:
    guard = route(permission=permission, content="personal", methods=("GET", "POST"))(view)
    guard.csrf_exempt = False  # type: ignore[attr-defined]  # the library leaves it to its own login
    return guard
