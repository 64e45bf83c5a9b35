"""Setting a call up: opened, copied from an earlier one, edited, closed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.calls.access import KEEP_CALL, OPEN_CALL, READ_CALL
from xueyou.kernel.calls.refusals import AnswersRefused, CallRefused
from xueyou.kernel.calls.selectors.desk import Openable, call_kept, kind_kept, openable
from xueyou.kernel.calls.services.calls import close_call, copy_call, edit_call, open_call
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_today
from xueyou.surfaces.calls.asking import boxes, posted
from xueyou.surfaces.calls.refusing import REFUSED, said, status_of
from xueyou.surfaces.calls.views.calls import shown
from xueyou.surfaces.shell.keys import form_key, new_key

TERMS = (("1", "第一学期（秋季）"), ("2", "第二学期（春季）"))
YEAR = 4


@route(permission=OPEN_CALL, content="internal", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Choose what kind of call is opened and for whom; then open it."""
    mine = openable(current_actor(request))
    chosen = _chosen(request, mine)
    if chosen is None:
        return render(request, "calls/choose.html", {"mine": mine})
    if request.method != "POST":
        return _form(request, chosen)
    given = request.POST
    try:
        uid = open_call(
            actor=current_actor(request),
            kind=chosen.kind,
            organisation_uid=chosen.organisation,
            year=_year(given.get("year", "")),
            term=_term(given.get("term", "")),
            title=given.get("title", ""),
            settings=posted(kind_kept(chosen.kind).settings, given.dict(), prefix="s-"),
            key=form_key(request),
        )
    except REFUSED as refused:
        return _form(request, chosen, refused)
    messages.success(request, "已经设立，家长还看不到。下一步写报名的时间。")
    return HttpResponseRedirect(reverse("calls:new_round", args=[uid]))


@route(permission=OPEN_CALL, content="internal", methods=("GET", "POST"), objects="calls.call")
def copy(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open a call like this one, for another year."""
    actor = current_actor(request)
    before = call_kept(actor, uid)
    kind = kind_kept(before.kind)
    given, refused = request.POST, None
    if request.method == "POST":
        try:
            made = copy_call(
                actor=actor,
                call_uid=before.uid,
                year=_year(given.get("year", "")),
                term=_term(given.get("term", "")),
                title=given.get("title", ""),
                key=form_key(request),
            )
        except REFUSED as found:
            refused = found
        else:
            messages.success(request, "照着设立好了，家长还看不到。时间、名额都请逐项核对。")
            return HttpResponseRedirect(reverse("calls:call", args=[made]))
    context = {
        "call": before,
        "kind_zh": kind.zh,
        "no_copy": kind.no_copy,
        "year": given.get("year", before.year + 1),
        "title": given.get("title", before.title.replace(str(before.year), str(before.year + 1))),
        "term": given.get("term", str(before.term or "")),
        "terms": TERMS,
        "key": new_key(),
        "wrong": said(refused),
    }
    return render(request, "calls/copy.html", context, status=status_of(refused))


@route(permission=KEEP_CALL, content="internal", methods=("GET", "POST"))
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change title and settings, until a round is announced."""
    actor = current_actor(request)
    call = call_kept(actor, uid)
    kind, refused, given = kind_kept(call.kind), None, dict(call.settings)
    title = call.title
    if request.method == "POST":
        given = posted(kind.settings, request.POST.dict(), prefix="s-")
        title = request.POST.get("title", "")
        try:
            edit_call(
                actor=actor,
                call_uid=uid,
                revision=_number(request.POST.get("revision", "")),
                title=title,
                settings=given,
                key=form_key(request),
            )
        except REFUSED as found:
            refused = found
        else:
            messages.success(request, "改好了。")
            return HttpResponseRedirect(reverse("calls:call", args=[uid]))
    faults = refused.faults if isinstance(refused, AnswersRefused) else {}
    context = {
        "call": call,
        "kind_zh": kind.zh,
        "title": title,
        "boxes": boxes(kind.settings, given, faults, prefix="s-"),
        "key": new_key(),
        "wrong": said(refused),
    }
    return render(request, "calls/edit.html", context, status=status_of(refused))


@route(
    permission=READ_CALL, content="internal", methods=("POST",), writes=KEEP_CALL,
)  # fmt: skip
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """End a call, or drop one that was never announced."""
    try:
        close_call(actor=current_actor(request), call_uid=uid, key=form_key(request))
    except REFUSED as refused:
        return shown(request, uid, refused=refused)
    messages.success(request, "已经结束。办过的都留着，可以查。")
    return HttpResponseRedirect(reverse("calls:call", args=[uid]))


def _form(
    request: HttpRequest, chosen: Openable, refused: BaseException | None = None
) -> HttpResponse:
    kind, given = kind_kept(chosen.kind), request.POST
    faults = refused.faults if isinstance(refused, AnswersRefused) else {}
    year = business_today().year
    settings = posted(kind.settings, given.dict(), prefix="s-")
    context = {
        "chosen": chosen,
        "year": given.get("year", year),
        "title": given.get("title", f"{year}年{chosen.name}{chosen.zh}"),
        "term": given.get("term", ""),
        "terms": TERMS,
        "by_term": any(field.name == "first_day" for field in kind.settings),
        "boxes": boxes(kind.settings, settings, faults, prefix="s-"),
        "key": new_key(),
        "wrong": said(refused),
    }
    return render(request, "calls/new.html", context, status=status_of(refused))


def _chosen(request: HttpRequest, mine: list[Openable]) -> Openable | None:
    given = request.POST if request.method == "POST" else request.GET
    kind, organisation = given.get("kind", ""), given.get("organisation", "")
    found = [one for one in mine if one.kind == kind]
    exact = [one for one in found if str(one.organisation) == organisation]
    return next(iter(exact), found[0] if len(found) == 1 and not organisation else None)


def _year(text: str) -> int:
    if len(text) != YEAR or not (text.isascii() and text.isdigit()):
        raise CallRefused("年份要写四位数字，例如2026。没有保存。")
    return int(text)


def _term(text: str) -> int | None:
    return int(text) if text in ("1", "2") else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
