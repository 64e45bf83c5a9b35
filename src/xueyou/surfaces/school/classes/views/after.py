"""After the lot: the order, the list at the gate, late arrivals, requests to change class."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.classes.access import KEEP_DIVISION, READ_GRADE_PUPIL
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.selectors.divisions import division_of_pupil, division_seen
from xueyou.domains.classes.selectors.evenness import told_to_office
from xueyou.domains.classes.services.issuing import draft_order, gate_list, issue_list
from xueyou.domains.classes.services.late import seal_late, take_in_late
from xueyou.domains.classes.services.requests import log_request
from xueyou.formats.media_types import PDF
from xueyou.formats.official.gate_list import gate_list_pdf
from xueyou.formats.official.typesetting import NotSet
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import saved
from xueyou.surfaces.school.classes.asked import whole_or_none
from xueyou.surfaces.school.classes.gate import by_class, printed
from xueyou.surfaces.school.classes.paging import (
    REFUSED,
    back,
    division_page,
    on_to_commit,
    shown_if_refused,
)
from xueyou.surfaces.shell.keys import form_key

NO_PDF = "PDF没有排出来，名单没有变动。请先用网页打印；再试一次还不行，请找系统管理员。"


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@shown_if_refused
def order(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Draft the order to put the list up."""
    draft_order(actor=current_actor(request), division_uid=uid, key=form_key(request))
    return back(request, uid, "决定起草好了。请另一位同事核稿、校长签发，再回到这里公布。")


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@shown_if_refused
def issue(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put the list up."""
    placed = issue_list(actor=current_actor(request), division_uid=uid, key=form_key(request))
    return back(request, uid, f"公布了，{placed}名学生的班级已经写进在籍登记。请打印名单张贴。")


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@shown_if_refused
def gate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the list as it is printed for the gate: name and class only."""
    actor = current_actor(request)
    classes = by_class(gate_list(actor=actor, division_uid=uid))
    context = {"row": division_seen(actor, uid), "classes": classes.items()}
    return render(request, "classes/gate.html", context)


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@shown_if_refused
def gate_pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the list for the gate (A3) with the sheet that the witnesses sign (A4)."""
    actor = current_actor(request)
    rows = gate_list(actor=actor, division_uid=uid)
    content = printed(division_seen(actor, uid), rows, told_to_office(actor, uid))
    try:
        data = gate_list_pdf(content)
    except NotSet:
        raise ClassesNotDone(NO_PDF) from None
    return saved(data, PDF, "分班名单.pdf")


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@shown_if_refused
def late(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put who came late on the roster."""
    count = take_in_late(actor=current_actor(request), division_uid=uid, key=form_key(request))
    return back(request, uid, f"{count}名后来的学生进了名单，还没有班。封存以后抽签。")


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@shown_if_refused
def late_sealed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Seal the roster with those who came late."""
    lot = seal_late(actor=current_actor(request), division_uid=uid, key=form_key(request))
    return on_to_commit(request, lot, "封存好了。已经有班的一个都不会动。")


@route(permission=READ_GRADE_PUPIL, content="personal", methods=("POST",))
def request_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Log that somebody asked for another class."""
    actor = current_actor(request)
    division = division_of_pupil(actor, uid)
    try:
        log_request(
            actor=actor,
            pupil_uid=uid,
            asked_by=request.POST.get("asked_by", ""),
            words=request.POST.get("words", ""),
            to_class=whole_or_none(request.POST, "to_class", "想去哪个班"),
            key=form_key(request),
        )
    except REFUSED as refused:
        return division_page(request, division, refused)
    return back(request, division, "登记好了，由教育局决定。决定以前，班级不变。")
