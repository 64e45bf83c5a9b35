"""Giving a task or project to a unit, and taking a supporter's part back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from xueyou.domains.plans.access.steering import STEER_PLAN
from xueyou.domains.plans.selectors.choices import offices_under, posts_under
from xueyou.domains.plans.selectors.project import project
from xueyou.domains.plans.selectors.task import task
from xueyou.domains.plans.selectors.task_views import ProjectView, TaskView
from xueyou.domains.plans.services.duties import assign_duty, end_duty
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.bureau.board import forms
from xueyou.surfaces.bureau.board.forms import Field, Form

ROLES = {"lead": "牵头", "support": "配合"}


@route(permission=STEER_PLAN, content="internal", methods=("GET", "POST"), objects="plans.task")
def assign_task(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give a task to a unit."""
    view = task(current_actor(request), uid)
    title = f"{view.task.number} {view.task.title}"
    return _assign(request, "task", uid, view, view.task.plan_path, title)


@route(permission=STEER_PLAN, content="internal", methods=("GET", "POST"), objects="plans.project")
def assign_project(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give a project to a unit."""
    view = project(current_actor(request), uid)
    return _assign(request, "project", uid, view, view.project.plan_path, view.project.title)


@route(permission=STEER_PLAN, content="internal", methods=("POST",), objects="plans.duty")
def end_of_task(request: HttpRequest, owner: UUID, uid: UUID) -> HttpResponse:
    """Take a supporter's part in a task back."""
    return _end(request, uid, reverse("bureau:board:task", args=[owner]))


@route(permission=STEER_PLAN, content="internal", methods=("POST",), objects="plans.duty")
def end_of_project(request: HttpRequest, owner: UUID, uid: UUID) -> HttpResponse:
    """Take a supporter's part in a project back."""
    return _end(request, uid, reverse("bureau:board:project", args=[owner]))


def _assign(
    request: HttpRequest,
    kind: str,
    uid: UUID,
    view: TaskView | ProjectView,
    path: str,
    title: str,
) -> HttpResponse:
    if not view.may.steer:
        raise NotFound
    form = _form(view, path, title, reverse(f"bureau:board:{kind}", args=[uid]))
    return forms.answered(
        request,
        form,
        lambda key: assign_duty(
            actor=current_actor(request),
            owner_kind=kind,
            owner_uid=uid,
            role=forms.typed(request, "role"),
            post_uid=forms.typed(request, "post") or None,
            organisation_uid=forms.typed(request, "organisation") or None,
            unit_name=forms.typed(request, "unit_name"),
            key=key,
        ),
        "责任已经分好，从今天算起。",
    )


def _form(view: TaskView | ProjectView, path: str, title: str, back: str) -> Form:
    nobody = (("", "不选"),)
    posts = forms.options((*nobody, *posts_under(path)))
    offices = forms.options((*nobody, *offices_under(path)))
    said = tuple(
        (duty.role_zh, duty.unit + (f"（{duty.post}{duty.holder}）" if duty.post else ""))
        for duty in view.duties
    )
    return Form(
        title="分责任",
        about=title,
        rows=(
            (Field("role", "做什么", "choice", "", "support", options=forms.options(ROLES)),),
            (
                Field(
                    "post",
                    "本局的岗位",
                    "pick",
                    "下面三样里选一样填。",
                    options=posts,
                ),
            ),
            (Field("organisation", "科室、县区", "pick", "", options=offices),),
            (
                Field(
                    "unit_name",
                    "外单位",
                    "line",
                    "写名称，例如“市财政局”。外单位不用账号。",
                ),
            ),
        ),
        submit="分下去",
        back=back,
        said=said or (("现在", "还没有责任单位"),),
        advice="换牵头单位，原来的就到今天为止；岗位换了人，责任跟着岗位走，不用改这里。",
    )


def _end(request: HttpRequest, uid: UUID, back: str) -> HttpResponse:
    wrong = forms.attempted(
        request, lambda key: end_duty(actor=current_actor(request), duty_uid=uid, key=key)
    )
    if wrong:
        messages.warning(request, "；".join(wrong.values()))
    else:
        messages.success(request, "这份责任从今天起收回。")
    return HttpResponseRedirect(back)
