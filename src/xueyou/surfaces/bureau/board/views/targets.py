"""How a promise is watched: on the wall, by which line, shared out to counties, its nature."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from xueyou.domains.plans.access.steering import STEER_PLAN
from xueyou.domains.plans.numbers import NumberRefused, scaled
from xueyou.domains.plans.selectors.choices import counties_under
from xueyou.domains.plans.selectors.task import task as task_of
from xueyou.domains.plans.selectors.task_views import TargetView, TaskView
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.steer_targets import (
    CURVES,
    add_county_targets,
    change_nature,
    feature_indicator,
    set_curve,
)
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.bureau.board import forms
from xueyou.surfaces.bureau.board.forms import Field, Form
from xueyou.surfaces.shell.days import day_of

POINTS = 6
NATURES = {
    "cumulative": "累计：一年里一点点加起来",
    "stock": "存量：到某一天有多少",
    "rate": "比率：分子除以分母",
}
DIRECTIONS = {"up": "越多越好", "down": "越少越好"}


@route(permission=STEER_PLAN, content="internal", methods=("POST",), objects="plans.task")
def feature(request: HttpRequest, task: UUID, uid: UUID) -> HttpResponse:
    """Put an indicator on the wall, or take it off."""
    wanted = forms.typed(request, "featured") == "1"
    wrong = forms.attempted(
        request,
        lambda key: feature_indicator(
            actor=current_actor(request), indicator_uid=uid, featured=wanted, key=key
        ),
    )
    if wrong:
        messages.warning(request, "；".join(wrong.values()))
    else:
        messages.success(request, "已经放上挂图。" if wanted else "已经从挂图撤下。")
    return HttpResponseRedirect(reverse("bureau:board:task", args=[task]))


@route(permission=STEER_PLAN, content="internal", methods=("GET", "POST"), objects="plans.task")
def nature(request: HttpRequest, task: UUID, uid: UUID) -> HttpResponse:
    """Correct how an indicator grows and which way is better."""
    view = _steered(request, task)
    target = _of_indicator(view, uid)
    form = Form(
        title=f"怎么看这个数：{target.name}",
        about=f"{view.task.number} {view.task.title}",
        rows=(
            (
                Field(
                    "nature",
                    "它怎么长",
                    "choice",
                    "",
                    target.nature,
                    options=forms.options(NATURES),
                ),
            ),
            (
                Field(
                    "direction",
                    "往哪边好",
                    "choice",
                    "",
                    target.direction,
                    options=forms.options(DIRECTIONS),
                ),
            ),
        ),
        submit="改好",
        back=_back(view),
        said=(("目标", target.said),),
        advice="累计的按时间比进度，存量和比率看走势。改了以后，灯马上重新算。",
    )
    return forms.answered(
        request,
        form,
        lambda key: change_nature(
            actor=current_actor(request),
            indicator_uid=uid,
            nature=forms.typed(request, "nature"),
            direction=forms.typed(request, "direction"),
            key=key,
        ),
        "已经改好，灯已经重新算过。",
    )


@route(permission=STEER_PLAN, content="internal", methods=("GET", "POST"), objects="plans.task")
def counties(request: HttpRequest, task: UUID, uid: UUID) -> HttpResponse:
    """Share a promise out to counties."""
    view = _steered(request, task)
    target = _of_indicator(view, uid)
    places = counties_under(view.task.plan_path)
    form = _sharing(view, target, places)
    return forms.answered(
        request,
        form,
        lambda key: add_county_targets(
            actor=current_actor(request),
            indicator_uid=uid,
            values={place: forms.typed(request, place) for place, _ in places},
            key=key,
        ),
        "已经分到县（区），各县（区）现在就能报数。",
    )


@route(permission=STEER_PLAN, content="internal", methods=("GET", "POST"), objects="plans.task")
def curve(request: HttpRequest, task: UUID, uid: UUID) -> HttpResponse:
    """Say by which line a target is expected to grow."""
    view = _steered(request, task)
    target = next((one for one in view.targets if one.uid == uid), None)
    if target is None:
        raise NotFound
    form = _curving(view, target)
    return forms.answered(
        request,
        form,
        lambda key: set_curve(
            actor=current_actor(request),
            target_uid=uid,
            kind=forms.typed(request, "kind"),
            points=_points(request),
            key=key,
        ),
        "进度线已经定好，灯已经重新算过。",
    )


def _steered(request: HttpRequest, uid: UUID) -> TaskView:
    view = task_of(current_actor(request), uid)
    if not view.may.steer:
        raise NotFound
    return view


def _of_indicator(view: TaskView, uid: UUID) -> TargetView:
    found = next((one for one in view.targets if one.indicator_uid == uid), None)
    if found is None:
        raise NotFound
    return found


def _back(view: TaskView) -> str:
    return reverse("bureau:board:task", args=[view.task.uid])


def _sharing(view: TaskView, target: TargetView, places: list[tuple[str, str]]) -> Form:
    shares = {
        one.subject: one.said
        for one in view.targets
        if one.indicator_uid == target.indicator_uid and not one.whole
    }
    fields = tuple(
        (
            Field(
                uid,
                name,
                "number",
                f"现在是{shares[name]}" if name in shares else "",
                "",
                target.unit,
            ),
        )
        for uid, name in places
    )
    return Form(
        title=f"分到县（区）：{target.name}",
        about=f"{view.task.number} {view.task.title}",
        rows=fields,
        submit="分下去",
        back=_back(view),
        said=(("全市的目标", target.said),),
        advice="不填的不分。文件里已经写明的县（区）不能另分。分到的县（区）只能报自己的数。",
    )


def _curving(view: TaskView, target: TargetView) -> Form:
    known = [(day.isoformat(), f"{share / 100:g}") for day, share in target.curve_points]
    known += [("", "")] * max(0, POINTS - len(known))
    rows = tuple(
        (
            Field(f"day{place}", f"第{place}个日子", "day", "", said_day),
            Field(f"share{place}", "到那天应完成", "number", "", said_share, "%"),
        )
        for place, (said_day, said_share) in enumerate(known, start=1)
    )
    kinds = Field("kind", "怎么走", "choice", "", target.curve, options=forms.options(CURVES))
    return Form(
        title=f"进度线：{target.name}",
        about=f"{view.task.number} {view.task.title}",
        rows=((kinds,), *rows),
        submit="定下",
        back=_back(view),
        said=(
            ("目标", target.said),
            ("从", f"{target.starts_on:%Y年%-m月%-d日}"),
            ("到", f"{target.due_on:%Y年%-m月%-d日}"),
        ),
        advice="按时间匀着走的，不用填日子。折线：两个日子之间匀着走。节点：到了那天才算。",
    )


def _points(request: HttpRequest) -> list[tuple[date, int]]:
    """Return the points typed, in order of days; rows left blank are left out."""
    found = []
    for place in range(1, POINTS + 1):
        said = forms.typed(request, f"share{place}").strip()
        if not said and not forms.typed(request, f"day{place}").strip():
            continue
        found.append((day_of(request, f"day{place}"), _ten_thousandths(said)))
    return sorted(found)


def _ten_thousandths(said: str) -> int:
    try:
        return scaled(said, 2)
    except NumberRefused as refused:
        raise PlanRefused({"points": f"百分比：{refused.zh}"}) from None
