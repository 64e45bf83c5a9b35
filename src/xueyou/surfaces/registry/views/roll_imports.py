"""A roll that was handed in: what it would do, confirming it, how far the job is, undoing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.roll.access import FETCH_RETURNED, KEEP_IMPORT
from xueyou.domains.roll.refusals import RollRefused
from xueyou.domains.roll.selectors.rolls import may_fetch, roll_import
from xueyou.domains.roll.services.hand_in import returned_workbook, take_in_roll
from xueyou.domains.roll.services.undoing import undo_roll
from xueyou.formats.media_types import XLSX
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import ReaderBusy, saved
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

_STATES = {
    "wrong": "有要改的格子",
    "ready": "等您确认",
    "applying": "正在导入",
    "partly": "导了一部分",
    "done": "已经导入",
    "stale": "要重新看一遍",
    "undone": "已经撤销",
    "failed": "没有导成",
}
_BUSY = "系统正忙着看别人交的文件，这张表没有取成。交上来的内容没有变动，请过一分钟再点一次。"
_Refused = (RollRefused, KeyMissing, KeyReused)


@route(permission=KEEP_IMPORT, content="internal", objects="roll.rollimport")
def import_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what a roll would do, its wrong cells, or how far taking it in has come."""
    return shown(request, uid)


def shown(request: HttpRequest, uid: UUID, *, status: int = 200, wrong: str = "") -> HttpResponse:
    """Answer the page of a roll that was handed in."""
    row, job = roll_import(current_actor(request), uid)
    state = row.state
    if state == "applying" and job is not None and job.state in ("failed", "cancelled"):
        state = "failed"
    context = {
        "row": row,
        "job": job,
        "state": state,
        "state_zh": _STATES[state],
        "may_fetch": state == "wrong" and may_fetch(current_actor(request), uid),
        "percent": (job.percent or 0) if job is not None else 0,
        "key": new_key(),
        "wrong": wrong,
    }
    return render(request, "registry/import.html", context, status=422 if wrong else status)


@route(permission=KEEP_IMPORT, content="internal", methods=("POST",), objects="roll.rollimport")
def take_in(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Confirm what was shown; a job takes it in."""
    try:
        take_in_roll(actor=current_actor(request), roll_uid=uid, key=form_key(request))
    except _Refused as refused:
        return shown(request, uid, wrong=words_of(refused))
    return HttpResponseRedirect(reverse("registry:import", args=[uid]))


@route(permission=KEEP_IMPORT, content="internal", methods=("POST",), objects="roll.rollimport")
def undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take everything back that the roll has made."""
    try:
        undo_roll(actor=current_actor(request), roll_uid=uid, key=form_key(request))
    except _Refused as refused:
        return shown(request, uid, wrong=words_of(refused))
    messages.success(request, "已经撤销，学生、班级和监护人都回到导入以前的样子。")
    return HttpResponseRedirect(reverse("registry:import", args=[uid]))


@route(permission=FETCH_RETURNED, content="internal", objects="roll.rollimport")
def wrong(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand the workbook back with a sentence beside each wrong cell."""
    try:
        data = returned_workbook(current_actor(request), uid)
    except ReaderBusy:
        messages.warning(request, _BUSY)
        return HttpResponseRedirect(reverse("registry:import", args=[uid]))
    except RollRefused as refused:
        messages.warning(request, refused.zh)
        return HttpResponseRedirect(reverse("registry:import", args=[uid]))
    return saved(data, XLSX, "请改这里.xlsx")
