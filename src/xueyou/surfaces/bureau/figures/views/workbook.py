"""A plan's workbook of progress: taking it away, and handing it in filled."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
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
from xueyou.formats.refusal import Refusal
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import ReaderBusy, harmless_name, saved, uploaded
from xueyou.surfaces.bureau.figures.views.imports import shown
from xueyou.surfaces.shell.handing_in import LIMITS, takes_file
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key

_OLD_FORM = "这张网页已经交过别的文件，那一份收下了，没有变动。请在这里再选一次，再点“交上去”。"


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a file was not taken: the code, the sentence, the name of the file."""

    code: str
    says: str
    name: str


@route(
    permission=HAND_IN_PROGRESS, content="internal", methods=("GET", "POST"), objects="plans.plan"
)
@takes_file(lambda request, long, uid: _page(request, uid, Wrong("too_large", long.says, "")))
def workbook(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show how to take a workbook away and hand it in, or take a filled one."""
    if request.method != "POST":
        return _page(request, uid)
    name = ""
    try:
        file = uploaded(request)
        if file is None:
            missing = Wrong("missing", "还没有选文件。请选填好的表，再点“交上去”。", "")
            return _page(request, uid, missing)
        name = harmless_name(file.name or "")
        handed_in = hand_in_progress(
            actor=current_actor(request), plan_uid=uid, upload=file, key=form_key(request)
        )
    except Refusal as refusal:
        return _page(request, uid, Wrong(refusal.code, refusal.zh, name))
    except ReaderBusy as busy:
        return _page(request, uid, Wrong("busy", busy.zh, name))
    except PlanRefused as refused:
        return _page(request, uid, Wrong("refused", str(refused), name))
    except KeyMissing as missing_key:
        return _page(request, uid, Wrong("key_missing", str(missing_key), name))
    except KeyReused:
        return _page(request, uid, Wrong("key_reused", _OLD_FORM, name))
    row, _ = progress_import(current_actor(request), handed_in)
    if row.state == "wrong":
        return shown(request, handed_in, status=422)
    return HttpResponseRedirect(reverse("bureau:figures:import", args=[handed_in]))


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
