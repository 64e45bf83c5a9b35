"""Owns the size of type: a cookie on this device, switched by a link so that it needs no script."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from xueyou.platform.access.routes import PUBLIC, route

COOKIE = "type_size"
YEAR = 365 * 24 * 3600


def large_type(request: HttpRequest) -> bool:
    """Return whether this device asked for large type."""
    return request.COOKIES.get(COOKIE) == "large"


@route(permission=PUBLIC, content="public")
def type_size(request: HttpRequest, size: str) -> HttpResponse:
    """Remember the size on this device and go back to the page the person came from."""
    response = HttpResponseRedirect(back_to(request))
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(COOKIE, size, max_age=YEAR, httponly=True, samesite="Lax")
    return response


def back_to(request: HttpRequest) -> str:
    """Return the address in `next` if it lies on this site, else the front page."""
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("public:front")
