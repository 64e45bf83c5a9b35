"""Sessions: a week of a term, laying them out, whose roll is called today, calling one off."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.clubs.access import CALL_ROLL, KEEP_TERM, READ_TERM
from xueyou.domains.clubs.selectors import desk
from xueyou.domains.clubs.selectors import sessions as select
from xueyou.domains.clubs.services.sessions import cancel_session, lay_out_sessions
from xueyou.formats.days import day as day_in
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_today
from xueyou.surfaces.school.clubs.asking import Refused, faults, typed
from xueyou.surfaces.school.clubs.views import roll as roll_page
from xueyou.surfaces.school.clubs.views import terms as term_pages
from xueyou.surfaces.shell.keys import form_key

SOON = timedelta(days=7)
LATE_SHOWN = 60


@route(permission=READ_TERM, content="internal")
def week(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a week of a term, and the sessions that stand in the way of the bills."""
    actor, today = current_actor(request), business_today()
    row = desk.term(actor, uid)
    asked = day_in(request.GET.get("week", "")) or min(max(today, row.first_day), row.last_day)
    monday = _monday(asked)
    late = select.sessions_late(actor, uid, today)
    context = {
        "term": row,
        "stands": desk.standing(actor, uid),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - SOON if monday > row.first_day else None,
        "after": monday + SOON if monday + SOON <= row.last_day else None,
        "sessions": select.sessions_of(actor, uid, monday, monday + timedelta(days=6)),
        "late": late[:LATE_SHOWN],
        "more_late": len(late) - len(late[:LATE_SHOWN]),
        "may_call": can(actor, CALL_ROLL, path=row.school_path),
        "today": today,
    }
    return render(request, "clubs/sessions.html", context)


@route(permission=KEEP_TERM, content="internal", methods=("POST",))
def lay_out(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Lay out the sessions of the term by its calendar."""
    try:
        new = lay_out_sessions(actor=current_actor(request), call_uid=uid, key=form_key(request))
    except Refused as refused:
        return term_pages.shown(request, uid, next(iter(faults(refused).values())))
    if new:
        messages.success(request, f"排好了 {new} 次课，放假的日子都空开了。")
    else:
        messages.success(request, "课都已经排过，没有新的。")
    return HttpResponseRedirect(reverse("clubs:sessions", args=[uid]))


@route(permission=CALL_ROLL, content="internal")
def today(request: HttpRequest) -> HttpResponse:
    """List whose roll is to be called: what is late, today, the days to come."""
    actor, now = current_actor(request), business_today()
    late = select.rolls_late(actor, now)
    ahead = select.rolls(actor, now, now + SOON)
    context = {
        "today": now,
        "late": late[:LATE_SHOWN],
        "more_late": len(late) - len(late[:LATE_SHOWN]),
        "now": [one for one in ahead if one.day == now],
        "soon": [one for one in ahead if one.day > now],
        "gone": select.handed_over([one.uid for one in ahead if one.day == now]),
    }
    return render(request, "clubs/today.html", context)


@route(permission=CALL_ROLL, content="internal", methods=("POST",))
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Call a session off."""
    actor = current_actor(request)
    try:
        cancel_session(
            actor=actor, session_uid=uid, why=typed(request, "why"), key=form_key(request)
        )
    except Refused as refused:
        return roll_page.shown(request, uid, faults(refused))
    messages.success(request, "这一次已经停课，不收费。请告诉家长。")
    return HttpResponseRedirect(reverse("clubs:roll", args=[uid]))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
