"""Closing a task or project with evidence, and opening it again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from xueyou.domains.plans.access.steering import (
    READ_PROJECT,
    READ_TASK,
    REPORT_PROJECT,
    REPORT_TASK,
    STEER_PLAN,
)
from xueyou.domains.plans.selectors.project import project
from xueyou.domains.plans.selectors.task import task
from xueyou.domains.plans.services.finishing import (
    finish_project,
    finish_task,
    reopen_project,
    reopen_task,
)
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_today
from xueyou.surfaces.bureau.board import forms
from xueyou.surfaces.bureau.board.forms import Field, Form
from xueyou.surfaces.bureau.board.views.notes import photos
from xueyou.surfaces.shell.days import day_of
from xueyou.surfaces.shell.handing_in import takes_file

DONE = "已经办结。灯变成“完成”，要再做可以由督办的科室重新打开。"


@route(permission=READ_TASK, writes=REPORT_TASK, content="internal", methods=("GET", "POST"))
@takes_file()
def close_task(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Close a task as done."""
    view = task(current_actor(request), uid)
    if not view.may.whole:
        raise NotFound
    form = _closing(
        f"{view.task.number} {view.task.title}", reverse("bureau:board:task", args=[uid])
    )
    return forms.answered(
        request,
        form,
        lambda key: finish_task(
            actor=current_actor(request),
            task_uid=uid,
            done_on=day_of(request, "done_on"),
            words=forms.typed(request, "words"),
            photos=forms.files(request),
            key=key,
        ),
        DONE,
    )


@route(permission=READ_PROJECT, writes=REPORT_PROJECT, content="internal", methods=("GET", "POST"))
@takes_file()
def close_project(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Close a project as done."""
    view = project(current_actor(request), uid)
    if not view.may.whole:
        raise NotFound
    form = _closing(view.project.title, reverse("bureau:board:project", args=[uid]))
    return forms.answered(
        request,
        form,
        lambda key: finish_project(
            actor=current_actor(request),
            project_uid=uid,
            done_on=day_of(request, "done_on"),
            words=forms.typed(request, "words"),
            photos=forms.files(request),
            key=key,
        ),
        DONE,
    )


@route(permission=STEER_PLAN, content="internal", methods=("GET", "POST"), objects="plans.task")
def open_task(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open a closed task again."""
    view = task(current_actor(request), uid)
    if not view.may.steer:
        raise NotFound
    form = _opening(
        f"{view.task.number} {view.task.title}", reverse("bureau:board:task", args=[uid])
    )
    return forms.answered(
        request,
        form,
        lambda key: reopen_task(
            actor=current_actor(request),
            task_uid=uid,
            reason=forms.typed(request, "words"),
            key=key,
        ),
        "已经重新打开，期限接着算，灯已经重新算过。",
    )


@route(permission=STEER_PLAN, content="internal", methods=("GET", "POST"), objects="plans.project")
def open_project(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open a closed project again."""
    view = project(current_actor(request), uid)
    if not view.may.steer:
        raise NotFound
    form = _opening(view.project.title, reverse("bureau:board:project", args=[uid]))
    return forms.answered(
        request,
        form,
        lambda key: reopen_project(
            actor=current_actor(request),
            project_uid=uid,
            reason=forms.typed(request, "words"),
            key=key,
        ),
        "已经重新打开，灯已经重新算过。",
    )


def _closing(about: str, back: str) -> Form:
    return Form(
        title="办结",
        about=about,
        rows=(
            (Field("done_on", "哪一天办完的", "day", "", business_today().isoformat()),),
            (
                Field(
                    "words", "凭什么说办完了", "words", "写清结果和材料在哪里，会作为一条进展留下。"
                ),
            ),
            (photos(),),
        ),
        submit="办结",
        back=back,
        advice="还有指标没到、节点没完成的，只有管督办的科室能办结。",
    )


def _opening(about: str, back: str) -> Form:
    return Form(
        title="重新打开",
        about=about,
        rows=((Field("words", "为什么重新打开", "words", "会作为一条进展留下。"),),),
        submit="重新打开",
        back=back,
    )
