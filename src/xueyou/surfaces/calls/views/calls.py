"""The list of calls, and the one page of a call: where it stands, what is next, where to go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.calls.access import (
    CHECK_APPLICATION,
    FREEZE_ROUND,
    KEEP_CALL,
    KEEP_ROUND,
    OPEN_CALL,
    READ_CALL,
)
from xueyou.kernel.calls.run_access import (
    ANSWER_APPEAL,
    DRAFT_ORDER,
    ORDER_RUN,
    READ_APPEAL,
    REFILL_ROUND,
    RUN_ROUND,
    TELL_LEFT,
)
from xueyou.kernel.calls.selectors.desk import (
    RoundDesk,
    call_kept,
    calls_listed,
    kind_kept,
    openable,
    round_desk,
    rounds_seen,
)
from xueyou.kernel.calls.selectors.left import untold_by_call
from xueyou.kernel.calls.selectors.outcomes import appeals_open
from xueyou.kernel.calls.views import CallRow, RoundRow
from xueyou.kernel.calls.windows import BEFORE_FREEZE
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.actors import Actor
from xueyou.platform.jobs.api import job_view
from xueyou.platform.time import business_now
from xueyou.surfaces.calls import track
from xueyou.surfaces.calls.asking import said_of
from xueyou.surfaces.calls.refusing import said, status_of
from xueyou.surfaces.shell.call_links import links_on_call
from xueyou.surfaces.shell.keys import new_key

KINDS_OF_ROUND = {"main": "", "supplementary": "（补录）", "refill": "（递补）"}
ASKED = {
    "freeze": FREEZE_ROUND,
    "rehearse": RUN_ROUND,
    "run": RUN_ROUND,
    "order": DRAFT_ORDER,
    "publish": ORDER_RUN,
    "draw": RUN_ROUND,
    "applications": CHECK_APPLICATION,
    "left": TELL_LEFT,
}
"""Main action, or the page it leads to → the permission it takes."""


@dataclass(frozen=True, slots=True)
class RoundTab:
    """A round to change to."""

    uid: UUID
    name: str
    here: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A page of the call, with one grey line of what stands there."""

    name: str
    says: str
    url: str


@route(permission=READ_CALL, content="internal", objects="")
def call_list(request: HttpRequest) -> HttpResponse:
    """List the calls, newest first."""
    actor = current_actor(request)
    page, now = calls_listed(actor, request.GET.get("page")), business_now()
    untold = untold_by_call([line.row.uid for line in page.rows if line.state == "published"])
    context = {
        "rows": [
            (
                line,
                *track.tag_left(
                    track.tag_of(line.state, line.opens_at, line.closes_at, now, line.mode),
                    untold.get(line.row.uid, 0),
                ),
            )
            for line in page.rows
        ],
        "page": page,
        "may_open": can(actor, OPEN_CALL) and bool(openable(actor)),
    }
    return render(request, "calls/list.html", context)


@route(permission=READ_CALL, content="internal")
def call_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show where a call stands and what is next."""
    return shown(request, uid, asked=request.GET.get("round", ""))


def shown(
    request: HttpRequest,
    uid: UUID,
    *,
    asked: str = "",
    refused: BaseException | None = None,
    given: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return the page of a call at a round (default: the newest), also when a step was refused."""
    actor = current_actor(request)
    call = call_kept(actor, uid)
    kind = kind_kept(call.kind)
    rounds = rounds_seen(actor, call.uid)
    chosen = _chosen(rounds, asked)
    desk = None if chosen is None else round_desk(actor, chosen.uid)
    now = business_now()
    context: dict[str, Any] = {
        "call": call,
        "kind_zh": kind.zh,
        "rounds": [
            RoundTab(one.uid, f"第{one.ordinal}轮", chosen is not None and one.uid == chosen.uid)
            for one in rounds
        ],
        "links": links_on_call(actor, call.kind, call.uid),
        "may_keep": can(actor, KEEP_CALL),
        "may_add_round": call.state in ("draft", "open")
        and not (kind.menu and any(one.state != "cancelled" for one in rounds)),
        "may_copy": can(actor, OPEN_CALL) and not kind.no_copy,
        "settings": [
            (field.zh, said_of(field, value))
            for field in kind.settings
            if (value := call.settings.get(field.name, ""))
        ],
        "key": new_key(),
        "wrong": said(refused),
        "given": given or {},
        "tag": track.TAGS[""],
    }
    if desk is not None:
        context |= _of_round(actor, call, desk, kind.menu) | {"way": track.way(desk, now)}
        appeals = appeals_open(actor, call.uid) if can(actor, ANSWER_APPEAL) else 0
        row, links = desk.row, context["links"]
        untold = untold_by_call([call.uid]).get(call.uid, 0) if row.state == "published" else 0
        context["next"] = track.next_of(desk, now, kind.menu, links, appeals, untold)
        tag = track.tag_of(row.state, row.opens_at, desk.last_moment, now, row.mode)
        context["tag"] = track.tag_left(tag, untold)
        needed = ASKED.get(context["next"].form or context["next"].needs)
        context["may"] = needed is None or can(actor, needed)
    return render(request, "calls/call.html", context, status=status_of(refused))


def _chosen(rounds: list[RoundRow], asked: str) -> RoundRow | None:
    wanted = [one for one in rounds if str(one.uid) == asked]
    alive = [one for one in rounds if one.state != "cancelled"]
    return next(iter(wanted or alive[::-1] or rounds[::-1]), None)


def _of_round(actor: Actor, call: CallRow, desk: RoundDesk, menu: str) -> dict[str, Any]:
    running = track.under_way(desk)
    failed = next((run for run in desk.runs[:1] if run.state == "failed"), None)
    state = desk.row.state
    return {
        "desk": desk,
        "round_zh": f"第{desk.row.ordinal}轮{KINDS_OF_ROUND[desk.row.kind]}",
        "running": running,
        "job": job_view(running.job_uid) if running is not None and running.job_uid else None,
        "waits_for_clock": state == "run" and _ordered(desk),
        "failed": failed,
        "official": track.official(desk),
        "order": track.order_of(desk),
        "draw": track.drawn(desk),
        "cells": _cells(actor, call, desk, menu),
        "may_cancel": state in BEFORE_FREEZE and can(actor, KEEP_ROUND),
        "may_replace": state in ("run", "published")
        and running is None
        and track.official(desk) is not None
        and can(actor, RUN_ROUND),
    }


def _ordered(desk: RoundDesk) -> bool:
    run = track.official(desk)
    return run is not None and run.ordered_at is not None and desk.row.embargo_until is None


def _cells(actor: Actor, call: CallRow, desk: RoundDesk, menu: str) -> list[Cell]:
    row, counted = desk.row, desk.counted
    uid = [row.uid]
    cells = [
        Cell("时间", _times(desk), reverse("calls:times", args=uid)),
        Cell(
            "选项和名额",
            f"{desk.offered}个选项，{desk.places}个名额" if desk.offered else menu or "还没有登记",
            reverse("calls:places", args=uid),
        ),
        Cell(
            "规则",
            "还没有公布" if row.state == "draft" else f"已公布，校验码{row.rulebook_sha256[:8]}",
            reverse("calls:rules", args=uid),
        ),
    ]
    if can(actor, CHECK_APPLICATION):
        words = f"已交{counted.handed_in}份，正在填{counted.drafts}份"
        cells.append(Cell("报名名单", words, reverse("calls:applications", args=[call.uid])))
    if can(actor, KEEP_CALL) and call.state == "open":
        words = "写给家长看，放在他们会问的那一步"
        cells.append(Cell("常见问题", words, reverse("calls:questions", args=[call.uid])))
    if row.mode == track.ROLLING and row.state == "announced":
        cells.append(Cell("随到随办", "核对、定结果、公布", reverse("calls:rolling", args=uid)))
    for one in desk.drawn[:1]:
        words = "已作废" if one.void_reason else "已揭晓" if one.revealed_at else "已承诺，等号码"
        cells.append(Cell("抽签", words, reverse("calls:drawn", args=[one.uid])))
    if desk.runs:
        words = f"{len(desk.runs)}次运行"
        cells.append(Cell("运行登记和结果", words, reverse("calls:results", args=uid)))
    if row.state == "published":
        if can(actor, TELL_LEFT):
            words = "谁还没有学位，告诉他们下一步"
            cells.append(Cell("还没有学位的孩子", words, reverse("calls:left", args=[call.uid])))
        if can(actor, REFILL_ROUND):
            words = "有人放弃，从候补里叫"
            cells.append(Cell("递补", words, reverse("calls:refill", args=uid)))
        if desk.has_appeals and can(actor, READ_APPEAL):
            words = f"{appeals_open(actor, call.uid)}份等答复"
            cells.append(Cell("复核", words, reverse("calls:appeals", args=[call.uid])))
    return cells


def _times(desk: RoundDesk) -> str:
    reply = "，要家长确认" if desk.row.reply_by else ""
    return f"{track.day(desk.row.opens_at)}—{track.day(desk.row.closes_at)}{reply}"


def call_of_round(actor: Actor, row: RoundRow) -> CallRow:
    """Return the call of a round that the actor sees. Raises NotFound."""
    return call_kept(actor, row.call)
