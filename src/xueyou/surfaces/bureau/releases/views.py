"""The pages of what is published: list, choice, exact preview, one release."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access.steering import RELEASE_PLAN
from xueyou.domains.plans.releases.access import KEEP_RELEASE
from xueyou.domains.plans.selectors import releases as select
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.releases import (
    ContentChanged,
    prepare_release,
    publish_release,
    take_down_release,
)
from xueyou.kernel.papers.refusals import PaperRefused
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.time import business_today
from xueyou.surfaces.shell.days import DayMissing, day_of
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

USUAL = timedelta(days=180)
SPAN_MISSING = "请写公开的起止日子，例如2026-12-01。"
Refused = (PlanRefused, DayMissing, PaperRefused, KeyMissing, KeyReused)


@route(permission=KEEP_RELEASE, content="internal")
def release_list(request: HttpRequest) -> HttpResponse:
    """List the releases, newest first, and the plans of which something may be published."""
    actor = current_actor(request)
    context = {
        "page": select.releases(actor, request.GET.get("page")),
        "plans": select.plans_to_release(actor),
    }
    return render(request, "bureau/releases/list.html", context)


@route(permission=RELEASE_PLAN, content="internal")
def choose(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Choose which tasks of a plan are published."""
    title, tasks = select.choosable(current_actor(request), plan)
    chosen = set(request.GET.getlist("task"))
    context = {
        "plan": plan,
        "title": title,
        "tasks": [(task, str(task.number) in chosen) for task in tasks],
        "heading": request.GET.get("title") or f"{title}：我们承诺了什么，做到哪里了",
    }
    return render(request, "bureau/releases/choose.html", context)


@route(permission=RELEASE_PLAN, content="internal")
def preview_page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Show exactly what the public would see, and the form that orders it."""
    tasks = select.numbered(current_actor(request), plan, request.GET.getlist("task"))
    return _preview(request, plan, tasks, request.GET.get("title", ""))


@route(permission=RELEASE_PLAN, content="internal", methods=("POST",))
def prepare(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Freeze what was previewed and draft the order for it."""
    given = request.POST
    tasks, title = given.getlist("task"), given.get("title", "")
    try:
        uid = prepare_release(
            actor=current_actor(request),
            plan_uid=plan,
            task_uids=tasks,
            title=title,
            seen_sha256=given.get("seen", ""),
            visible_from=day_of(request, "visible_from", SPAN_MISSING),
            visible_to=day_of(request, "visible_to", SPAN_MISSING),
            key=form_key(request),
        )
    except ContentChanged as changed:
        return _preview(request, plan, tasks, title, changed, status=409)
    except Refused as refused:
        return _preview(request, plan, tasks, title, refused, status=422)
    messages.success(request, "内容已经封存，公开决定已经起草。核稿、签发以后，回到这里公布。")
    return HttpResponseRedirect(reverse("bureau:releases:release", args=[uid]))


@route(permission=KEEP_RELEASE, content="internal")
def release_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one release: what is frozen, where its order stands, what may be done."""
    return _page(request, uid)


@route(permission=KEEP_RELEASE, content="internal", methods=("POST",))
def publish(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Publish what was signed."""
    try:
        publish_release(actor=current_actor(request), release_uid=uid, key=form_key(request))
    except Refused as refused:
        return _page(request, uid, refused)
    messages.success(request, "已经公布。")
    return HttpResponseRedirect(reverse("bureau:releases:release", args=[uid]))


@route(permission=KEEP_RELEASE, content="internal", methods=("POST",))
def take_down(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a release down, at once."""
    try:
        take_down_release(
            actor=current_actor(request),
            release_uid=uid,
            why=request.POST.get("why", ""),
            key=form_key(request),
        )
    except Refused as refused:
        return _page(request, uid, refused)
    messages.success(request, "已经撤下，公众现在就看不到了。封存校验码和原因留着。")
    return HttpResponseRedirect(reverse("bureau:releases:release", args=[uid]))


def _preview(
    request: HttpRequest,
    plan: UUID,
    tasks: list[str],
    title: str,
    refused: Exception | None = None,
    status: int = 200,
) -> HttpResponse:
    found = select.preview(current_actor(request), plan, tasks, title)
    if found is None:
        messages.warning(request, "还没有选要公开的任务。请至少选一项。")
        return HttpResponseRedirect(reverse("bureau:releases:choose", args=[plan]))
    today = business_today()
    context = {
        "plan": plan,
        "preview": found,
        "release": found.payload,
        "title": title,
        "opens": request.POST.get("visible_from") or today.isoformat(),
        "closes": request.POST.get("visible_to") or (today + USUAL).isoformat(),
        "key": new_key(),
        "wrong": words_of(refused),
    }
    return render(request, "bureau/releases/preview.html", context, status=status)


def _page(request: HttpRequest, uid: UUID, refused: Exception | None = None) -> HttpResponse:
    row, content = select.release(current_actor(request), uid)
    context = {"row": row, "release": content, "key": new_key(), "wrong": words_of(refused)}
    return render(request, "bureau/releases/release.html", context, status=422 if refused else 200)
