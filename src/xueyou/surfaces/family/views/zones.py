"""Which school is mine: the zone of an address by the notice, before anything is asked for.

Open to everybody; the address comes by POST, so that it stands in no log, and is kept nowhere.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.enrolment.selectors.zones import ZoneView, calls_with_zones, look_up
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.routes import PUBLIC, route

LONGEST = {"road": 80, "door": 60}


@route(permission=PUBLIC, content="personal", methods=("GET", "POST"))
def zone(request: HttpRequest) -> HttpResponse:
    """Ask for an address, and say to which schools it belongs."""
    if request.method != "POST":
        return _page(request)
    typed = {name: request.POST.get(name, "").strip()[:most] for name, most in LONGEST.items()}
    if not typed["road"]:
        return _page(request, fault="请写小区、街路或者村的名字，例如柳荫街。")
    return _page(request, found=look_up(_call(request), **typed))


def _call(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("call", ""))
    except ValueError:
        raise NotFound from None


def _page(request: HttpRequest, *, found: ZoneView | None = None, fault: str = "") -> HttpResponse:
    context = {
        "calls": calls_with_zones(),
        "typed": request.POST,
        "found": found,
        "fault": fault,
    }
    response = render(request, "family/zone.html", context, status=422 if fault else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
