"""Who is left without a place: named, and told what comes next once it is signed."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.calls.paper_kinds import LONGEST_WORDS
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.run_access import TELL_LEFT
from xueyou.kernel.calls.selectors.desk import call_kept
from xueyou.kernel.calls.selectors.left import LeftDesk, left_desk
from xueyou.kernel.calls.services.onward import draft_onward, tell_onward
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_today
from xueyou.surfaces.calls.refusing import REFUSED, said, status_of
from xueyou.surfaces.shell.keys import form_key, new_key


@route(permission=TELL_LEFT, content="personal", methods=("GET", "POST"))
def left(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Name who is left; draft what is next for them, and say it once it is signed."""
    if request.method != "POST":
        return _page(request, uid)
    try:
        if request.POST.get("step") == "tell":
            return _tell(request, uid)
        return _draft(request, uid)
    except REFUSED as refused:
        return _page(request, uid, refused)


def _draft(request: HttpRequest, uid: UUID) -> HttpResponse:
    paper = draft_onward(
        actor=current_actor(request),
        call_uid=uid,
        words=request.POST.get("words", ""),
        until=_day(request.POST.get("until", "")),
        key=form_key(request),
    )
    messages.success(
        request, "起草好了，家长还看不到。请同事核稿、负责人签发，再回到这里告诉家长。"
    )
    return HttpResponseRedirect(reverse("bureau:papers:paper", args=[paper]))


def _tell(request: HttpRequest, uid: UUID) -> HttpResponse:
    actor = current_actor(request)
    signed = _signed(left_desk(actor, uid, None))
    if signed is None:
        raise CallRefused("这份决定还没有签发，没有告诉家长。请先核稿、签发。")
    count = tell_onward(actor=actor, call_uid=uid, paper_uid=signed, key=form_key(request))
    messages.success(request, f"告诉了{count}个孩子的家长，他们打开申请就能看到。")
    return HttpResponseRedirect(reverse("calls:left", args=[uid]))


def _page(request: HttpRequest, uid: UUID, refused: BaseException | None = None) -> HttpResponse:
    actor, given = current_actor(request), request.POST
    call, desk = call_kept(actor, uid), left_desk(actor, uid, request.GET.get("page"))
    context = {
        "call": call,
        "desk": desk,
        "page": desk.rows,
        "signed": _signed(desk),
        "today": business_today(),
        "longest": LONGEST_WORDS,
        "words": given.get("words", ""),
        "until": given.get("until", ""),
        "key": new_key(),
        "wrong": said(refused),
    }
    return render(request, "calls/left.html", context, status=status_of(refused))


def _signed(desk: LeftDesk) -> UUID | None:
    """Return the newest paper if it is signed: what was drafted after it is not said yet."""
    newest = next(iter(desk.papers), None)
    return newest.uid if newest is not None and newest.signed_at is not None else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise CallRefused(
            "“最晚哪一天办好”还没有写，没有起草。请写成2026-08-25这样的日子。"
        ) from None
