"""Writing a note on a task or a project, with photographs."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from xueyou.domains.plans.access.steering import (
    READ_PROJECT,
    READ_TASK,
    REPORT_PROJECT,
    REPORT_TASK,
)
from xueyou.domains.plans.selectors.project import project
from xueyou.domains.plans.selectors.task import task
from xueyou.domains.plans.services.notes import write_note
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.bureau.board import forms
from xueyou.surfaces.bureau.board.forms import Field, Form
from xueyou.surfaces.shell.handing_in import takes_file


@route(permission=READ_TASK, writes=REPORT_TASK, content="internal", methods=("GET", "POST"))
@takes_file()
def task_note(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write a note on a task."""
    view = task(current_actor(request), uid)
    if not view.may.report:
        raise NotFound
    back = reverse("bureau:board:task", args=[uid])
    return _note(request, "task", uid, f"{view.task.number} {view.task.title}", back)


@route(permission=READ_PROJECT, writes=REPORT_PROJECT, content="internal", methods=("GET", "POST"))
@takes_file()
def project_note(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write a note on a project."""
    view = project(current_actor(request), uid)
    if not view.may.report:
        raise NotFound
    back = reverse("bureau:board:project", args=[uid])
    return _note(request, "project", uid, view.project.title, back)


def photos() -> Field:
    """Return the question for photographs."""
    hint = "jpg、png 或 webp，最多6张。拍摄地点和手机型号会去掉，只留画面。"
    return Field("files", "照片", "photos", hint, required=False)


def _note(request: HttpRequest, kind: str, uid: UUID, about: str, back: str) -> HttpResponse:
    form = Form(
        title="写一条进展",
        about=about,
        rows=(
            (Field("words", "做到哪里了", "words", "写事实：做完了什么，卡在哪里，下一步谁做。"),),
            (photos(),),
        ),
        submit="写上去",
        back=back,
        advice="写上去的进展不能改、不能删；说错了，再写一条说明。",
    )
    return forms.answered(
        request,
        form,
        lambda key: write_note(
            actor=current_actor(request),
            owner_kind=kind,
            owner_uid=uid,
            words=forms.typed(request, "words"),
            photos=forms.files(request),
            key=key,
        ),
        "进展已经写上。",
    )
