"""A handed-in workbook: what it would change, confirming it, and how far the job is."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access.progress import READ_PROGRESS, TAKE_IN_PROGRESS
from xueyou.domains.plans.selectors.progress import progress_import
from xueyou.domains.plans.services.hand_in_progress import returned_workbook, take_in_progress
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.formats.media_types import XLSX
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import ReaderBusy, saved
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key

_BUSY = "系统正忙着看别人交的文件，这张表没有取成。交上来的内容没有变动，请过一分钟再点一次。"
_STATES = {
    "wrong": "有要改的格子",
    "ready": "等您确认",
    "applying": "正在导入",
    "done": "已经导入",
    "stale": "要重新看一遍",
    "failed": "没有导成",
}


@route(permission=READ_PROGRESS, content="internal")
def import_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what a workbook would change, its wrong cells, or how far taking it in has come."""
    return shown(request, uid)


def shown(request: HttpRequest, uid: UUID, *, status: int = 200) -> HttpResponse:
    """Answer the page of a handed-in workbook."""
    row, job = progress_import(current_actor(request), uid)
    state = row.state
    if state == "applying" and job is not None and job.state in ("failed", "cancelled"):
        state = "failed"
    context = {
        "row": row,
        "job": job,
        "state": state,
        "state_zh": _STATES[state],
        "percent": (job.percent or 0) if job is not None else 0,
        "key": new_key(),
    }
    return render(request, "bureau/figures/import.html", context, status=status)


@route(permission=TAKE_IN_PROGRESS, content="internal", methods=("POST",))
def take_in(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Confirm what was shown; a job takes it in."""
    try:
        take_in_progress(actor=current_actor(request), import_uid=uid, key=form_key(request))
    except (PlanRefused, KeyMissing, KeyReused) as refused:
        messages.warning(request, str(refused))
    return HttpResponseRedirect(reverse("bureau:figures:import", args=[uid]))


@route(permission=TAKE_IN_PROGRESS, content="internal")
def wrong(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand the workbook back with a sentence beside each wrong cell."""
    try:
        data = returned_workbook(current_actor(request), uid)
    except ReaderBusy:
        messages.warning(request, _BUSY)
        return HttpResponseRedirect(reverse("bureau:figures:import", args=[uid]))
    return saved(data, XLSX, "请改这里.xlsx")
