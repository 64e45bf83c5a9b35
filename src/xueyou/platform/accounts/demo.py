"""Demonstration sign-in: one click by a signed link, where the deployment is marked demo or test.

Production has no such address (urls.py), and this code refuses there as well.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from xueyou.platform.access.routes import PUBLIC, route
from xueyou.platform.accounts import sessions
from xueyou.platform.accounts.models import User

SALT = "xueyou.accounts.demo-sign-in"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_SHOWN: dict[str, str] = {}
_STAFF: dict[str, str] = {}
_FILLING: list[Callable[[], str]] = []


@dataclass(frozen=True, slots=True)
class ShownFamily:
    """A made-up family that can be entered by one click; `said` tells what is to be seen there."""

    user: User
    said: str


def show_family(login_name: str, said: str) -> None:
    """Put an account that holds no role on the demonstration's lists of people."""
    _SHOWN[login_name] = said


def shown_families() -> list[ShownFamily]:
    """Return the families of the lists that there are, in their order; in production nobody."""
    if not sessions.demo_allowed():
        return []
    found = {
        user.login_name: user
        for user in User.objects.filter(login_name__in=_SHOWN, is_active=True, staff=False)
    }
    return [ShownFamily(found[name], said) for name, said in _SHOWN.items() if name in found]


def show_staff(login_name: str, said: str) -> None:
    """Say what somebody with a role has on his desk; he is listed whoever else has that role."""
    _STAFF[login_name] = said


def shown_staff() -> dict[str, str]:
    """Return what there is to be seen, by login name, in the order in which it was said."""
    return dict(_STAFF)


def tell_filling(said: Callable[[], str]) -> None:
    """Let the front page say how far the demonstration's city is filled."""
    _FILLING.append(said)


def filling() -> str:
    """Return what is still being filled, "" where nothing is; in production nothing ever is."""
    if not sessions.demo_allowed():
        return ""
    return next(filter(None, (said() for said in _FILLING)), "")


def sign_in_path(user: User) -> str:
    """Return the one-click address of a demonstration person. Raises RuntimeError in production."""
    if not sessions.demo_allowed():
        raise RuntimeError("正式环境没有演示登录。")
    token = signing.Signer(salt=SALT).sign(str(user.uid))
    return reverse("demo_sign_in", kwargs={"token": token})


@route(permission=PUBLIC, content="personal", door=True)
def demo_sign_in(request: HttpRequest, token: str) -> HttpResponseBase:
    """Sign the person in whose signed uid this is, and go on to `next` or the front page."""
    if not sessions.demo_allowed():
        raise Http404
    try:
        uid = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        raise Http404 from None
    user = User.objects.filter(uid=uid, is_active=True).first()
    if user is None:
        raise Http404
    if request.method == "GET":
        login(request, user, backend=BACKEND)
        request.session[sessions.DEMO] = user.pk
    return HttpResponseRedirect(_next(request))


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return reverse("after_sign_in")
