"""A plan's workbook of progress: taking it away, and handing it in filled."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access.progress import HAND_IN_PROGRESS
from xueyou.domains.plans.selectors.progress import (
    progress_import,
    progress_imports,
    reported_plan,
)
from xueyou.domains.plans.services.hand_in_progress import blank_workbook, hand_in_progress
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.formats.media_types import XLSX
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import saved
from xueyou.surfaces.bureau.figures.views.imports import shown
from xueyou.surfaces.shell.handing_in import LIMITS, Wrong, handed_in, takes_file
from xueyou.surfaces.shell.keys import new_key


@route(
    permission=HAND_IN_PROGRESS, content="internal", methods=("GET", "POST"), objects="plans.plan"
)
@takes_file(lambda request, long, uid: _page(request, uid, long))
def workbook(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show how to take a workbook away and hand it in, or take a filled one."""
    if request.method != "POST":
        return _page(request, uid)
    taken = handed_in(request, partial(_hand_in, request, uid), (PlanRefused,))
    if isinstance(taken, Wrong):
        return _page(request, uid, taken)
    row, _ = progress_import(current_actor(request), taken)
    if row.state == "wrong":
        return shown(request, taken, status=422)
    return HttpResponseRedirect(reverse("bureau:figures:import", args=[taken]))


@route(permission=HAND_IN_PROGRESS, content="internal", objects="plans.plan")
def export(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the workbook to fill: of everything the person may report, or of one unit."""
    unit = request.GET.get("unit", "")[:80]
    try:
        title, data = blank_workbook(current_actor(request), uid, unit=unit)
    except PlanRefused as refused:
        messages.warning(request, str(refused))
        return HttpResponseRedirect(reverse("bureau:figures:workbook", args=[uid]))
    name = f"{title}进度表{'-' + unit if unit else ''}.xlsx"
    return saved(data, XLSX, name)


def _hand_in(request: HttpRequest, plan: UUID, file: "UploadedFile[bytes]", key: str) -> UUID:
    return hand_in_progress(actor=current_actor(request), plan_uid=plan, upload=file, key=key)


def _page(request: HttpRequest, uid: UUID, wrong: Wrong | None = None) -> HttpResponse:
    actor = current_actor(request)
    context = {
        "plan": reported_plan(actor, uid),
        "imports": progress_imports(actor, uid, request.GET.get("page")),
        "key": new_key(),
        "wrong": wrong,
        **LIMITS,
    }
    return render(request, "bureau/figures/workbook.html", context, status=422 if wrong else 200)
