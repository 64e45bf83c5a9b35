"""City-run schools entrusted to counties' calls: the city enters and withdraws, counties read."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.enrolment.entrust_access import (
    ENTRUST_SCHOOL,
    READ_ENTRUSTED,
    WITHDRAW_ENTRUSTED,
)
from xueyou.domains.enrolment.refusals import EnrolmentRefused
from xueyou.domains.enrolment.selectors import entrusted as select
from xueyou.domains.enrolment.services.entrusting import (
    Entrusting,
    entrust_school,
    withdraw_entrusted,
)
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.time import business_today
from xueyou.surfaces.shell.chosen import NotChosen, chosen
from xueyou.surfaces.shell.days import DayMissing, day_of, day_or_none
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

_Refused = (EnrolmentRefused, NotChosen, RegistryRefused, DayMissing, KeyMissing, KeyReused)


@route(
    permission=READ_ENTRUSTED, writes=ENTRUST_SCHOOL, content="internal", methods=("GET", "POST")
)
def entrusted_list(request: HttpRequest) -> HttpResponse:
    """List what is entrusted, and entrust one more school."""
    if request.method != "POST":
        return _page(request)
    try:
        entrust_school(actor=current_actor(request), given=_given(request), key=form_key(request))
    except _Refused as refused:
        return _page(request, words_of(refused))
    messages.success(request, "登记好了。县区从那天起就能把这所学校写进划片表、加进报名。")
    return HttpResponseRedirect(reverse("registry:entrusted"))


@route(permission=WITHDRAW_ENTRUSTED, content="internal", methods=("POST",))
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take an entrusting back."""
    try:
        withdraw_entrusted(
            actor=current_actor(request),
            standing_uid=uid,
            why=request.POST.get("why", ""),
            key=form_key(request),
        )
    except _Refused as refused:
        return _page(request, words_of(refused), about=uid)
    messages.success(request, "撤回了。已经公布的报名照常办完，新的报名不能再列这所学校。")
    return HttpResponseRedirect(reverse("registry:entrusted"))


def _given(request: HttpRequest) -> Entrusting:
    return Entrusting(
        school_uid=chosen(request, "school", "请选是哪所学校。没有登记。"),
        county_uid=chosen(request, "county", "请选委托给哪个县区。没有登记。"),
        source=request.POST.get("source", ""),
        valid_from=day_of(request, "valid_from", "从哪天起要写，例如2026-12-01。没有登记。"),
        valid_to=day_or_none(request, "valid_to", "日期写成2027-08-31这样。没有登记。"),
    )


def _page(request: HttpRequest, wrong: str = "", about: UUID | None = None) -> HttpResponse:
    actor = current_actor(request)
    schools = select.city_run_schools(actor)
    context = {
        "page": select.entrusted(actor, request.GET.get("page")),
        "schools": schools,
        "counties": select.counties_below(actor) if schools else [],
        "today": business_today(),
        "given": request.POST if wrong else {},
        "about": about,
        "carried": {},
        "wrong": wrong,
        "key": new_key,
    }
    return render(request, "registry/entrusted.html", context, status=422 if wrong else 200)
