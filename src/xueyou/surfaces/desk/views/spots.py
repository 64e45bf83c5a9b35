"""Spot checks: some of the passed files are drawn by lot and looked at again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.checks.desk_access import DRAW_SPOT, READ_SPOT, WORK_FILE
from xueyou.domains.checks.selectors.one_file import file_line
from xueyou.domains.checks.selectors.spot_checks import spot_desk, spot_kept, spot_title
from xueyou.domains.checks.services.spot_checks import (
    look_again,
    plan_spot_check,
    reveal_spot_check,
)
from xueyou.formats.proof.source_forms import FormUnknown
from xueyou.kernel.draws.protocol import Source
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_now
from xueyou.surfaces.calls.moments import MomentMissing, moment_of
from xueyou.surfaces.calls.views.drawing import FORMS
from xueyou.surfaces.desk.refusing import REFUSED
from xueyou.surfaces.desk.views.files import shown_if_refused, to_next
from xueyou.surfaces.shell.keys import form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

NOT_TAKEN = (*REFUSED, MomentMissing, FormUnknown)


@route(permission=DRAW_SPOT, content="internal", methods=("GET", "POST"))
def spots(request: HttpRequest, uid: UUID) -> HttpResponse:
    """List the spot checks of a call; commit another one."""
    actor, given, refused = current_actor(request), request.POST.dict(), None
    desk = spot_desk(actor, uid)
    if request.method == "POST":
        try:
            made = plan_spot_check(
                actor=actor,
                call_uid=uid,
                sources=[Source(given.get("name", "").strip(), given.get("form", ""))],
                not_before=moment_of(given, "not_before", "公开号码最早公布的时间"),
                key=form_key(request),
            )
        except NOT_TAKEN as found:
            refused = found
        else:
            messages.success(request, "承诺好了。公开的号码出来以后，到这里录入。")
            return HttpResponseRedirect(reverse("desk:spot", args=[made]))
    context = {
        "desk": desk,
        "forms": FORMS,
        "given": given,
        "key": new_key(),
        "wrong": words_of(refused),
    }
    return render(request, "desk/spots.html", context, status=200 if refused is None else 422)


@route(permission=READ_SPOT, content="internal", methods=("GET", "POST"))
def spot(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a spot check; take the number that the public source gave."""
    actor, refused = current_actor(request), None
    if request.method == "POST":
        try:
            picked = reveal_spot_check(
                actor=actor,
                spot_uid=uid,
                published=request.POST.get("published", ""),
                key=form_key(request),
            )
        except NOT_TAKEN as found:
            refused = found
        else:
            messages.success(request, f"揭晓了，抽中{picked}份，在核对名单的“抽中复查”里。")
            return HttpResponseRedirect(reverse("desk:spot", args=[uid]))
    row, draw = spot_kept(actor, uid)
    context: dict[str, Any] = {
        "row": row,
        "draw": draw,
        "title": spot_title(actor, uid),
        "ready": business_now() >= draw.row.not_before,
        "given": request.POST,
        "key": new_key(),
        "wrong": words_of(refused),
    }
    return render(request, "desk/spot.html", context, status=200 if refused is None else 422)


@route(permission=WORK_FILE, content="personal", methods=("POST",))
@shown_if_refused("look")
def looked(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note what the second look at a drawn file found."""
    actor = current_actor(request)
    line, in_order = file_line(actor, uid), request.POST.get("in_order") == "yes"
    look_again(
        actor=actor,
        application_uid=uid,
        in_order=in_order,
        seen=request.POST.get("seen", ""),
        key=form_key(request),
    )
    what = "复查没有问题" if in_order else "复查有问题，回到没核对"
    messages.success(request, f"{line.child}：{what}。")
    return to_next(request, line, done=False)
