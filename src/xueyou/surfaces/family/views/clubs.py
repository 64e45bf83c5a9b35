"""Clubs for a family: the menu before it wishes, the child's week, leave, who collects, bills."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.clubs.access import (
    ASK_LEAVE,
    AUTHORISE,
    END_COLLECTOR,
    READ_BILL,
    WITHDRAW_LEAVE,
)
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.selectors import families as select
from xueyou.domains.clubs.selectors.bills import bill_of, bills_of, lines_of
from xueyou.domains.clubs.services.families import (
    ask_leave,
    authorise,
    end_collector,
    make_code,
    withdraw_leave,
)
from xueyou.kernel.calls.access import ASK_FOR_CLAIMED
from xueyou.kernel.registry.access import READ_CHILD
from xueyou.kernel.registry.selectors.people import child as child_of
from xueyou.kernel.registry.selectors.people import children_of
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.time import business_today
from xueyou.surfaces.shell.days import DayMissing, day_of, day_or_none
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

Refused = (ClubRefused, DayMissing, KeyMissing, KeyReused)
BEHIND, AHEAD = timedelta(days=7), timedelta(days=13)
"""How far the page of a child looks back and ahead."""
SHOWN_BEFORE = "这个码刚才已经显示过一次，不再显示。没有记住就再取一个，先前的就作废。"


@route(permission=ASK_FOR_CLAIMED, content="personal")
def menu(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the menu of a term that is open, for one of the children or for anybody."""
    actor, found = current_actor(request), select.open_menu(uid)
    pupils = [one for one in children_of(actor) if one.place is not None]
    wards = [one for one in pupils if one.place and one.place.organisation == found.school]
    asked = request.GET.get("child", "")
    ward = next((one for one in wards if str(one.uid) == asked), wards[0] if wards else None)
    grade = ward.place.grade if ward and ward.place else None
    held = select.held_lanes(actor, ward.uid, found.first_day, found.last_day) if ward else {}
    context = {
        "tab": "matters",
        "menu": found,
        "wards": wards,
        "ward": ward,
        "elsewhere": bool(pupils) and not wards,
        "lanes": [
            (
                lane.zh,
                held.get(lane.lane, ""),
                [one for one in lane.clubs if _fits(one, grade)],
                [one for one in lane.clubs if not _fits(one, grade)],
            )
            for lane in found.lanes
        ],
    }
    return render(request, "family/clubs_menu.html", context)


@route(permission=READ_CHILD, content="personal")
def clubs(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a child's clubs: this week and the next, leave, who collects, bills."""
    return _page(request, uid)


@route(permission=READ_CHILD, writes=ASK_LEAVE, content="personal", methods=("POST",))
def leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Excuse a child for some days."""
    try:
        first = day_of(request, "first_on", "请写从哪一天请假。没有登记。")
        last = day_or_none(request, "last_on", "请假到哪一天写日子。没有登记。") or first
        ask_leave(
            actor=current_actor(request),
            person_uid=uid,
            first_on=first,
            last_on=last,
            key=form_key(request),
        )
    except Refused as refused:
        return _page(request, uid, wrong=words_of(refused), at="leave")
    messages.success(request, "请好假了，老师点名时看得到。")
    return _back(uid)


@route(permission=WITHDRAW_LEAVE, content="personal", methods=("POST",))
def end_leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a leave back."""
    actor = current_actor(request)
    child_uid = select.child_of_leave(actor, uid)
    try:
        withdraw_leave(actor=actor, leave_uid=uid, key=form_key(request))
    except Refused as refused:
        return _page(request, child_uid, wrong=words_of(refused), at="leave")
    messages.success(request, "已经销假，照常上课。")
    return _back(child_uid)


@route(permission=READ_CHILD, writes=AUTHORISE, content="personal", methods=("POST",))
def let_collect(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let somebody collect a child."""
    try:
        authorise(
            actor=current_actor(request),
            person_uid=uid,
            name=request.POST.get("name", "")[:80],
            relation=request.POST.get("relation", ""),
            until=day_or_none(request, "until", "委托到哪一天写日子，不写就一直有效。没有登记。"),
            key=form_key(request),
        )
    except Refused as refused:
        return _page(request, uid, wrong=words_of(refused), at="collect")
    messages.success(request, "登记好了。请他接的时候报孩子的姓名和自己的姓名。")
    return _back(uid)


@route(permission=END_COLLECTOR, content="personal", methods=("POST",))
def end_collecting(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let somebody collect a child no longer."""
    actor = current_actor(request)
    child_uid = select.child_of_collector(actor, uid)
    try:
        end_collector(actor=actor, collector_uid=uid, key=form_key(request))
    except Refused as refused:
        return _page(request, child_uid, wrong=words_of(refused), at="collect")
    messages.success(request, "取消了，从现在起不能再由他接走。")
    return _back(child_uid)


@route(permission=READ_CHILD, writes=AUTHORISE, content="personal", methods=("POST",))
def code(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make a code with which somebody collects the child once, and show it, once."""
    try:
        day = day_of(request, "day", "请写哪一天接。没有取码。")
        made = make_code(
            actor=current_actor(request), person_uid=uid, day=day, key=form_key(request)
        )
    except Refused as refused:
        return _page(request, uid, wrong=words_of(refused), at="collect")
    if not made:
        return _page(request, uid, wrong=SHOWN_BEFORE, at="collect")
    return _page(request, uid, made=f"{made[:3]} {made[3:]}", day=day)


@route(permission=READ_BILL, content="personal")
def bill(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a bill of one's child, line by line."""
    actor = current_actor(request)
    row = bill_of(actor, uid)
    if row.person_uid not in {one.uid for one in children_of(actor)}:
        raise NotFound
    context = {"tab": "home", "bill": row, "lines": lines_of(actor, uid)}
    return render(request, "family/clubs_bill.html", context)


def _fits(one: select.Offered, grade: int | None) -> bool:
    return grade is None or one.lowest <= grade <= one.highest


def _back(child_uid: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("family:clubs", args=[child_uid]))


def _page(
    request: HttpRequest,
    uid: UUID,
    *,
    wrong: str = "",
    at: str = "",
    made: str = "",
    day: date | None = None,
) -> HttpResponse:
    actor, today = current_actor(request), business_today()
    days = select.days_of_child(actor, uid, today - BEHIND, today + AHEAD)
    context = {
        "tab": "home",
        "child": child_of(actor, uid),
        "today": today,
        "ahead": [one for one in days if one.day >= today],
        "behind": [one for one in reversed(days) if one.day < today],
        "leaves": select.leaves_of(actor, uid, today),
        "collectors": select.collectors_of(actor, uid, today),
        "relations": select.RELATIONS.items(),
        "exempt": select.exempt_today(actor, uid, today),
        "waits": select.code_waits(actor, uid, today),
        "made": made,
        "day": day,
        "bills": [one for one in bills_of(actor) if one.person_uid == uid],
        "typed": request.POST,
        "wrong": wrong,
        "at": at,
        "new_key": new_key,
    }
    return render(request, "family/clubs.html", context, status=422 if wrong else 200)
