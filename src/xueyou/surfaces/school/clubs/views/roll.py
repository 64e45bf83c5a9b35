"""The roll of one session, for a teacher's phone; it works without script."""

from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.clubs.access import CALL_ROLL
from xueyou.domains.clubs.selectors.rolls import Roll, RollLine, roll_of
from xueyou.domains.clubs.selectors.sessions import session_of
from xueyou.domains.clubs.services.roll_calls import Called, Line, call_roll
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import CITY, business_now
from xueyou.surfaces.school.clubs.asking import Refused, faults, moment_of
from xueyou.surfaces.shell.keys import form_key, new_key

MARKS = (("present", "到"), ("late", "迟到"), ("absent", "缺席"), ("leave", "请假"))


@route(permission=CALL_ROLL, content="personal", methods=("GET", "POST"))
def roll(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the list of a session and take what was called."""
    if request.method != "POST":
        return shown(request, uid)
    actor = current_actor(request)
    sheet = roll_of(actor, uid)
    try:
        lines = _lines(request, sheet)
        if not lines:
            messages.info(request, "没有改动，先前点的都在。")
            return HttpResponseRedirect(reverse("clubs:roll", args=[uid]))
        called = call_roll(actor=actor, session_uid=uid, lines=lines, key=form_key(request))
    except Refused as refused:
        return shown(request, uid, faults(refused))
    _tell(request, sheet, called)
    return HttpResponseRedirect(reverse("clubs:roll", args=[uid]))


def shown(request: HttpRequest, uid: UUID, wrong: dict[str, str] | None = None) -> HttpResponse:
    """Return the page of a roll, with what was typed and what was refused."""
    actor = current_actor(request)
    row, sheet = session_of(actor, uid), roll_of(actor, uid)
    now = business_now().astimezone(CITY)
    ahead = row.day > now.date()
    context = {
        "session": row,
        "early": not ahead and now < sheet.opens_at and not any(one.mark for one in sheet.lines),
        "roll": sheet,
        "lines": [
            (one, request.POST.get(f"mark-{one.place_uid}") or one.mark) for one in sheet.lines
        ],
        "marks": MARKS,
        "open": sum(not one.mark for one in sheet.lines),
        "there": sum(one.mark in ("present", "late") for one in sheet.lines),
        "ahead": ahead,
        "time": request.POST.get("time") or (f"{now:%H:%M}" if row.day == now.date() else ""),
        "faults": wrong or {},
        "new_key": new_key,
    }
    return render(request, "clubs/roll.html", context, status=422 if wrong else 200)


def _lines(request: HttpRequest, sheet: Roll) -> list[Line]:
    """Return what was called and differs from what the page showed. Raises FieldWrong."""
    key = UUID(form_key(request))
    rest = request.POST.get("rest") == "present"
    found = []
    for one in sheet.lines:
        seen = request.POST.get(f"seen-{one.place_uid}", "")
        mark = request.POST.get(f"mark-{one.place_uid}", "") or (_rest(one) if rest else "")
        if mark and mark != seen:
            found.append((one, mark, seen))
    if not found:
        return []
    happened = moment_of(
        request, "time", sheet.day, "请写几点点的名，例如16:40。点的名都还在下面，没有登记。"
    )
    return [
        Line(uuid5(key, str(one.place_uid)), one.place_uid, mark, happened, seen)
        for one, mark, seen in found
    ]


def _rest(line: RollLine) -> str:
    """Return what a child is whom nobody called when the rest is said to be there."""
    return "leave" if line.on_leave else "present"


def _tell(request: HttpRequest, sheet: Roll, called: Called) -> None:
    names = {one.place_uid: one.name for one in sheet.lines}
    words = dict(MARKS)
    messages.success(request, f"点名登记好了，{called.taken + called.repeated} 条。")
    if called.overtaken:
        told = "、".join(
            f"{names.get(one.place_uid, '')}原来记的是{words.get(one.mark, one.mark)}"
            for one in called.overtaken
        )
        messages.warning(request, f"有人刚才也点过：{told}。现在以您点的为准，请核对。")
    if called.unknown:
        messages.warning(
            request, f"有 {len(called.unknown)} 名学生已经不在这门课里，没有登记他们。"
        )
