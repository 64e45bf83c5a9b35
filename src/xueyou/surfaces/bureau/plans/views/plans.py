"""A read document becomes a plan: opened, its rest accepted, confirmed, given up, renewed."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access.steering import CONFIRM_PLAN, OPEN_PLAN, REVIEW_PLAN
from xueyou.domains.plans.selectors.opening import Opening, opening, plan_in_review
from xueyou.domains.plans.selectors.review import Reviewing
from xueyou.domains.plans.services.carrying import open_version
from xueyou.domains.plans.services.plan_versions import (
    abandon_version,
    accept_rest,
    confirm_version,
    open_plan,
)
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.splitting import add
from xueyou.platform.access.reading import NotAllowed
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.bureau.plans.item_forms import empty, fields_of, typed
from xueyou.surfaces.bureau.plans.item_words import KINDS
from xueyou.surfaces.shell.days import DayMissing, day_of
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key

REFUSALS = (PlanRefused, DayMissing, KeyMissing, KeyReused, NotAllowed)


@route(permission=OPEN_PLAN, content="internal", methods=("GET", "POST"))
def open_document(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask for name and span of the plan a document becomes, and open it."""
    actor = current_actor(request)
    found = opening(actor, uid)
    if found.version_document is not None:
        return HttpResponseRedirect(reverse("bureau:plans:review", args=[uid]))
    if request.method != "POST":
        return _opening(request, found, {}, {})
    given = request.POST.dict()
    try:
        open_plan(
            actor=actor,
            document_uid=uid,
            title=given.get("title", ""),
            year=_year(given.get("year", "")),
            starts_on=day_of(request, "starts_on"),
            ends_on=_following(day_of(request, "last_day")),
            key=form_key(request),
        )
    except REFUSALS as refused:
        wrong = {
            {"ends_on": "last_day"}.get(name, name): zh for name, zh in wrong_of(refused).items()
        }
        return _opening(request, found, given, wrong)
    return HttpResponseRedirect(reverse("bureau:plans:review", args=[uid]))


@route(permission=CONFIRM_PLAN, content="internal", methods=("POST",))
def renew(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Review a newer document of the plan that was chosen; `uid` is the document's."""
    actor = current_actor(request)
    found = opening(actor, uid)
    try:
        plan = request.POST.get("plan", "")
        if not plan:
            raise PlanRefused({"plan": "还没有选是哪份计划的新版。"})
        open_version(actor=actor, plan_uid=plan, document_uid=uid, key=form_key(request))
    except REFUSALS as refused:
        return _opening(request, found, {}, wrong_of(refused))
    return HttpResponseRedirect(reverse("bureau:plans:review", args=[uid]))


@route(permission=REVIEW_PLAN, content="internal", methods=("POST",))
def rest(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Accept what the reader is sure of and nobody has touched."""
    actor = current_actor(request)
    document = plan_in_review(actor, uid)
    try:
        count = accept_rest(actor=actor, plan_uid=uid, key=form_key(request))
        messages.success(request, f"接受了{count}项有把握的。拿不准的都还在，要一项一项看。")
    except REFUSALS as refused:
        messages.warning(request, "；".join(wrong_of(refused).values()))
    return HttpResponseRedirect(reverse("bureau:plans:review", args=[document]))


@route(permission=CONFIRM_PLAN, content="internal", methods=("GET", "POST"))
def confirm(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what confirming would do, and do it."""
    actor = current_actor(request)
    document = plan_in_review(actor, uid)
    reviewing = Reviewing(actor, document)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            confirm_version(actor=actor, plan_uid=uid, key=form_key(request))
            return HttpResponseRedirect(reverse("bureau:board:plan", args=[uid]))
        except REFUSALS as refused:
            wrong = wrong_of(refused)
    context = {
        "reviewing": reviewing,
        "plan": reviewing.plan,
        "counts": reviewing.counts(),
        "accepted": reviewing.accepted_by_kind(),
        "document": reviewing.document,
        "key": new_key(),
        "drop_key": new_key(),
        "wrong": wrong,
    }
    return render(request, "bureau/plans/confirm.html", context, status=422 if wrong else 200)


@route(permission=CONFIRM_PLAN, content="internal", methods=("POST",))
def abandon(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the version in review up."""
    actor = current_actor(request)
    document = plan_in_review(actor, uid)
    try:
        abandon_version(actor=actor, plan_uid=uid, key=form_key(request))
        messages.success(request, "这一版放弃了，文件和读出的内容都还在。")
    except REFUSALS as refused:
        messages.warning(request, "；".join(wrong_of(refused).values()))
    return HttpResponseRedirect(reverse("bureau:plans:document", args=[document]))


@route(permission=REVIEW_PLAN, content="internal", methods=("GET", "POST"))
def add_item(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add an item that was missed, with its words from the source."""
    actor = current_actor(request)
    document = plan_in_review(actor, uid)
    reviewing = Reviewing(actor, document)
    given = request.POST if request.method == "POST" else request.GET
    kind = given.get("kind", "indicator")
    kind = kind if kind in KINDS else "indicator"
    content = empty(kind) | {"period": str(reviewing.plan.year)}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        content = typed(kind, request.POST.dict(), empty(kind))
        try:
            add(
                actor=actor,
                plan_uid=uid,
                kind=kind,
                content=content,
                quote=request.POST.get("quote", ""),
                key=form_key(request),
            )
            return HttpResponseRedirect(
                reverse("bureau:plans:review", args=[document]) + "?tab=all"
            )
        except REFUSALS as refused:
            wrong = wrong_of(refused)
    context = {
        "plan": reviewing.plan,
        "document": reviewing.document,
        "kinds": KINDS,
        "kind": kind,
        "fields": fields_of(kind, content, reviewing.choices(), wrong),
        "quote": given.get("quote", "")[:500],
        "wrong": wrong,
        "key": new_key(),
    }
    return render(request, "bureau/plans/add.html", context, status=422 if wrong else 200)


def wrong_of(refused: Exception) -> dict[str, str]:
    """Return what a refusal says, by field; of the whole under an empty name."""
    if isinstance(refused, PlanRefused):
        return refused.wrong
    if isinstance(refused, DayMissing):
        return {refused.field: refused.zh}
    if isinstance(refused, NotAllowed):
        return {"": "这份文件归别的单位立为计划。要立，请找那个单位的经办人。"}
    return {"": str(refused)}


def _opening(
    request: HttpRequest, found: Opening, given: dict[str, str], wrong: dict[str, str]
) -> HttpResponse:
    context = {
        "found": found,
        "document": found.document,
        "title": given.get("title", found.title),
        "year": given.get("year", str(found.year)),
        "starts_on": given.get("starts_on", found.starts_on.isoformat()),
        "last_day": given.get("last_day", found.last_day.isoformat()),
        "wrong": wrong,
        "key": new_key(),
        "version_key": new_key(),
    }
    return render(request, "bureau/plans/open.html", context, status=422 if wrong else 200)


def _year(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) == 4):
        raise PlanRefused({"year": "年份写成四位数，例如 2026。"})
    return int(given)


def _following(day: date) -> date:
    """Return the first day after the last one that people type."""
    return date.fromordinal(min(day.toordinal() + 1, date.max.toordinal()))
