"""At the door: who comes, sessions that sat idle end, staff bring the second factor."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user,
    logout,
)
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from xueyou.platform.access.routes import READING_METHODS, route_of
from xueyou.platform.accounts import sessions
from xueyou.platform.accounts.models import User
from xueyou.platform.accounts.session_store import SessionStore


class AccountMiddleware(AuthenticationMiddleware):
    """Django's own; the account comes with the session, not by a question of its own."""

    def process_request(self, request: HttpRequest) -> None:
        """Let `request.user` be looked up when it is first asked for."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _who(request))  # type: ignore[assignment]


def _who(request: HttpRequest) -> User | AnonymousUser:
    if not hasattr(request, "_cached_user"):
        request._cached_user = _of_session(request) or get_user(request)  # type: ignore[attr-defined]
    found: User | AnonymousUser = request._cached_user  # type: ignore[attr-defined]
    return found


def _of_session(request: HttpRequest) -> User | None:
    """Return the account that the session brought along, where it may enter by it as it stands.

    Everything else (a changed password, a changed key, an older row) is left to Django.
    """
    session = request.session
    account = session.account if isinstance(session, SessionStore) else None
    if account is None or not account.is_active:
        return None
    signed = session.get(HASH_SESSION_KEY) or ""
    same = (
        session.get(SESSION_KEY) == str(account.pk)
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(signed, account.get_session_auth_hash())
    )
    return account if same else None


class EntranceMiddleware:
    """Ends idle sessions; sends staff without a second factor to set it up or to prove it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        if request.user.is_authenticated:
            if sessions.idle_too_long(request):
                logout(request)
            else:  # he was looked up just now: from here on himself, not who looks him up
                request.user = getattr(request, "_cached_user", request.user)
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> HttpResponseBase | None:
        """Stop staff without the second factor before any view that is not part of the door."""
        user = request.user
        declared = route_of(view)
        if not isinstance(user, User) or (declared is not None and declared.door):
            return None
        if sessions.passed_second_factor(request, user):
            return None
        known = sessions.has_authenticator(user)
        target = reverse("mfa_reauthenticate" if known else "mfa_activate_totp")
        if request.method in READING_METHODS:
            target += "?" + urlencode({"next": request.get_full_path()})
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=401, headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)
