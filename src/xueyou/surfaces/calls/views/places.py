"""Options and their places: each change a line with its cause."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.calls.access import KEEP_CALL, KEEP_OPTION, KEEP_ROUND, READ_ROUND
from xueyou.kernel.calls.refusals import AnswersRefused, CallRefused, RowsRefused
from xueyou.kernel.calls.selectors.desk import (
    batches_of,
    call_kept,
    kind_kept,
    may_take_part,
    options_kept,
    pools_of,
    round_kept,
    rounds_seen,
)
from xueyou.kernel.calls.services.capacity import add_line, void_line
from xueyou.kernel.calls.services.options import CODE, TITLE, add_option, withdraw_option
from xueyou.kernel.calls.windows import BEFORE_FREEZE
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.calls.asking import boxes, posted
from xueyou.surfaces.calls.refusing import REFUSED, said, status_of
from xueyou.surfaces.shell.keys import form_key, new_key
from xueyou.surfaces.shell.pasted import rows_pasted

LINES = (("planned", "计划"), ("quota", "指标"), ("reserve", "预留"), ("bought", "购买学位"))


@route(permission=READ_ROUND, writes=KEEP_ROUND, content="internal", methods=("GET", "POST"))
def place_list(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the options with their lines; add a line."""
    actor = current_actor(request)
    if request.method != "POST":
        return _page(request, uid)
    given = request.POST
    try:
        add_line(
            actor=actor,
            round_uid=uid,
            option_uid=given.get("option", ""),
            kind=given.get("kind", ""),
            delta=_signed(given.get("delta", "")),
            reason=given.get("reason", ""),
            batch=given.get("batch", ""),
            pool=given.get("pool", ""),
            key=form_key(request),
        )
    except REFUSED as refused:
        return _page(request, uid, refused)
    messages.success(request, "登记好了。")
    return HttpResponseRedirect(reverse("calls:places", args=[uid]))


@route(permission=KEEP_ROUND, content="internal", methods=("POST",))
def from_rows(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Set options and planned places up from rows copied out of a table."""
    actor = current_actor(request)
    kind = kind_kept(call_kept(actor, round_kept(actor, uid).call).kind)
    rows = rows_pasted(request.POST.get("rows", ""))
    try:
        if not rows:
            raise CallRefused("还没有贴内容，没有登记。请从表格里复制两列贴进来。")
        count = kind.set_up_places(actor, uid, rows, form_key(request))
    except REFUSED as refused:
        return _page(request, uid, refused)
    messages.success(request, f"登记好了{count}行。")
    return HttpResponseRedirect(reverse("calls:places", args=[uid]))


@route(permission=KEEP_ROUND, content="internal", methods=("POST",))
def void(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Void a line that was added by hand."""
    text = request.POST.get("line", "")
    try:
        void_line(
            actor=current_actor(request),
            round_uid=uid,
            line_id=int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0,
            key=form_key(request),
        )
    except REFUSED as refused:
        return _page(request, uid, refused)
    messages.success(request, "这一笔作废了，原来的记录还留着。")
    return HttpResponseRedirect(reverse("calls:places", args=[uid]))


@route(permission=KEEP_CALL, content="internal", methods=("GET", "POST"))
def new_option(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add an option to a call."""
    actor = current_actor(request)
    call = call_kept(actor, uid)
    kind, given, refused = kind_kept(call.kind), request.POST.dict(), None
    newest = next(reversed(rounds_seen(actor, call.uid)), None)
    back = (
        reverse("calls:places", args=[newest.uid]) if newest else reverse("calls:call", args=[uid])
    )
    if request.method == "POST":
        try:
            add_option(
                actor=actor,
                call_uid=uid,
                organisation_uid=_organisation(given, may_take_part(actor, call.uid)),
                code=given.get("code", ""),
                title=given.get("title", ""),
                lane=given.get("lane", ""),
                attributes=posted(kind.attributes, given, prefix="a-"),
                key=form_key(request),
            )
        except REFUSED as found:
            refused = found
        else:
            messages.success(request, "选项加好了。再登记它的名额，才能填报。")
            return HttpResponseRedirect(back)
    faults = refused.faults if isinstance(refused, AnswersRefused) else {}
    context = {
        "call": call,
        "kind_zh": kind.zh,
        "menu": kind.menu,
        "back": back,
        "schools": may_take_part(actor, call.uid),
        "chosen": given.get("organisation", ""),
        "boxes": [
            *boxes((CODE, TITLE), given, faults),
            *boxes(
                kind.attributes, posted(kind.attributes, given, prefix="a-"), faults, prefix="a-"
            ),
        ],
        "key": new_key(),
        "wrong": said(refused),
    }
    return render(request, "calls/option.html", context, status=status_of(refused))


@route(permission=KEEP_OPTION, content="internal", methods=("POST",))
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take an option off the list."""
    try:
        withdraw_option(actor=current_actor(request), option_uid=uid, key=form_key(request))
    except REFUSED as refused:
        messages.error(request, said(refused))
    else:
        messages.success(request, "撤下了，家长不再看到。")
    return HttpResponseRedirect(_where(request.POST.get("round", "")))


def _where(round_: str) -> str:
    """Return the page to go back to: the places of the round named, else the list of calls."""
    try:
        return reverse("calls:places", args=[UUID(round_)])
    except ValueError:
        return reverse("calls:list")


def _page(request: HttpRequest, uid: UUID, refused: BaseException | None = None) -> HttpResponse:
    actor = current_actor(request)
    row = round_kept(actor, uid)
    call = call_kept(actor, row.call)
    kind = kind_kept(call.kind)
    options = options_kept(actor, uid)
    may = row.state in BEFORE_FREEZE and not kind.menu and can(actor, KEEP_ROUND)
    context = {
        "call": call,
        "kind_zh": kind.zh,
        "row": row,
        "back": f"{reverse('calls:call', args=[call.uid])}?round={row.uid}",
        "options": options,
        "total": sum(one.places for one in options),
        "lanes": any(one.lane for one in options),
        "menu": kind.menu,
        "may_keep": may,
        "may_add": may and can(actor, KEEP_CALL),
        "line_kinds": LINES,
        "batches": batches_of(actor, uid),
        "pools": pools_of(actor, uid),
        "columns": kind.places_columns,
        "faults": refused.faults if isinstance(refused, RowsRefused) else (),
        "given": request.POST,
        "key": new_key,
        "wrong": said(refused),
    }
    return render(request, "calls/places.html", context, status=status_of(refused))


def _organisation(given: Mapping[str, str], allowed: list[tuple[UUID, str]]) -> UUID:
    wanted = given.get("organisation", "")
    found = [uid for uid, _ in allowed if str(uid) == wanted]
    if not found:
        raise CallRefused("请选这个选项是哪个单位的。没有保存。")
    return found[0]


def _signed(text: str) -> int:
    bare = text.strip().removeprefix("-").removeprefix("+")
    if not (bare.isascii() and bare.isdigit()) or len(bare) > 7:
        raise CallRefused("名额要写整数，例如45；减少写-2。没有登记。")
    return -int(bare) if text.strip().startswith("-") else int(bare)
