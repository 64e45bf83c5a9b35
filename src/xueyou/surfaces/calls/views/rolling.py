"""A rolling round 随到随办: what waits and until when, what was decided, what is left."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.calls.access import READ_ROUND
from xueyou.kernel.calls.run_access import DRAFT_ORDER, ORDER_RUN, RUN_ROUND
from xueyou.kernel.calls.selectors.answering import Promise
from xueyou.kernel.calls.selectors.desk import call_kept, round_kept, run_kept
from xueyou.kernel.calls.selectors.rolling import Decided, Waiting, rolling_desk
from xueyou.kernel.calls.services.rolling import call_off, decide
from xueyou.platform.access.reading import NotFound, can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import CITY, business_now
from xueyou.surfaces.calls.refusing import REFUSED, said, status_of
from xueyou.surfaces.calls.views.applications import STATES
from xueyou.surfaces.shell.keys import form_key, new_key

STEPS = {
    "running": ("wait", "正在定"),
    "failed": ("none", "没有成"),
    "draft": ("wait", "等起草决定"),
    "sign": ("wait", "等核稿、签发"),
    "publish": ("slow", "签发了，等公布"),
    "ordered": ("wait", "正在公布"),
    "done": ("done", "已公布"),
}
UNPUBLISHED = ("draft", "sign", "publish")
WEEK = "一二三四五六日"
UNCONFIRMED = ("slow", "先认定孩子")
ROLLING = "rolling"


@dataclass(frozen=True, slots=True)
class Line:
    """An application that waits, with its tag and what its clock says in words."""

    one: Waiting
    tag: str
    words: str
    clock: str
    until: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A decision with its tag."""

    one: Decided
    tag: str
    words: str
    may_call_off: bool


@route(permission=READ_ROUND, content="personal")
def rolling(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a rolling round."""
    return shown(request, uid)


@route(permission=RUN_ROUND, content="internal", methods=("POST",))
def decide_ready(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Decide whatever is complete, together."""
    try:
        decide(actor=current_actor(request), round_uid=uid, key=form_key(request))
    except REFUSED as refused:
        return shown(request, uid, refused)
    messages.success(request, "正在按规则定，通常不到一分钟。定好了再起草公布决定。")
    return HttpResponseRedirect(reverse("calls:rolling", args=[uid]))


@route(permission=DRAFT_ORDER, content="internal", methods=("POST",))
def drop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Call a decision off that is not ordered yet."""
    actor = current_actor(request)
    round_ = run_kept(actor, uid).round
    try:
        call_off(
            actor=actor, run_uid=uid, reason=request.POST.get("reason", ""), key=form_key(request)
        )
    except REFUSED as refused:
        return shown(request, round_, refused)
    messages.success(request, "这一批作废了，原因留着。里面的申请可以更正，再一起定。")
    return HttpResponseRedirect(reverse("calls:rolling", args=[round_]))


def shown(request: HttpRequest, uid: UUID, refused: BaseException | None = None) -> HttpResponse:
    """Return the page of a rolling round, also when a step was refused."""
    actor = current_actor(request)
    row = round_kept(actor, uid)
    if row.mode != ROLLING:
        raise NotFound
    call, desk, now = call_kept(actor, row.call), rolling_desk(actor, uid), business_now()
    context = {
        "call": call,
        "row": row,
        "back": f"{reverse('calls:call', args=[call.uid])}?round={uid}",
        "desk": desk,
        "waiting": [
            Line(one, *_step(one), _clock(one.promise, now), _until(one.promise))
            for one in desk.waiting
        ],
        "batches": [Batch(one, *STEPS[one.step], one.step in UNPUBLISHED) for one in desk.decided],
        "busy": any(one.step in ("running", "ordered") for one in desk.decided),
        "may_decide": can(actor, RUN_ROUND) and row.state == "announced",
        "may_order": can(actor, DRAFT_ORDER),
        "may_publish": can(actor, ORDER_RUN),
        "given": request.POST,
        "key": new_key,
        "wrong": said(refused),
    }
    return render(request, "calls/rolling.html", context, status=status_of(refused))


def _step(one: Waiting) -> tuple[str, str]:
    """Return the tag of an application that waits: checked is not enough where nobody is sure."""
    if one.claimed and one.row.state == "checked":
        return UNCONFIRMED
    tag, words = STATES[one.row.state]
    return tag, words


def _until(promise: Promise | None) -> str:
    """Return until when, in words: the last day of a term in days, the minute of one in hours."""
    if promise is None or promise.by is None or promise.last_day is None:
        return ""
    if promise.term.unit == "hour":
        here = promise.by.astimezone(CITY)
        return f"最晚{here.month}月{here.day}日（周{WEEK[here.weekday()]}）{here:%H:%M}"
    last = promise.last_day
    return f"最晚{last.month}月{last.day}日（周{WEEK[last.weekday()]}）"


def _clock(promise: Promise | None, now: datetime) -> str:
    """Return what the clock of an application says: whose time runs, and how much is left.

    Counted as its family reads it: in working days where it was promised so.
    """
    if promise is None:
        return ""
    if promise.paused:
        return "等家长补材料，时限停着"
    if promise.overdue:
        return "已经过了时限"
    if promise.days_left is not None:
        return f"还有{promise.days_left}个工作日" if promise.days_left else "今天是最后一个工作日"
    if promise.term.unit == "hour" and promise.by is not None:
        return f"还有{int((promise.by - now).total_seconds() // 3600)}小时"
    return ""
