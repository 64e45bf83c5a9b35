"""One pupil of a school's roll, and his leaving."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.roll.access import KEEP_PUPIL, READ_ROLL
from xueyou.domains.roll.refusals import RollRefused
from xueyou.domains.roll.selectors.rolls import pupil
from xueyou.domains.roll.services.leaving import WHYS, leave_school
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.time import business_today
from xueyou.surfaces.shell.days import DayMissing, day_of
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of


@route(permission=READ_ROLL, content="internal", objects="registry.membership")
def pupil_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a pupil with his class and the guardians that the roll names."""
    return _page(request, uid)


@route(permission=KEEP_PUPIL, content="internal", methods=("POST",), objects="registry.membership")
def leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the pupil off the roll."""
    actor = current_actor(request)
    try:
        leave_school(
            actor=actor,
            membership_uid=uid,
            on=day_of(request, "on"),
            why=request.POST.get("why", "")[:20],
            key=form_key(request),
        )
    except (RollRefused, DayMissing, KeyMissing, KeyReused) as refused:
        return _page(request, uid, words_of(refused))
    messages.success(request, "已经办好离校，名册里没有这个学生了。以前的登记还在记录里。")
    return HttpResponseRedirect(reverse("registry:rolls"))


def _page(request: HttpRequest, uid: UUID, wrong: str = "") -> HttpResponse:
    row, contacts = pupil(current_actor(request), uid)
    context = {
        "row": row,
        "contacts": contacts,
        "whys": WHYS.items(),
        "today": business_today(),
        "given": request.POST,
        "key": new_key(),
        "wrong": wrong,
    }
    return render(request, "registry/pupil.html", context, status=422 if wrong else 200)
