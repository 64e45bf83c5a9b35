"""The gate: each child handed over to a guardian, to somebody authorised, or on a code."""

from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.clubs.access import CALL_ROLL
from xueyou.domains.clubs.selectors.pick_up import leaving
from xueyou.domains.clubs.selectors.rolls import roll_of
from xueyou.domains.clubs.selectors.sessions import session_of
from xueyou.domains.clubs.services.hand_over import To, hand_over
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import CITY, business_now
from xueyou.surfaces.school.clubs.asking import (
    FieldWrong,
    Refused,
    faults,
    moment_of,
    number,
    typed,
    uid_of,
)
from xueyou.surfaces.shell.keys import form_key, new_key

THERE = ("present", "late")
NOBODY = "请选交给了谁。没有登记，请先不要放行。"


@route(permission=CALL_ROLL, content="personal", methods=("GET", "POST"))
def leaving_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show who waits to be collected, and note each hand-over."""
    if request.method != "POST":
        return _page(request, uid)
    actor = current_actor(request)
    row = session_of(actor, uid)
    try:
        key = form_key(request)
        place = uid_of(typed(request, "place"), "", "这张表不完整，没有登记。请重新打开这一页。")
        late = number(request, "late", "晚接的分钟数写整数，没有晚就写0。没有登记。")
        happened = moment_of(request, "time", row.day, "请写几点接走的，例如17:40。没有登记。")
        hand_over(
            actor=actor,
            session_uid=uid,
            place_uid=place,
            uid=uuid5(UUID(key), str(place)),
            to=_to(request),
            happened_at=happened,
            late_minutes=late,
            key=key,
        )
    except Refused as refused:
        return _page(request, uid, faults(refused))
    messages.success(request, "交接登记好了。")
    return HttpResponseRedirect(reverse("clubs:leaving", args=[uid]))


def _to(request: HttpRequest) -> To:
    """Return to whom: g:<bond>, c:<collector>, or a code. Raises FieldWrong."""
    kind, _, uid = typed(request, "to").partition(":")
    if kind == "g":
        return To(guardian_uid=uid_of(uid, "to", NOBODY))
    if kind == "c":
        return To(collector_uid=uid_of(uid, "to", NOBODY))
    if kind != "code":
        raise FieldWrong("to", NOBODY)
    code = typed(request, "code", 40)
    if not code:
        raise FieldWrong("code", "请写接送码。没有登记，请先不要放行。")
    return To(code=code)


def _page(request: HttpRequest, uid: UUID, wrong: dict[str, str] | None = None) -> HttpResponse:
    actor = current_actor(request)
    row, sheet = session_of(actor, uid), roll_of(actor, uid)
    marks = {one.place_uid: one.mark for one in sheet.lines}
    waiting = leaving(actor, uid)
    now = business_now().astimezone(CITY)
    there = [one for one in waiting if marks.get(one.place_uid) in THERE]
    context = {
        "session": row,
        "waiting": [one for one in there if not one.handed_over],
        "gone": [one for one in there if one.handed_over],
        "absent": len(waiting) - len(there),
        "chosen": typed(request, "place"),
        "said": request.POST,
        "picked": typed(request, "to").partition(":")[2],
        "time": f"{now:%H:%M}" if row.day == now.date() else "",
        "faults": wrong or {},
        "new_key": new_key,
    }
    return render(request, "clubs/leaving.html", context, status=422 if wrong else 200)
