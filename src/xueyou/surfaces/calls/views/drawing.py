"""The draw of a round: committed before the public source speaks, revealed after it has."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.calls.run_access import RUN_ROUND
from xueyou.kernel.calls.selectors.desk import call_kept, round_desk
from xueyou.kernel.calls.services.round_draws import commit_round_draw
from xueyou.kernel.draws.access import READ_DRAW, REVEAL_DRAW, VOID_DRAW
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.purposes import purpose_of
from xueyou.kernel.draws.selectors import draw_sheet, public_files
from xueyou.kernel.draws.services.revealing import reveal_draw, void_draw
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_now
from xueyou.surfaces.calls.announced import lines
from xueyou.surfaces.calls.moments import moment_of
from xueyou.surfaces.calls.refusing import REFUSED, said, status_of
from xueyou.surfaces.calls.views.stage import staged
from xueyou.surfaces.shell.keys import form_key, new_key

FORMS = (
    ("digits:7", "7位数字"),
    ("digits:12", "12位数字"),
    ("digits:20", "20位数字"),
    ("numbers:6:1:33:sorted", "1到33中的6个号，不分先后"),
    ("numbers:7:0:9", "7个0到9的数，按公布的先后"),
    ("hex:64", "64位十六进制数"),
)
SOURCES = (1, 2)


@route(permission=RUN_ROUND, content="internal", methods=("GET", "POST"))
def commit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Commit the official draw of a round."""
    actor = current_actor(request)
    desk = round_desk(actor, uid)
    call, given, refused = call_kept(actor, desk.row.call), request.POST.dict(), None
    if request.method == "POST":
        try:
            draw = commit_round_draw(
                actor=actor,
                round_uid=uid,
                sources=_sources(given),
                not_before=moment_of(given, "not_before", "公开号码最早公布的时间"),
                seals=lines(given.get("seals", "")),
                key=form_key(request),
            )
        except REFUSED as found:
            refused = found
        else:
            messages.success(request, "承诺好了。请把承诺校验码和公开源现在就公布出去。")
            return HttpResponseRedirect(reverse("calls:drawn", args=[draw]))
    context = {
        "call": call,
        "row": desk.row,
        "desk": desk,
        "back": f"{reverse('calls:call', args=[call.uid])}?round={uid}",
        "forms": FORMS,
        "sources": [
            (n, given.get(f"name{n}", ""), given.get(f"form{n}", FORMS[0][0])) for n in SOURCES
        ],
        "given": given,
        "key": new_key(),
        "wrong": said(refused),
    }
    return render(request, "calls/draw.html", context, status=status_of(refused))


@route(permission=READ_DRAW, content="internal")
def draw_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a draw: what was committed, what came out."""
    return _page(request, uid)


@route(permission=REVEAL_DRAW, content="internal", methods=("POST",))
def reveal(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Reveal a draw with what the public source published."""
    given = request.POST
    used = given.get("used", "0")
    _require_no_own_stage(request, uid)
    try:
        reveal_draw(
            actor=current_actor(request),
            draw_uid=uid,
            published=given.get("published", ""),
            witnesses=lines(given.get("witnesses", "")),
            used=int(used) if used in ("0", "1", "2") else 0,
            because=given.get("because", ""),
            key=form_key(request),
        )
    except REFUSED as refused:
        back = staged if given.get("stage") else _page
        return back(request, uid, refused)
    messages.success(request, "揭晓好了。下一步正式运行。")
    page = "calls:stage" if given.get("stage") else "calls:drawn"
    return HttpResponseRedirect(reverse(page, args=[uid]))


@route(permission=VOID_DRAW, content="internal", methods=("POST",))
def void(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Void a draw, for a reason that everybody reads."""
    _require_no_own_stage(request, uid)
    try:
        void_draw(
            actor=current_actor(request),
            draw_uid=uid,
            why=request.POST.get("why", ""),
            key=form_key(request),
        )
    except REFUSED as refused:
        return _page(request, uid, refused)
    messages.success(request, "作废了。次序号不会再用，大家都看得见。")
    return HttpResponseRedirect(reverse("calls:drawn", args=[uid]))


def _require_no_own_stage(request: HttpRequest, uid: UUID) -> None:
    """Raise Http404 where a room reveals and voids its draws itself."""
    if purpose_of(draw_sheet(current_actor(request), uid).row.purpose).own_stage:
        raise Http404


@route(permission=READ_DRAW, content="internal")
def commitment(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out commit.json, as it is to be published."""
    return _file(request, uid, "commit.json")


@route(permission=READ_DRAW, content="internal")
def revelation(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out reveal.json, once there is one."""
    return _file(request, uid, "reveal.json")


def _file(request: HttpRequest, uid: UUID, name: str) -> HttpResponse:
    data = public_files(current_actor(request), uid).get(name)
    if data is None:
        raise Http404
    response = HttpResponse(data, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(request: HttpRequest, uid: UUID, refused: BaseException | None = None) -> HttpResponse:
    actor = current_actor(request)
    found = draw_sheet(actor, uid)
    desk = round_desk(actor, found.row.subject_uid)
    ready = business_now() >= found.row.not_before
    context: dict[str, Any] = {
        "draw": found,
        "row": found.row,
        "desk": desk,
        "call": call_kept(actor, desk.row.call),
        "back": f"{reverse('calls:call', args=[desk.row.call])}?round={desk.row.uid}",
        "open": found.row.revealed_at is None and not found.row.void_reason,
        "ready": ready,
        "used_in_run": any(
            run.purpose == "official" and run.state != "failed" for run in desk.runs
        ),
        "may_reveal": can(actor, REVEAL_DRAW),
        "may_void": can(actor, VOID_DRAW),
        "given": request.POST,
        "key": new_key,
        "wrong": said(refused),
    }
    return render(request, "calls/drawn.html", context, status=status_of(refused))


def _sources(given: dict[str, str]) -> list[Source]:
    return [
        Source(given[f"name{n}"].strip(), given.get(f"form{n}", ""))
        for n in SOURCES
        if given.get(f"name{n}", "").strip()
    ]
