"""At the door: sessions that sat idle end, and staff go no further without the second factor."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from xueyou.platform.access.routes import READING_METHODS, route_of
from xueyou.platform.accounts import sessions
from xueyou.platform.accounts.models import User


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
