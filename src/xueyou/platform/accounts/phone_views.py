"""The door for families: a mobile number, a code by text message, in."""

from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from xueyou.platform.access.routes import PUBLIC, route
from xueyou.platform.accounts.adapter import AccountAdapter
from xueyou.platform.accounts.codes import (
    LIFE,
    CodeRefused,
    TooMany,
    account_by_code,
    ask_for_code,
    number_of,
    waiting_code,
)
from xueyou.platform.accounts.phone_numbers import NumberRefused, masked_number

COOKIE = "xueyou_code"
SALT = "xueyou.accounts.code"
BACKEND = "xueyou.platform.accounts.backend.AccountBackend"


@route(permission=PUBLIC, content="personal", methods=("GET", "POST"), door=True)
def phone(request: HttpRequest) -> HttpResponseBase:
    """Ask for the number, and send a code to it."""
    onward = _onward(request)
    if request.method != "POST":
        return render(request, "account/phone.html", {"next": onward})
    typed = request.POST.get("phone", "")[:40]
    try:
        asked = ask_for_code(typed, address=AccountAdapter().get_client_ip(request))
    except (NumberRefused, TooMany) as refused:
        shown = {"next": onward, "typed": typed, "error": refused.zh}
        status = 429 if isinstance(refused, TooMany) else 422
        return render(request, "account/phone.html", shown, status=status)
    response = HttpResponseRedirect(reverse("phone_code"))
    response.set_cookie(
        COOKIE,
        signing.dumps({"code": str(asked.uid), "next": onward}, salt=SALT),
        max_age=int(LIFE.total_seconds()),
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
        path=reverse("phone_sign_in"),
    )
    return response


@route(permission=PUBLIC, content="personal", methods=("GET", "POST"), door=True)
def phone_code(request: HttpRequest) -> HttpResponseBase:
    """Take the code, and sign in. Without one on its way, begin again with the number."""
    carried = _carried(request)
    waiting = waiting_code(carried["code"]) if carried else None
    if carried is None or waiting is None:
        return HttpResponseRedirect(reverse("phone_sign_in"))
    shown = {
        "number": masked_number(number_of(waiting)),
        "minutes": int(LIFE.total_seconds()) // 60,
    }
    if request.method != "POST":
        return render(request, "account/phone_code.html", shown)
    try:
        user = account_by_code(waiting.uid, request.POST.get("code", "")[:40])
    except CodeRefused as refused:
        shown |= {"error": refused.zh, "spent": refused.spent}
        return render(request, "account/phone_code.html", shown, status=422)
    login(request, user, backend=BACKEND)
    response = HttpResponseRedirect(carried["next"] or reverse("after_sign_in"))
    response.delete_cookie(COOKIE, path=reverse("phone_sign_in"))
    return response


def _carried(request: HttpRequest) -> dict[str, str] | None:
    try:
        found = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=int(LIFE.total_seconds())
        )
    except signing.BadSignature:
        return None
    return {"code": str(found["code"]), "next": str(found["next"])}


def _onward(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    local = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=settings.SESSION_COOKIE_SECURE
    )
    return wanted if local else ""
