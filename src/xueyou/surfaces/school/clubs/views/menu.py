"""Clubs put on the menu, written anew, taken off, and not opened."""

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.clubs.access import KEEP_CLUB, KEEP_TERM
from xueyou.domains.clubs.call_kinds import HIGHEST
from xueyou.domains.clubs.lanes import LANES
from xueyou.domains.clubs.refusals import ClubChanged
from xueyou.domains.clubs.selectors import desk
from xueyou.domains.clubs.services.menu import MOST_HOURS, ClubGiven, add_club, close_club
from xueyou.domains.clubs.services.menu_changes import drop_club, edit_club
from xueyou.kernel.registry.access import KEEP_STAFF
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.school.clubs.asking import (
    FieldWrong,
    Refused,
    faults,
    fen,
    gathered,
    number,
    one_of,
    typed,
    uid_of,
)
from xueyou.surfaces.school.clubs.views import terms as term_pages
from xueyou.surfaces.shell.keys import form_key, new_key


@route(permission=KEEP_TERM, content="internal", methods=("GET", "POST"))
def add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put a club on the menu."""
    if request.method != "POST":
        return _form(request, uid, values={"places": "30", "least": "10", "hours": "1"})
    try:
        add_club(
            actor=current_actor(request), call_uid=uid, club=_given(request), key=form_key(request)
        )
    except Refused as refused:
        return _form(request, uid, refused=refused)
    messages.success(request, f"“{typed(request, 'title')}”已经放进菜单。")
    where = "clubs:add" if request.POST.get("more") else "clubs:term"
    return HttpResponseRedirect(reverse(where, args=[uid]))


@route(permission=KEEP_CLUB, content="internal", methods=("GET", "POST"))
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write a club anew, before the menu is announced."""
    actor = current_actor(request)
    there = desk.club_in_form(actor, uid)
    if request.method != "POST":
        return _form(request, there.call_uid, there, values=values_of(there.given))
    try:
        edit_club(
            actor=actor,
            club_uid=uid,
            club=_given(request),
            revision=number(request, "revision", "这张表不完整，没有存。请重新打开这一页。"),
            key=form_key(request),
        )
    except Refused as refused:
        return _form(request, there.call_uid, there, refused=refused)
    messages.success(request, f"“{typed(request, 'title')}”改好了。")
    return HttpResponseRedirect(reverse("clubs:term", args=[there.call_uid]))


@route(permission=KEEP_CLUB, content="internal", methods=("POST",))
def drop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a club off the menu before it is announced."""
    actor = current_actor(request)
    call_uid = desk.club_in_form(actor, uid).call_uid
    try:
        drop_club(actor=actor, club_uid=uid, key=form_key(request))
    except Refused as refused:
        return term_pages.shown(request, call_uid, _words(refused))
    messages.success(request, "这门课已经从菜单里去掉，教室和老师都空出来了。")
    return HttpResponseRedirect(reverse("clubs:term", args=[call_uid]))


@route(permission=KEEP_CLUB, content="internal", methods=("POST",))
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Not open a club that too few have joined."""
    actor = current_actor(request)
    call_uid = desk.club_in_form(actor, uid).call_uid
    try:
        ended = close_club(actor=actor, club_uid=uid, key=form_key(request))
    except Refused as refused:
        return term_pages.shown(request, call_uid, _words(refused))
    messages.success(request, f"已经停开，退出 {ended} 名学生。没有上的课不收费，请告诉这些家长。")
    return HttpResponseRedirect(reverse("clubs:term", args=[call_uid]))


def _words(refused: Exception) -> str:
    return next(iter(faults(refused).values()))


def _given(request: HttpRequest) -> ClubGiven:
    """Return the club that was typed. Raises FieldsWrong."""
    whole, grade = "要写整数。没有保存。", "请选年级。没有保存。"
    fee = "收费写数字，例如2或1.50；不收费写0。没有保存。"
    material = "材料费写数字，例如30；不收写0。没有保存。"
    among = {str(one) for one in range(1, HIGHEST + 1)}
    found = gathered(
        {
            "title": lambda: _title(request),
            "lane": lambda: one_of(request, "lane", LANES, "请选时段。没有保存。"),
            "leader": lambda: _leader(request),
            "lowest": lambda: int(one_of(request, "lowest", among, grade)),
            "highest": lambda: int(one_of(request, "highest", among, grade)),
            "places": lambda: number(request, "places", f"名额{whole}"),
            "least": lambda: number(request, "least", f"开班人数{whole}"),
            "hours": lambda: number(request, "hours", f"课时{whole}"),
            "fee": lambda: fen(request, "fee", fee),
            "material": lambda: fen(request, "material", material),
        }
    )
    kind, leader = found.pop("leader")
    return ClubGiven(
        code="",
        room=typed(request, "room", 40),
        teacher_uid=leader if kind == "teacher" else None,
        provider_uid=leader if kind == "provider" else None,
        special=request.POST.get("special") == "yes",
        **found,
    )


def _title(request: HttpRequest) -> str:
    title = typed(request, "title", 120)
    if not title:
        raise FieldWrong("title", "课名要写，例如围棋入门。没有保存。")
    return title


def _leader(request: HttpRequest) -> tuple[str, UUID]:
    kind, _, uid = typed(request, "leader").partition(":")
    return kind, uid_of(uid, "leader", "请选由谁来上。没有保存。")


def values_of(given: ClubGiven) -> dict[str, str]:
    """Return a club as its form's fields hold it."""
    held = {name: "" if value is None else str(value) for name, value in asdict(given).items()}
    led_by = (
        f"teacher:{given.teacher_uid}" if given.teacher_uid else f"provider:{given.provider_uid}"
    )
    money = {name: _yuan(getattr(given, name)) for name in ("fee", "material")}
    return held | money | {"leader": led_by, "special": "yes" if given.special else ""}


def _yuan(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}".removesuffix(".00")


def _form(
    request: HttpRequest,
    call_uid: UUID,
    there: desk.ClubInForm | None = None,
    *,
    values: Mapping[str, str] | None = None,
    refused: Exception | None = None,
) -> HttpResponse:
    actor = current_actor(request)
    row, stands = desk.term(actor, call_uid), desk.standing(actor, call_uid)
    wrong = {} if refused is None else faults(refused)
    changed = isinstance(refused, ClubChanged)
    context = {
        "term": row,
        "stands": stands,
        "there": there,
        "values": request.POST if values is None else values,
        "faults": wrong,
        "changed": values_of(there.given) if changed and there is not None else None,
        "revision": there.revision if there is not None else "",
        "lanes": desk.lanes(actor, call_uid).items(),
        "grades": desk.grades(actor, call_uid),
        "most_hours": MOST_HOURS,
        "teachers": desk.teachers(actor, call_uid),
        "providers": desk.providers(actor, call_uid),
        "limits": desk.limits(actor, call_uid),
        "may_enrol": can(actor, KEEP_STAFF, path=row.school_path),
        "may_edit": stands.draft and stands.has_round and can(actor, KEEP_CLUB),
        "new_key": new_key,
    }
    status = 409 if changed else 422 if wrong else 200
    return render(request, "clubs/club.html", context, status=status)
