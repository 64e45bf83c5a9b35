"""The lists of a call, and the one page of a list: what is next, what came back, what is gone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.checks.access import DRAW_UP_LIST, FETCH_LIST, KEEP_LIST, READ_LIST
from xueyou.domains.checks.refusals import ChecksRefused
from xueyou.domains.checks.selectors.lists import ListSheet, askable_rounds, list_sheet, lists_of
from xueyou.domains.checks.services.destroying import destroy_list, note_their_destruction
from xueyou.domains.checks.services.drawing_up import fetch_list
from xueyou.formats.media_types import XLSX
from xueyou.kernel.calls.selectors.desk import call_kept
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import saved
from xueyou.platform.time import business_today
from xueyou.surfaces.checks.refusing import REFUSED
from xueyou.surfaces.shell.days import day_of
from xueyou.surfaces.shell.handing_in import LIMITS, Wrong
from xueyou.surfaces.shell.keys import form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

STATES = {
    "wrong": ("slow", "有要改的格子"),
    "ready": ("wait", "等您确认"),
    "taking": ("wait", "正在登记"),
    "taken": ("good", "已经登记"),
    "stale": ("none", "要重新交"),
    "failed": ("slow", "没有办成"),
    "undone": ("none", "已经撤销"),
}


@route(permission=READ_LIST, content="internal", objects="calls.call")
def of_call(request: HttpRequest, uid: UUID) -> HttpResponse:
    """List the lists of a call."""
    actor = current_actor(request)
    call = call_kept(actor, uid)
    context = {
        "call": call,
        "page": lists_of(actor, uid, request.GET.get("page")),
        "rounds": askable_rounds(actor, uid) if can(actor, DRAW_UP_LIST) else [],
    }
    return render(request, "checks/lists.html", context)


@route(permission=READ_LIST, content="internal", objects="checks.checklist")
def one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a list."""
    return shown(request, uid)


@route(permission=FETCH_LIST, content="personal", objects="checks.checklist")
def file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the workbook for the other office."""
    try:
        name, data = fetch_list(actor=current_actor(request), list_uid=uid)
    except ChecksRefused as refused:
        messages.warning(request, refused.zh)
        return HttpResponseRedirect(reverse("checks:list", args=[uid]))
    return saved(data, XLSX, name)


@route(permission=KEEP_LIST, content="internal", methods=("POST",), objects="checks.checklist")
def destroy(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Destroy the files before their day."""
    try:
        destroy_list(actor=current_actor(request), list_uid=uid, key=form_key(request))
    except REFUSED as refused:
        return shown(request, uid, Wrong(words_of(refused)))
    messages.success(request, "文件已经销毁，销毁回执在下面。登记过的核对结果都还在。")
    return HttpResponseRedirect(reverse("checks:list", args=[uid]))


@route(permission=KEEP_LIST, content="internal", methods=("POST",), objects="checks.checklist")
def destroyed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Note that the other office has destroyed its copy."""
    try:
        note_their_destruction(
            actor=current_actor(request),
            list_uid=uid,
            said_by=request.POST.get("said_by", ""),
            on=day_of(request, "on"),
            key=form_key(request),
        )
    except REFUSED as refused:
        return shown(request, uid, Wrong(words_of(refused)))
    messages.success(request, "记下了：对方手里的名单已经销毁。")
    return HttpResponseRedirect(reverse("checks:list", args=[uid]))


def shown(request: HttpRequest, uid: UUID, wrong: Wrong | None = None) -> HttpResponse:
    """Answer the page of a list."""
    actor = current_actor(request)
    sheet = list_sheet(actor, uid)
    replies = [(reply, job, *STATES[reply.state]) for reply, job in sheet.replies]
    context = {
        "sheet": sheet,
        "row": sheet.row,
        "call": {"uid": sheet.row.call, "title": sheet.row.call_title},
        "replies": replies,
        "newest": replies[0] if replies else None,
        "taking": any(reply.state == "taking" for reply, *_ in replies),
        "asked": _asked(sheet),
        "their_copy": any(one.what == "copy" for one in sheet.receipts),
        "may_fetch": can(actor, FETCH_LIST),
        "may_keep": can(actor, KEEP_LIST),
        "today": business_today(),
        "key": new_key,
        "given": request.POST if wrong is not None else {},
        "wrong": wrong,
        **LIMITS,
    }
    return render(request, "checks/list.html", context, status=422 if wrong else 200)


def _asked(sheet: ListSheet) -> list[tuple[str, str, int]]:
    """Return the lines by what was said of them last: (look, words, count)."""
    counts = sheet.outcomes
    return [
        ("good", "相符", counts["agrees"]),
        ("slow", "不一致", counts["differs"]),
        ("none", "没查到", counts["no_answer"]),
        ("none", "没有登记", sum(count for _, count in sheet.passed_over)),
        ("wait", "还没有回复", counts[""]),
    ]
