"""Milestones of tasks and projects: adding, finishing, giving another day."""

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
from xueyou.domains.plans.selectors.task_views import ProjectView, StepView, TaskView
from xueyou.domains.plans.services.milestones import (
    add_milestone,
    finish_milestone,
    revise_milestone,
    revise_project,
)
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_today
from xueyou.surfaces.bureau.board import forms
from xueyou.surfaces.bureau.board.forms import Field, Form
from xueyou.surfaces.shell.days import day_of


@route(permission=STEER_PLAN, content="internal", methods=("GET", "POST"), objects="plans.task")
def add_to_task(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add a step to a task."""
    return _add(request, "task", task(current_actor(request), uid))


@route(permission=STEER_PLAN, content="internal", methods=("GET", "POST"), objects="plans.project")
def add_to_project(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add a step to a project."""
    return _add(request, "project", project(current_actor(request), uid))


@route(permission=READ_TASK, writes=REPORT_TASK, content="internal", methods=("GET", "POST"))
def finish_of_task(request: HttpRequest, owner: UUID, uid: UUID) -> HttpResponse:
    """Note that a task's step is done."""
    return _finish(request, task(current_actor(request), owner), uid)


@route(permission=READ_PROJECT, writes=REPORT_PROJECT, content="internal", methods=("GET", "POST"))
def finish_of_project(request: HttpRequest, owner: UUID, uid: UUID) -> HttpResponse:
    """Note that a project's step is done."""
    return _finish(request, project(current_actor(request), owner), uid)


@route(permission=READ_TASK, writes=REPORT_TASK, content="internal", methods=("GET", "POST"))
def revise_of_task(request: HttpRequest, owner: UUID, uid: UUID) -> HttpResponse:
    """Give a task's step another day."""
    return _revise(request, task(current_actor(request), owner), uid)


@route(permission=READ_PROJECT, writes=REPORT_PROJECT, content="internal", methods=("GET", "POST"))
def revise_of_project(request: HttpRequest, owner: UUID, uid: UUID) -> HttpResponse:
    """Give a project's step another day."""
    return _revise(request, project(current_actor(request), owner), uid)


@route(permission=READ_PROJECT, writes=REPORT_PROJECT, content="internal", methods=("GET", "POST"))
def revise_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give a project's end another day."""
    view = project(current_actor(request), uid)
    if not view.may.report:
        raise NotFound
    form = _revising(view, "建成", view.project.due_on)
    return forms.answered(
        request,
        form,
        lambda key: revise_project(
            actor=current_actor(request),
            project_uid=uid,
            revised_on=day_of(request, "revised_on"),
            reason=forms.typed(request, "reason"),
            key=key,
        ),
        "日子已经调整，原来承诺的日子照样留着。",
    )


def _add(request: HttpRequest, kind: str, view: TaskView | ProjectView) -> HttpResponse:
    if not view.may.steer:
        raise NotFound
    form = Form(
        title="加一个节点",
        about=_about(view),
        rows=(
            (Field("title", "节点名称", "line", "例如“主体封顶”“完成招标”。"),),
            (Field("due_on", "承诺到哪一天", "day", "定下以后不能改，只能另记推迟到哪天。"),),
        ),
        submit="加上",
        back=_back(view),
    )
    return forms.answered(
        request,
        form,
        lambda key: add_milestone(
            actor=current_actor(request),
            owner_kind=kind,
            owner_uid=view.task.uid if isinstance(view, TaskView) else view.project.uid,
            title=forms.typed(request, "title"),
            due_on=day_of(request, "due_on"),
            key=key,
        ),
        "节点已经加上。",
    )


def _finish(request: HttpRequest, view: TaskView | ProjectView, uid: UUID) -> HttpResponse:
    step = _step(view, uid)
    form = Form(
        title=f"办完：{step.title}",
        about=_about(view),
        rows=((Field("done_on", "实际哪一天办完的", "day", "", business_today().isoformat()),),),
        submit="记下",
        back=_back(view),
        said=(("承诺的日子", f"{step.due_on:%Y年%-m月%-d日}"),),
    )
    return forms.answered(
        request,
        form,
        lambda key: finish_milestone(
            actor=current_actor(request),
            milestone_uid=uid,
            done_on=day_of(request, "done_on"),
            key=key,
        ),
        f"“{step.title}”已经记为办完。",
    )


def _revise(request: HttpRequest, view: TaskView | ProjectView, uid: UUID) -> HttpResponse:
    step = _step(view, uid)
    form = _revising(view, step.title, step.due_on)
    return forms.answered(
        request,
        form,
        lambda key: revise_milestone(
            actor=current_actor(request),
            milestone_uid=uid,
            revised_on=day_of(request, "revised_on"),
            reason=forms.typed(request, "reason"),
            key=key,
        ),
        "日子已经调整，原来承诺的日子照样留着。",
    )


def _revising(view: TaskView | ProjectView, title: str, due_on: object) -> Form:
    return Form(
        title=f"调整日子：{title}",
        about=_about(view),
        rows=(
            (Field("revised_on", "现在预计哪一天", "day"),),
            (Field("reason", "为什么调整", "words", "写具体的事，例如“雨季停工四十天”。"),),
        ),
        submit="调整",
        back=_back(view),
        said=(("承诺的日子", f"{due_on:%Y年%-m月%-d日}"),),
        advice="承诺的日子不会动。新的日子没过之前灯是“偏慢”，过了还没办完就是“滞后”。",
    )


def _step(view: TaskView | ProjectView, uid: UUID) -> StepView:
    """Return a step that the reader may report on. Raises NotFound."""
    allowed = view.may.whole
    step = next((one for one in view.steps if one.uid == uid), None)
    if step is None or not allowed:
        raise NotFound
    return step


def _about(view: TaskView | ProjectView) -> str:
    if isinstance(view, TaskView):
        return f"{view.task.number} {view.task.title}"
    return view.project.title


def _back(view: TaskView | ProjectView) -> str:
    if isinstance(view, TaskView):
        return reverse("bureau:board:task", args=[view.task.uid])
    return reverse("bureau:board:project", args=[view.project.uid])
