"""Asking for a settlement, how far it has come, its lines with the officers' words, its end."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access.steering import READ_PLAN, SETTLE_PLAN
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.settlements import selectors as select
from xueyou.domains.plans.settlements.deciding import confirm_settlement, say_pair
from xueyou.domains.plans.settlements.settle_plan import settle_plan
from xueyou.domains.plans.settlements.views import MET
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key

Refused = (PlanRefused, KeyMissing, KeyReused)


@route(permission=READ_PLAN, content="internal")
def settlement_list(request: HttpRequest, plan: UUID) -> HttpResponse:
    """List a plan's settlements, and the summaries it may be held against."""
    return _list(request, plan)


@route(permission=SETTLE_PLAN, content="internal", methods=("POST",))
def settle(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Ask for a settlement."""
    try:
        job = settle_plan(
            actor=current_actor(request),
            plan_uid=plan,
            document_uid=request.POST.get("document", ""),
            key=form_key(request),
        )
    except Refused as refused:
        return _list(request, plan, str(refused))
    return HttpResponseRedirect(reverse("bureau:settlements:progress", args=[plan, job]))


@route(permission=READ_PLAN, content="internal")
def progress(request: HttpRequest, plan: UUID, job: UUID) -> HttpResponse:
    """Show how far a settlement has come; once it is made, lead to it."""
    found = select.settling(current_actor(request), plan, job)
    if found.settlement is not None:
        return HttpResponseRedirect(
            reverse("bureau:settlements:settlement", args=[found.settlement])
        )
    return render(request, "bureau/settlements/progress.html", {"found": found})


@route(permission=READ_PLAN, content="internal")
def settlement_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the three lists; what was promised and passed over stands first."""
    return _page(request, uid)


@route(permission=SETTLE_PLAN, content="internal", methods=("POST",))
def say(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say of a line whether promise and report are the same thing."""
    line = request.POST.get("line", "")
    try:
        say_pair(
            actor=current_actor(request),
            settlement_uid=uid,
            line=line,
            verdict=request.POST.get("verdict", ""),
            words=request.POST.get("words", ""),
            key=form_key(request),
        )
    except Refused as refused:
        return _page(request, uid, str(refused), line)
    there = reverse("bureau:settlements:settlement", args=[uid])
    return HttpResponseRedirect(f"{there}#l-{quote(line)}")


@route(permission=SETTLE_PLAN, content="internal", methods=("POST",))
def confirm(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Confirm a settlement."""
    try:
        confirm_settlement(actor=current_actor(request), settlement_uid=uid, key=form_key(request))
    except Refused as refused:
        return _page(request, uid, str(refused))
    messages.success(request, "对账已经确认。总结里的数记在单位报的数旁边，没有覆盖。")
    return HttpResponseRedirect(reverse("bureau:settlements:settlement", args=[uid]))


def _list(request: HttpRequest, plan: UUID, wrong: str = "") -> HttpResponse:
    context = {
        "list": select.settlements(current_actor(request), plan),
        "key": new_key(),
        "wrong": wrong,
        "given": request.POST,
    }
    return render(request, "bureau/settlements/list.html", context, status=422 if wrong else 200)


def _page(request: HttpRequest, uid: UUID, wrong: str = "", at: str = "") -> HttpResponse:
    found = select.settlement(current_actor(request), uid)
    context = {
        "view": found,
        "met": [(mark, word, found.met[code]) for code, (mark, word) in MET.items()],
        "key": new_key,
        "wrong": wrong,
        "at": at,
        "given": request.POST,
    }
    status = 422 if wrong else 200
    return render(request, "bureau/settlements/settlement.html", context, status=status)
