"""Drawing a list up: whom to ask, what, on which ground, until when."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.checks.access import DRAW_UP_LIST
from xueyou.domains.checks.selectors.lists import askable
from xueyou.domains.checks.services.drawing_up import LONGEST_DAYS, MOST_ROWS, Wanted, draw_up_list
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_today
from xueyou.surfaces.checks.refusing import REFUSED
from xueyou.surfaces.shell.days import day_of
from xueyou.surfaces.shell.keys import form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

USUAL_DAYS = 14


@route(permission=DRAW_UP_LIST, content="internal", methods=("GET", "POST"), objects="calls.round")
def new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the form, or draw the list up."""
    if request.method != "POST":
        return _page(request, uid)
    given = request.POST
    try:
        made = draw_up_list(
            actor=current_actor(request),
            round_uid=uid,
            wanted=Wanted(
                given.get("source", ""),
                given.getlist("question"),
                given.get("office", ""),
                given.get("legal_basis", ""),
                day_of(request, "expires_on"),
                given.get("everybody") == "yes",
            ),
            key=form_key(request),
        )
    except REFUSED as refused:
        return _page(request, uid, words_of(refused))
    return HttpResponseRedirect(reverse("checks:list", args=[made]))


def _page(request: HttpRequest, uid: UUID, wrong: str = "") -> HttpResponse:
    found = askable(current_actor(request), uid)
    given = request.POST if wrong else request.GET
    chosen = next((one for one in found.sources if one.source == given.get("source")), None)
    chosen = chosen or next(iter(found.sources), None)
    context = {
        "found": found,
        "call": {"uid": found.call, "title": found.title},
        "chosen": chosen,
        "given": given,
        "picked": given.getlist("question") if wrong else None,
        "today": business_today(),
        "until": business_today() + timedelta(days=USUAL_DAYS),
        "last": business_today() + timedelta(days=LONGEST_DAYS),
        "most": MOST_ROWS,
        "key": new_key(),
        "wrong": wrong,
    }
    return render(request, "checks/new.html", context, status=422 if wrong else 200)
