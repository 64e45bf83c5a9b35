"""Reporting a figure, and putting right one that was reported."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from xueyou.domains.plans.access.steering import READ_TASK, REPORT_TASK
from xueyou.domains.plans.selectors.task import task as task_of
from xueyou.domains.plans.selectors.task_views import TargetView, TaskView, ValueView
from xueyou.domains.plans.services.reporting import report_value, restate_value
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_today
from xueyou.surfaces.bureau.board import forms
from xueyou.surfaces.bureau.board.forms import Field, Form
from xueyou.surfaces.shell.days import day_of
from xueyou.surfaces.shell.handing_in import takes_file


@route(permission=READ_TASK, writes=REPORT_TASK, content="internal", methods=("GET", "POST"))
@takes_file()
def report(request: HttpRequest, task: UUID, uid: UUID) -> HttpResponse:
    """Show the form for a target's figure, or take it."""
    actor = current_actor(request)
    view = task_of(actor, task)
    target = _target(view, uid)
    form = _report_form(view, target)
    return forms.answered(
        request,
        form,
        lambda key: report_value(
            actor=actor,
            target_uid=uid,
            value=forms.typed(request, "value"),
            as_of=day_of(request, "as_of"),
            words=forms.typed(request, "words"),
            numerator=forms.typed(request, "numerator"),
            denominator=forms.typed(request, "denominator"),
            files=forms.files(request),
            key=key,
        ),
        f"已经收下“{target.name}”的数，灯已经重新算过。",
    )


@route(permission=READ_TASK, writes=REPORT_TASK, content="internal", methods=("GET", "POST"))
def restate(request: HttpRequest, task: UUID, uid: UUID) -> HttpResponse:
    """Show the form that puts a reported figure right, or take it."""
    actor = current_actor(request)
    view = task_of(actor, task)
    target, value = _value(view, uid)
    form = _restate_form(view, target, value)
    return forms.answered(
        request,
        form,
        lambda key: restate_value(
            actor=actor,
            value_uid=uid,
            value=forms.typed(request, "value"),
            reason=forms.typed(request, "reason"),
            numerator=forms.typed(request, "numerator"),
            denominator=forms.typed(request, "denominator"),
            key=key,
        ),
        "已经更正，灯已经重新算过。原来报的数留在记录里。",
    )


def _target(view: TaskView, uid: UUID) -> TargetView:
    found = next((one for one in view.targets if one.uid == uid and one.may_report), None)
    if found is None:
        raise NotFound
    return found


def _value(view: TaskView, uid: UUID) -> tuple[TargetView, ValueView]:
    for target in view.targets:
        for value in target.values:
            if value.uid == uid and value.reported and target.may_report:
                return target, value
    raise NotFound


def _back(view: TaskView) -> str:
    return reverse("bureau:board:task", args=[view.task.uid])


def _said(target: TargetView) -> tuple[tuple[str, str], ...]:
    latest = tuple(
        (f"{value.basis_zh}，{value.as_of:%-m月%-d日}", value.shown) for value in target.latest
    )
    return (("目标", target.said), ("到哪天", f"{target.due_on:%Y年%-m月%-d日}"), *latest)


def _figures(target: TargetView) -> tuple[tuple[Field, ...], ...]:
    decimals = f"最多{target.scale}位小数" if target.scale else "只填整数"
    hint = f"到这一天为止一共是多少，{decimals}。"
    if target.nature == "rate":
        hint = f"填比率，{decimals}；也可以只填下面的分子和分母，系统来除。"
    rows: list[tuple[Field, ...]] = [(Field("value", "多少", "number", hint, "", target.unit),)]
    if target.nature == "rate":
        rows.append(
            (
                Field("numerator", "分子", "number", "达到的有多少", required=False),
                Field("denominator", "分母", "number", "一共有多少", required=False),
            )
        )
    return tuple(rows)


def _report_form(view: TaskView, target: TargetView) -> Form:
    whose = "" if target.whole else f"{target.subject}："
    return Form(
        title=f"报数：{whose}{target.name}",
        about=f"{view.task.number} {view.task.title}",
        rows=(
            (Field("as_of", "到哪一天", "day", "", business_today().isoformat()),),
            *_figures(target),
            (
                Field(
                    "words",
                    "依据",
                    "words",
                    "一句话写清数从哪里来，例如“六所学校验收单”。",
                ),
            ),
            (
                Field(
                    "files",
                    "照片或 pdf",
                    "evidence",
                    "没有写依据的，请交一份。照片里的拍摄地点会去掉。最多6个。",
                    required=False,
                ),
            ),
        ),
        submit="报上去",
        back=_back(view),
        said=_said(target),
        advice="报的数和系统算的数并排放着，谁也不盖谁。报错了可以更正，原来的留在记录里。",
    )


def _restate_form(view: TaskView, target: TargetView, value: ValueView) -> Form:
    return Form(
        title=f"更正：{target.name}",
        about=f"{view.task.number} {view.task.title}",
        rows=(
            *_figures(target),
            (Field("reason", "为什么更正", "words", "例如“原来把在建的两所也算进去了”。"),),
        ),
        submit="更正",
        back=_back(view),
        said=(
            ("更正哪一天的", f"{value.as_of:%Y年%-m月%-d日}"),
            ("原来报的", value.shown),
            ("目标", target.said),
        ),
        advice="已经封存的盘点和通报不会变；它们旁边会注明后来有更正。",
    )
