"""Routes: every view says who may ask, what kind of content it answers, and by which methods."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponse, HttpResponseBase
from django.urls import reverse

from xueyou.platform.access import reading
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.request import current_actor

Content = Literal["personal", "internal", "public"]
View = Callable[..., HttpResponseBase]
READING_METHODS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Door:
    """A condition of entry that is no permission."""

    code: str

    def __str__(self) -> str:
        return self.code


PUBLIC = Door("public")
"""Anybody, signed in or not."""
SIGNED_IN = Door("signed-in")
"""Anybody who is signed in: one's own account, choosing for whom one acts."""


@dataclass(frozen=True, slots=True)
class Route:
    """What a view declares of itself.

    `permission` opens it; `writes` is asked for in addition when the method is not a reading one.
    `content`: personal (about people), internal (of the bureau), public.
    `objects` names the class of the objects in it ("" where there are none).
    `door` marks views of the entrance (sign-in, second factor) that stay open to somebody who has
    given a password but not yet set up the second factor.
    """

    permission: Permission | Door
    content: Content
    methods: tuple[str, ...]
    writes: Permission | None = None
    objects: str = ""
    door: bool = False


def route(
    *,
    permission: Permission | Door,
    content: Content,
    methods: tuple[str, ...] = ("GET",),
    writes: Permission | None = None,
    objects: str | None = None,
    door: bool = False,
) -> Callable[[View], View]:
    """Declare a view and guard it.

    A stranger is sent to the sign-in page; a person without the permission gets "not found", as
    for an address that does not exist. HEAD comes with GET; every other method must be listed.
    """
    allowed = tuple(methods) + (("HEAD",) if "GET" in methods and "HEAD" not in methods else ())
    declared = Route(permission, content, allowed, writes, _objects(permission, objects), door)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refused = _refusal(request, declared)
            return refused if refused is not None else view(request, *args, **kwargs)

        guarded.route = declared  # type: ignore[attr-defined]
        return guarded

    return guard


def route_of(view: object) -> Route | None:
    """Return what a view declares, None where it declares nothing."""
    found = getattr(view, "route", None)
    return found if isinstance(found, Route) else None


def _objects(permission: Permission | Door, given: str | None) -> str:
    if given is not None:
        return given
    if isinstance(permission, Permission) and permission.of is not None:
        return permission.of.model._meta.label_lower
    return ""


def _refusal(request: HttpRequest, declared: Route) -> HttpResponseBase | None:
    if request.method not in declared.methods:
        return HttpResponseNotAllowed(declared.methods)
    if declared.permission is PUBLIC and declared.writes is None:
        return None
    reads = request.method in READING_METHODS
    if not request.user.is_authenticated:
        if declared.permission is PUBLIC and reads:
            return None
        return to_sign_in(request)
    asked = [declared.permission] if reads else [declared.permission, declared.writes]
    actor = current_actor(request)
    for permission in asked:
        if isinstance(permission, Permission) and not reading.can(actor, permission):
            raise reading.NotFound
    return None


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Answer a stranger: to the sign-in page, and back here afterwards if he was only reading.

    Who asks for a page of families gets the door by telephone; they have no password.
    """
    by_phone = request.path.startswith(tuple(settings.XUEYOU_PHONE_PLACES))
    target = reverse("phone_sign_in" if by_phone else "account_login")
    if request.method in READING_METHODS:
        target += "?" + urlencode({"next": request.get_full_path()})
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
