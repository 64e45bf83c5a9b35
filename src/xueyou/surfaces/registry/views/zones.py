"""The zones of a county: the tables that stand, and taking a new one."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.enrolment.access import KEEP_ZONES, READ_ZONES
from xueyou.domains.enrolment.refusals import EnrolmentRefused
from xueyou.domains.enrolment.selectors import notices as select
from xueyou.domains.enrolment.services.zones import import_zones
from xueyou.formats.empty_table import empty_table
from xueyou.formats.media_types import XLSX
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import saved
from xueyou.platform.time import business_today
from xueyou.surfaces.registry.views.tables import NotTaken, taken, uploaded_table
from xueyou.surfaces.shell.chosen import NotChosen, chosen
from xueyou.surfaces.shell.days import DayMissing, day_of
from xueyou.surfaces.shell.handing_in import LIMITS, takes_file
from xueyou.surfaces.shell.keys import form_key, new_key

_COLUMNS = (
    ("地名", 26, "路名、小区或村名，例如：柳荫街。"),
    ("单位", 8, "门牌按什么数：号、幢、弄。空着就是号。"),
    ("起", 8, "从几号起。整条路都是，就空着。"),
    ("止", 8, "到几号止。"),
    ("单双", 8, "单、双，都有就空着。"),
    ("学校代码", 22, "一个片区几所学校的，用、隔开。"),
    ("东", 10, "在地图上的位置，整米；要由近到远统筹的才写。"),
    ("北", 10, "同一套坐标，整米。"),
)


@route(permission=KEEP_ZONES, content="internal", methods=("GET", "POST"))
@takes_file(lambda request, long: _page(request, long.says))
def zone_list(request: HttpRequest) -> HttpResponse:
    """List the zone tables, or take a new one."""
    if request.method != "POST":
        return _page(request)
    uid = taken(partial(_take, request), (EnrolmentRefused, NotChosen, DayMissing))
    if isinstance(uid, NotTaken):
        return _page(request, uid.says, uid.faults)
    messages.success(request, "收下了。家长填住址时，从写的那天起按这张表认学校。")
    return HttpResponseRedirect(reverse("registry:notice", args=[uid]))


@route(permission=READ_ZONES, content="internal", objects="enrolment.zonenotice")
def notice_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a zone table row by row."""
    row = select.notice(current_actor(request), uid)
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
    rows, pages = select.ranges(row, number)
    page = {"number": max(1, min(number, pages)), "pages": pages}
    context = {"row": row, "rows": rows, "page": page, "carried": {}}
    return render(request, "registry/notice.html", context)


@route(permission=KEEP_ZONES, content="internal")
def template_file(request: HttpRequest) -> HttpResponse:
    """Hand out the empty table of zones."""
    return saved(empty_table("划片", _COLUMNS), XLSX, "划片表.xlsx")


def _take(request: HttpRequest) -> UUID:
    return import_zones(
        actor=current_actor(request),
        organisation_uid=chosen(request, "organisation", "请选是哪个县区的划片。什么都没有改。"),
        stage=request.POST.get("stage", "")[:20],
        valid_from=day_of(request, "valid_from"),
        source=request.POST.get("source", ""),
        table=uploaded_table(request),
        key=form_key(request),
    )


def _page(request: HttpRequest, wrong: str = "", faults: object = ()) -> HttpResponse:
    actor = current_actor(request)
    context = {
        "page": select.notices(actor, request.GET.get("page")),
        "counties": select.counties(actor),
        "stages": select.STAGES,
        "columns": [title for title, _, _ in _COLUMNS],
        "today": business_today(),
        "given": request.POST if wrong else {},
        "carried": {},
        "wrong": wrong,
        "faults": faults,
        "key": new_key(),
        **LIMITS,
    }
    return render(request, "registry/zones.html", context, status=422 if wrong else 200)
