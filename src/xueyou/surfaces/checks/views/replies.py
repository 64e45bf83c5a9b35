"""Answers: handed in, confirmed, given back with what is wrong in them, undone; asked by net."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from xueyou.domains.checks.access import KEEP_LIST, KEEP_REPLY
from xueyou.domains.checks.selectors.lists import reply_kept
from xueyou.domains.checks.services.asking import ask_register
from xueyou.domains.checks.services.recording import undo_reply
from xueyou.domains.checks.services.replies import hand_in_reply, returned_reply, take_in_reply
from xueyou.formats.check_reader import AnswerUnfit
from xueyou.formats.media_types import XLSX
from xueyou.formats.refusal import Refusal
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import ReaderBusy, saved
from xueyou.surfaces.checks.refusing import REFUSED, UNFIT
from xueyou.surfaces.checks.views.lists import shown
from xueyou.surfaces.shell.days import day_of
from xueyou.surfaces.shell.handing_in import Wrong, handed_in, takes_file
from xueyou.surfaces.shell.keys import form_key
from xueyou.surfaces.shell.refusing import words_of


@route(permission=KEEP_LIST, content="internal", methods=("POST",), objects="checks.checklist")
@takes_file(lambda request, long, uid: shown(request, uid, long))
def hand_in(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a filled workbook; nothing is written before it is confirmed."""
    actor = current_actor(request)
    found = handed_in(
        request,
        lambda file, key: hand_in_reply(
            actor=actor,
            list_uid=uid,
            upload=file,
            observed_on=day_of(request, "observed_on"),
            key=key,
        ),
        UNFIT,
    )
    if isinstance(found, Wrong):
        return shown(request, uid, found)
    return HttpResponseRedirect(reverse("checks:list", args=[uid]))


@route(permission=KEEP_LIST, content="internal", methods=("POST",), objects="checks.checklist")
def ask(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask the register by connection."""
    try:
        ask_register(actor=current_actor(request), list_uid=uid, key=form_key(request))
    except REFUSED as refused:
        return shown(request, uid, Wrong(words_of(refused)))
    return HttpResponseRedirect(reverse("checks:list", args=[uid]))


@route(permission=KEEP_REPLY, content="internal", methods=("POST",), objects="checks.checkreply")
def take_in(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Confirm an answer; a job writes it down."""
    row = reply_kept(current_actor(request), uid)
    try:
        take_in_reply(actor=current_actor(request), reply_uid=uid, key=form_key(request))
    except REFUSED as refused:
        return shown(request, row.list_uid, Wrong(words_of(refused)))
    return HttpResponseRedirect(reverse("checks:list", args=[row.list_uid]))


@route(permission=KEEP_REPLY, content="internal", methods=("POST",), objects="checks.checkreply")
def undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take back what an answer has made."""
    row = reply_kept(current_actor(request), uid)
    try:
        undo_reply(actor=current_actor(request), reply_uid=uid, key=form_key(request))
    except REFUSED as refused:
        return shown(request, row.list_uid, Wrong(words_of(refused)))
    messages.success(request, "已经撤销，核对结果回到登记以前的样子。")
    return HttpResponseRedirect(reverse("checks:list", args=[row.list_uid]))


@route(permission=KEEP_REPLY, content="personal", objects="checks.checkreply")
def wrong(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand an answer back with a sentence beside each wrong cell."""
    row = reply_kept(current_actor(request), uid)
    try:
        data = returned_reply(actor=current_actor(request), reply_uid=uid)
    except (*REFUSED, AnswerUnfit, Refusal, ReaderBusy) as refused:
        messages.warning(request, words_of(refused))
        return HttpResponseRedirect(reverse("checks:list", args=[row.list_uid]))
    return saved(data, XLSX, "请改这里.xlsx")
