"""Task forces: formed on a plan, given tasks, joined by people of whichever department."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access.forces import FORM_FORCE, KEEP_FORCE
from xueyou.domains.plans.selectors import forces as select
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.task_forces import (
    add_member,
    close_force,
    end_member,
    form_force,
    give_task,
    take_task,
)
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.time import business_today
from xueyou.surfaces.shell.days import DayMissing, day_of, day_or_none
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

Refused = (PlanRefused, DayMissing, KeyMissing, KeyReused)


@route(permission=KEEP_FORCE, content="internal")
def force_list(request: HttpRequest) -> HttpResponse:
    """List the open task forces, and the plans on which one may be formed."""
    return _list(request)


@route(permission=FORM_FORCE, content="internal", methods=("POST",))
def form(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Form a task force on a plan."""
    try:
        uid = form_force(
            actor=current_actor(request),
            plan_uid=plan,
            name=request.POST.get("name", ""),
            key=form_key(request),
        )
    except Refused as refused:
        return _list(request, refused, plan)
    messages.success(request, "专班已经组建。接下来请派任务、添加成员。")
    return HttpResponseRedirect(reverse("bureau:forces:force", args=[uid]))


@route(permission=KEEP_FORCE, content="internal")
def force_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a task force: its tasks, its members, and how to change both."""
    return _page(request, uid)


@route(permission=KEEP_FORCE, content="internal", methods=("POST",))
def give(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the force a task."""
    try:
        give_task(
            actor=current_actor(request),
            force_uid=uid,
            task_uid=request.POST.get("task", ""),
            key=form_key(request),
        )
    except Refused as refused:
        return _page(request, uid, refused)
    return _back(uid)


@route(permission=KEEP_FORCE, content="internal", methods=("POST",))
def take(request: HttpRequest, uid: UUID, task: UUID) -> HttpResponse:
    """Take a task away from the force, at once."""
    try:
        take_task(actor=current_actor(request), force_uid=uid, task_uid=task, key=form_key(request))
    except Refused as refused:
        return _page(request, uid, refused)
    messages.success(request, "任务已经收回，专班成员现在就看不到它了。")
    return _back(uid)


@route(permission=KEEP_FORCE, content="internal", methods=("POST",))
def add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let an account take part from a day on."""
    try:
        add_member(
            actor=current_actor(request),
            force_uid=uid,
            login_name=request.POST.get("login_name", ""),
            unit_name=request.POST.get("unit_name", ""),
            valid_from=day_of(request, "valid_from"),
            valid_to=day_or_none(request, "valid_to"),
            key=form_key(request),
        )
    except Refused as refused:
        return _page(request, uid, refused)
    messages.success(request, "已经添加，并通知了本人。")
    return _back(uid)


@route(permission=KEEP_FORCE, content="internal", methods=("POST",))
def end(request: HttpRequest, uid: UUID, member: UUID) -> HttpResponse:
    """End a membership, at once."""
    try:
        end_member(actor=current_actor(request), member_uid=member, key=form_key(request))
    except Refused as refused:
        return _page(request, uid, refused)
    messages.success(request, "已经离开专班，现在就看不到专班的任务了。")
    return _back(uid)


@route(permission=KEEP_FORCE, content="internal", methods=("POST",))
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Close the force; nobody sees anything through it any more."""
    try:
        close_force(actor=current_actor(request), force_uid=uid, key=form_key(request))
    except Refused as refused:
        return _page(request, uid, refused)
    messages.success(request, "专班已经撤销。做过的事都在记录里。")
    return HttpResponseRedirect(reverse("bureau:forces:list"))


def _back(uid: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("bureau:forces:force", args=[uid]))


def _list(
    request: HttpRequest, refused: Exception | None = None, plan: UUID | None = None
) -> HttpResponse:
    actor = current_actor(request)
    context = {
        "forces": select.forces(actor),
        "plans": select.plans_to_steer(actor),
        "chosen": plan,
        "given": request.POST,
        "key": new_key,
        "wrong": words_of(refused),
    }
    return render(request, "bureau/posts/forces.html", context, status=422 if refused else 200)


def _page(request: HttpRequest, uid: UUID, refused: Exception | None = None) -> HttpResponse:
    actor = current_actor(request)
    context = {
        "force": select.force(actor, uid),
        "choices": select.tasks_to_give(actor, uid),
        "today": business_today(),
        "given": request.POST,
        "key": new_key,
        "wrong": words_of(refused),
    }
    return render(request, "bureau/posts/force.html", context, status=422 if refused else 200)
