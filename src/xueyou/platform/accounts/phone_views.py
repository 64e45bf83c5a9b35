"""The door for families: a mobile number, a code by text message, in."""

from datetime import timedelta

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from xueyou.platform.access.routes import PUBLIC, route
from xueyou.platform.accounts.adapter import AccountAdapter
from xueyou.platform.accounts.codes import (
    LIFE,
    CodeRefused,
    TooMany,
    account_by_code,
    account_of_new_holder,
    ask_for_code,
    number_of,
    waiting_code,
)
from xueyou.platform.accounts.holders import HolderAsked, holder_proved
from xueyou.platform.accounts.models import Phone, User
from xueyou.platform.accounts.phone_numbers import NumberRefused, masked_number
from xueyou.platform.addresses import address

COOKIE = "xueyou_code"
SALT = "xueyou.accounts.code"
HOLDER_COOKIE = "xueyou_holder"
HOLDER_SALT = "xueyou.accounts.holder"
HOLDER_LIFE = timedelta(minutes=15)
HOLDER_RATES = {"holder": "5/d/key"}
"""How often a day the holder of a number may be wrong about the child."""
WRONG_CHILD = "姓名或者出生日期和账号里的对不上，没有登录，账号里的内容都在。请照证件再写一次。"
TOO_OFTEN = "今天试的次数太多，没有登录，账号里的内容都在。请明天再来，或者带证件到窗口办。"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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
    response = HttpResponseRedirect(address("phone_code"))
    response.set_cookie(
        COOKIE,
        signing.dumps({"code": str(asked.uid), "next": onward}, salt=SALT),
        max_age=int(LIFE.total_seconds()),
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
        path=address("phone_sign_in"),
    )
    return response


@route(permission=PUBLIC, content="personal", methods=("GET", "POST"), door=True)
def phone_code(request: HttpRequest) -> HttpResponseBase:
    """Take the code, and sign in. Without one on its way, begin again with the number."""
    carried = _carried(request)
    waiting = waiting_code(carried["code"]) if carried else None
    if carried is None or waiting is None:
        return HttpResponseRedirect(address("phone_sign_in"))
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
    except HolderAsked as asked:
        return _to_holder(request, asked.phone, carried["next"])
    return _inside(request, user, carried["next"])


@route(permission=PUBLIC, content="personal", methods=("GET", "POST"), door=True)
def phone_holder(request: HttpRequest) -> HttpResponseBase:
    """Ask who has a number now that was quiet for long: for a child of the account, or anew."""
    carried = _signed(request, HOLDER_COOKIE, HOLDER_SALT, HOLDER_LIFE)
    phone = carried and Phone.objects.filter(uid=carried["phone"], ended_at=None).first()
    if not carried or not phone:
        return HttpResponseRedirect(address("phone_sign_in"))
    if request.method != "POST":
        return render(request, "account/phone_holder.html")
    if request.POST.get("who") == "new":
        return _inside(request, account_of_new_holder(phone), carried["next"])
    typed = {name: request.POST.get(name, "")[:120].strip() for name in ("name", "born_on")}
    if not ratelimit.consume(
        request, app="accounts", action="holder", config=HOLDER_RATES, key=str(phone.uid)
    ):
        shown = {**typed, "error": TOO_OFTEN}
        return render(request, "account/phone_holder.html", shown, status=429)
    if not holder_proved(phone, typed["name"], typed["born_on"]):
        shown = {**typed, "error": WRONG_CHILD}
        return render(request, "account/phone_holder.html", shown, status=422)
    return _inside(request, phone.user, carried["next"])


def _to_holder(request: HttpRequest, phone: Phone, onward: str) -> HttpResponseBase:
    response = HttpResponseRedirect(address("phone_holder"))
    response.delete_cookie(COOKIE, path=address("phone_sign_in"))
    response.set_cookie(
        HOLDER_COOKIE,
        signing.dumps({"phone": str(phone.uid), "next": onward}, salt=HOLDER_SALT),
        max_age=int(HOLDER_LIFE.total_seconds()),
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
        path=address("phone_sign_in"),
    )
    return response


def _inside(request: HttpRequest, user: User, onward: str) -> HttpResponseBase:
    login(request, user, backend=BACKEND)
    response = HttpResponseRedirect(onward or address("after_sign_in"))
    for cookie in (COOKIE, HOLDER_COOKIE):
        response.delete_cookie(cookie, path=address("phone_sign_in"))
    return response


def _carried(request: HttpRequest) -> dict[str, str] | None:
    found = _signed(request, COOKIE, SALT, LIFE)
    return None if found is None else {"code": str(found["code"]), "next": str(found["next"])}


def _signed(request: HttpRequest, cookie: str, salt: str, life: timedelta) -> dict[str, str] | None:
    try:
        found: dict[str, str] = signing.loads(
            request.COOKIES.get(cookie, ""), salt=salt, max_age=int(life.total_seconds())
        )
    except signing.BadSignature:
        return None
    return found


def _onward(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    local = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=settings.SESSION_COOKIE_SECURE
    )
    return wanted if local else ""
