"""The public pages: no permission, no rows of people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.formats.proof.draws import LONG_ENOUGH
from xueyou.platform.access.routes import PUBLIC, route
from xueyou.platform.accounts.demo import filling
from xueyou.platform.time import business_today
from xueyou.surfaces.public.city import published_city
from xueyou.surfaces.public.people import demonstration_people, is_demonstration
from xueyou.surfaces.public.standing import MISSING, SHORT, STANDS


@route(permission=PUBLIC, content="public")
def front(request: HttpRequest) -> HttpResponse:
    """Say what 学优 is, for whom, how it can be used, and who can look around."""
    context = {
        "people": demonstration_people(),
        "city": published_city(),
        "demo": is_demonstration(),
        "filling": filling(),
        "today": business_today(),
    }
    return render(request, "public/front.html", context)


@route(permission=PUBLIC, content="public")
def standing(request: HttpRequest) -> HttpResponse:
    """Say what stands, what falls short, and what is not begun."""
    context = {"stands": STANDS, "short": SHORT, "missing": MISSING}
    return render(request, "public/standing.html", context)


@route(permission=PUBLIC, content="public")
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the pages are kept usable for all, and where they fall short."""
    return render(request, "public/accessibility.html")


@route(permission=PUBLIC, content="public")
def witness(request: HttpRequest) -> HttpResponse:
    """Let a witness seal his line on his own device; it is never sent here."""
    return render(request, "public/witness.html", {"least": LONG_ENOUGH})
