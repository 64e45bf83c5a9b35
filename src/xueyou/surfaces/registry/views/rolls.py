"""The roll of a school: its classes and pupils, and handing in a new one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.roll.access import EXPORT_ROSTER, KEEP_ROLL
from xueyou.domains.roll.refusals import RollRefused
from xueyou.domains.roll.selectors import rolls as select
from xueyou.domains.roll.services.hand_in import hand_in_roll, template
from xueyou.domains.roll.services.roster import export_roster, may_export
from xueyou.formats.media_types import XLSX, ZIP
from xueyou.formats.roll_reader import RollUnfit
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import saved
from xueyou.platform.time import business_today
from xueyou.surfaces.registry.views.roll_imports import shown
from xueyou.surfaces.shell.days import DayMissing, day_of
from xueyou.surfaces.shell.handing_in import LIMITS, Wrong, handed_in, takes_file
from xueyou.surfaces.shell.keys import new_key
from xueyou.surfaces.shell.refusing import words_of


@route(permission=KEEP_ROLL, content="internal")
def school_list(request: HttpRequest) -> HttpResponse:
    """List the schools whose rolls one keeps; who keeps one is there already."""
    actor = current_actor(request)
    name = request.GET.get("name", "")[:40]
    page = select.schools(actor, request.GET.get("page"), name=name)
    if page.total == 1 and not name:
        return _page(request, page.rows[0].uid)
    context = {"page": page, "name": name, "carried": {"name": name} if name else {}}
    return render(request, "registry/schools.html", context)


@route(
    permission=KEEP_ROLL,
    content="internal",
    methods=("GET", "POST"),
    objects="orgs.organisation",
)
@takes_file(lambda request, long, uid: _page(request, uid, long))
def roll(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a school's roll and how to hand one in, or take a filled one."""
    if request.method != "POST":
        return _page(request, uid)
    actor = current_actor(request)
    found = handed_in(
        request,
        lambda file, key: hand_in_roll(
            actor=actor,
            school_uid=uid,
            upload=file,
            counts_from=day_of(request, "counts_from"),
            key=key,
        ),
        (RollRefused, RollUnfit, DayMissing),
    )
    if isinstance(found, Wrong):
        return _page(request, uid, found)
    row, _ = select.roll_import(actor, found)
    if row.state == "wrong":
        return shown(request, found, status=422)
    return HttpResponseRedirect(reverse("registry:import", args=[found]))


@route(permission=KEEP_ROLL, content="internal", objects="orgs.organisation")
def pupil_list(request: HttpRequest, uid: UUID) -> HttpResponse:
    """List the pupils of a school, of one class, or by name."""
    actor = current_actor(request)
    school = select.school(actor, uid)
    code, name = request.GET.get("class", "")[:80], request.GET.get("name", "")[:40]
    context = {
        "school": school,
        "classes": select.classes(actor, school),
        "page": select.pupils(actor, school, request.GET.get("page"), code=code, name=name),
        "code": code,
        "name": name,
        "whole": select.names_whole(actor, school),
        "carried": {word: text for word, text in (("class", code), ("name", name)) if text},
    }
    return render(request, "registry/pupils.html", context)


@route(permission=KEEP_ROLL, content="internal", objects="orgs.organisation")
def template_file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the empty workbook of this school year."""
    try:
        name, data = template(current_actor(request), uid)
    except RollRefused as refused:
        messages.warning(request, refused.zh)
        return HttpResponseRedirect(reverse("registry:roll", args=[uid]))
    return saved(data, XLSX, name)


@route(permission=EXPORT_ROSTER, content="internal", methods=("POST",), objects="orgs.organisation")
def roster(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the roll for another system of the school."""
    try:
        name, data = export_roster(actor=current_actor(request), school_uid=uid)
    except RollRefused as refused:
        messages.warning(request, words_of(refused))
        return HttpResponseRedirect(reverse("registry:roll", args=[uid]))
    return saved(data, ZIP, name)


def _page(request: HttpRequest, uid: UUID, wrong: Wrong | None = None) -> HttpResponse:
    actor = current_actor(request)
    school = select.school(actor, uid)
    classes = select.classes(actor, school)
    context = {
        "school": school,
        "classes": classes,
        "pupils": sum(one.pupils for one in classes),
        "imports": select.roll_imports(actor, school, request.GET.get("page")),
        "many": select.schools(actor).total > 1,
        "exports": may_export(actor, uid),
        "today": business_today(),
        "given": request.POST if wrong is not None else {},
        "key": new_key(),
        "wrong": wrong,
        **LIMITS,
    }
    return render(request, "registry/roll.html", context, status=422 if wrong else 200)
