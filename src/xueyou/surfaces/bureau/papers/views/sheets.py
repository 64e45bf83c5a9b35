"""Hand-over sheets: made for a unit outside, out by workbook, back by workbook."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access.sheets import READ_SHEET, STEER_SHEET
from xueyou.domains.plans.access.steering import STEER_PLAN
from xueyou.domains.plans.selectors import sheets as select
from xueyou.domains.plans.services.hand_over import make_sheet
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.return_sheet import SheetRefused, return_sheet
from xueyou.formats.days import day
from xueyou.formats.media_types import XLSX
from xueyou.formats.refusal import Refusal
from xueyou.kernel.papers.refusals import NotSigned
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import (
    FileNotAvailable,
    ReaderBusy,
    download,
    saved,
    uploaded,
)
from xueyou.surfaces.shell.handing_in import takes_file
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key

CHOSEN = "task-"
ASKED = "asked-"


@route(permission=READ_SHEET, content="internal")
def sheet_list(request: HttpRequest) -> HttpResponse:
    """List the hand-over sheets, newest first."""
    page = select.sheets(current_actor(request), request.GET.get("page"))
    context = {"rows": page.rows, "total": page.total, "number": page.number, "pages": page.pages}
    return render(request, "bureau/papers/sheets.html", context)


@route(permission=STEER_PLAN, content="internal", methods=("GET", "POST"))
def new(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Choose a unit outside, then its tasks; take the form."""
    if request.method != "POST":
        return _new_form(request, plan, {})
    try:
        uid = make_sheet(
            actor=current_actor(request),
            plan_uid=plan,
            unit_name=request.POST.get("unit", ""),
            asked={
                uid: request.POST.get(f"{ASKED}{uid}", "")
                for uid in (
                    name.removeprefix(CHOSEN) for name in request.POST if name.startswith(CHOSEN)
                )
            },
            reply_by=day(request.POST.get("reply_by", "")),
            key=form_key(request),
        )
    except PlanRefused as refused:
        return _new_form(request, plan, refused.wrong)
    except (KeyMissing, KeyReused) as mangled:
        return _new_form(request, plan, {"": str(mangled)})
    return HttpResponseRedirect(reverse("bureau:papers:sheet", args=[uid]))


def _new_form(request: HttpRequest, plan: UUID, wrong: dict[str, str]) -> HttpResponse:
    title, units = select.outside_units(current_actor(request), plan)
    asked = request.POST.get("unit", "") or request.GET.get("unit", "")
    unit = next((one for one in units if one.name == asked), None)
    rows = []
    for task in unit.tasks if unit else ():
        uid = str(task.uid)
        chosen = not wrong or f"{CHOSEN}{uid}" in request.POST
        rows.append((task, chosen, request.POST.get(f"{ASKED}{uid}", ""), wrong.get(uid, "")))
    context = {
        "plan": plan,
        "title": title,
        "units": units,
        "unit": unit,
        "rows": rows,
        "wrong": list(wrong.values()),
        "reply_by": request.POST.get("reply_by", ""),
        "key": new_key(),
    }
    return render(request, "bureau/papers/new_sheet.html", context, status=422 if wrong else 200)


@route(permission=READ_SHEET, content="internal")
def sheet_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a sheet: its tasks, whether it is out, what came back."""
    return _sheet_page(request, uid)


@route(permission=READ_SHEET, content="internal")
def workbook(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the workbook that goes with the signed sheet; before the signature say why not."""
    try:
        name, data = select.workbook_of(current_actor(request), uid)
    except NotSigned as unsigned:
        return _sheet_page(request, uid, unsigned.zh, status=409)
    return saved(data, XLSX, name)


@route(permission=READ_SHEET, content="internal")
def returned(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Hand out the workbook that came back, as it came."""
    try:
        return download(select.returned_of(current_actor(request), uid))
    except FileNotAvailable as gone:
        return _sheet_page(request, uid, gone.zh, status=409)


@route(permission=STEER_SHEET, content="internal", methods=("POST",))
@takes_file()
def take_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a workbook that came back: refused by its declared length before it is read."""
    try:
        file = uploaded(request)
        if file is None:
            return _sheet_page(
                request, uid, "还没有选文件。请选填好的那份表，再点“收回执”。", status=422
            )
        notes = return_sheet(
            actor=current_actor(request), sheet_uid=uid, upload=file, key=form_key(request)
        )
    except SheetRefused as refused:
        return _sheet_page(request, uid, refused.zh, refused, status=422)
    except (Refusal, ReaderBusy, NotSigned) as no:
        return _sheet_page(request, uid, no.zh, status=422)
    except PlanRefused as no:
        return _sheet_page(request, uid, str(no), status=422)
    except (KeyMissing, KeyReused) as mangled:
        return _sheet_page(request, uid, str(mangled), status=422)
    said = (
        f"收下了，{notes}项任务记上了新的进展。"
        if notes
        else "收下了，和上次的回复一样，没有新的。"
    )
    messages.success(request, said)
    return HttpResponseRedirect(reverse("bureau:papers:sheet", args=[uid]))


def _sheet_page(
    request: HttpRequest,
    uid: UUID,
    wrong: str = "",
    refused: SheetRefused | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    actor = current_actor(request)
    context = {
        "sheet": select.sheet(actor, uid),
        "may_steer": can(actor, STEER_SHEET),
        "wrong": wrong,
        "cells": _cells(refused) if refused else (),
        "key": new_key(),
    }
    return render(request, "bureau/papers/sheet.html", context, status=status)


def _cells(refused: SheetRefused) -> list[tuple[int, str, list[tuple[str, str]]]]:
    """Return the rows that hold wrong cells: row, task, and (column, sentence) of each."""
    titles = {answer.row: answer.task for answer in refused.answers}
    by_row: dict[int, list[tuple[str, str]]] = {}
    for cell in refused.wrong:
        by_row.setdefault(cell.row, []).append((cell.column, cell.zh))
    return [(row, titles.get(row, ""), cells) for row, cells in sorted(by_row.items())]
