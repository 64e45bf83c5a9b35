"""The board of the office above: how far each school is, alarms, requests to change class."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.classes.access import (
    ANSWER_ALARM,
    DECIDE_REQUEST,
    READ_ALARM,
    VOID_DIVISION,
)
from xueyou.domains.classes.selectors.divisions import alarms_seen, divisions_seen, requests_watched
from xueyou.domains.classes.selectors.evenness import evenness_seen
from xueyou.domains.classes.services.alarms import answer_alarm
from xueyou.domains.classes.services.requests import decide_request
from xueyou.domains.classes.services.voiding import void_division
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.school.classes.asked import whole_or_none
from xueyou.surfaces.school.classes.paging import REFUSED, says, shown_if_refused
from xueyou.surfaces.shell.keys import form_key, new_key


@route(permission=READ_ALARM, content="personal")
def watch(request: HttpRequest) -> HttpResponse:
    """Show the board."""
    return _board(request)


@route(permission=ANSWER_ALARM, content="internal", methods=("POST",))
def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say what was done about an alarm."""
    try:
        answer_alarm(
            actor=current_actor(request),
            alarm_uid=uid,
            answer=request.POST.get("answer", ""),
            key=form_key(request),
        )
    except REFUSED as refused:
        return _board(request, refused)
    return _back(request, "记下了。")


@route(permission=DECIDE_REQUEST, content="personal", methods=("POST",))
def decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Decide a request to change class."""
    try:
        decide_request(
            actor=current_actor(request),
            request_uid=uid,
            granted=request.POST.get("granted") == "yes",
            why=request.POST.get("why", ""),
            to_class=whole_or_none(request.POST, "to_class", "调到哪个班"),
            key=form_key(request),
        )
    except REFUSED as refused:
        return _board(request, refused)
    return _back(request, "决定好了，学校看得到。")


@route(permission=VOID_DIVISION, content="internal", methods=("POST",))
@shown_if_refused
def void(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Void a division, for a reason that everybody reads."""
    void_division(
        actor=current_actor(request),
        division_uid=uid,
        why=request.POST.get("why", ""),
        key=form_key(request),
    )
    return _back(request, "作废了。抽签登记里留着这一次和原因；学校可以重新开始。")


def _board(request: HttpRequest, refused: BaseException | None = None) -> HttpResponse:
    actor = current_actor(request)
    rows, even = divisions_seen(actor), evenness_seen(actor)
    alarms, asked = alarms_seen(actor), requests_watched(actor)
    context = {
        "rows": [(row, even.get(row.uid)) for row in rows],
        "alarms": alarms,
        "open_alarms": sum(one.answered_at is None for one in alarms),
        "requests": asked,
        "open_requests": sum(one.state == "logged" for one in asked),
        "issued": sum(one.state == "issued" for one in rows),
        "key": new_key,
        "given": request.POST,
        "wrong": says(refused),
    }
    return render(request, "classes/watch.html", context, status=422 if refused else 200)


def _back(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("classes:watch"))
