"""The counter again: what a file was sent back for, photographed and handed in for its guardian."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from xueyou.domains.checks.desk_access import COMPLETE_AT_COUNTER
from xueyou.domains.checks.selectors.counter_papers import completing
from xueyou.domains.checks.services.counter import PAPERS
from xueyou.domains.checks.services.counter_papers import (
    complete_at_counter,
    photograph_at_counter,
    take_down_at_counter,
)
from xueyou.domains.checks.services.openings import TooManyOpened, open_file
from xueyou.formats.refusal import Refusal
from xueyou.kernel.calls.insiders import OwnKin
from xueyou.kernel.calls.pictures import MOST_A_PAPER, MOST_BYTES, MOST_MB, TOO_BIG
from xueyou.kernel.calls.receipt_numbers import shown
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import ReaderBusy, place_on_the_way, uploaded
from xueyou.surfaces.desk import refusing
from xueyou.surfaces.desk.views.pictures import looked_at
from xueyou.surfaces.shell.bodies import answered_unread, declared_length, takes_uploads
from xueyou.surfaces.shell.handing_in import FORM_BYTES
from xueyou.surfaces.shell.keys import form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

REFUSED = (*refusing.REFUSED, Refusal, ReaderBusy)
NOTHING = CallRefused("还没有选照片或者文件，没有存。请选好再点“放上去”。")


@route(permission=COMPLETE_AT_COUNTER, content="personal", methods=("GET", "POST"))
def complete(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what is wanted of a file, and hand it in again for its guardian."""
    if request.method != "POST":
        return _page(request, uid)
    paper = request.POST.get("paper", "")
    try:
        complete_at_counter(
            actor=current_actor(request), application_uid=uid, paper=paper, key=form_key(request)
        )
    except REFUSED as refused:
        return _page(request, uid, refused, paper=paper)
    messages.success(request, "补的材料交好了，这一份回到没核对；监护人也收到通知了。")
    return HttpResponseRedirect(reverse("desk:file", args=[uid]))


@csrf_exempt  # the token stands in the body, which is read only once its length is known
@takes_uploads
@route(permission=COMPLETE_AT_COUNTER, content="personal", methods=("POST",))
def photograph(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """Put up a photograph of one wanted paper."""
    if declared_length(request) > MOST_BYTES + FORM_BYTES:
        return answered_unread(request, _page(request, uid, CallRefused(TOO_BIG), code))
    try:
        with place_on_the_way():
            return _put_up(request, uid, code)
    except ReaderBusy as busy:
        return answered_unread(request, _page(request, uid, busy, code))


@csrf_protect
def _put_up(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    try:
        file = uploaded(request)
        if file is None:
            return _page(request, uid, NOTHING, code)
        photograph_at_counter(
            actor=current_actor(request),
            application_uid=uid,
            what=code,
            upload=file,
            key=form_key(request),
        )
    except REFUSED as refused:
        return _page(request, uid, refused, code)
    messages.success(request, "放上了。请看一看字能不能看清；看不清的，拿掉再拍。")
    return HttpResponseRedirect(reverse("desk:complete", args=[uid]))


@route(permission=COMPLETE_AT_COUNTER, content="personal", methods=("POST",))
def take_down(request: HttpRequest, uid: UUID, picture: UUID) -> HttpResponse:
    """Take down a photograph that the counter put up."""
    try:
        take_down_at_counter(
            actor=current_actor(request),
            application_uid=uid,
            picture_uid=picture,
            key=form_key(request),
        )
    except REFUSED as refused:
        return _page(request, uid, refused)
    messages.success(request, "拿掉了。")
    return HttpResponseRedirect(reverse("desk:complete", args=[uid]))


def _page(
    request: HttpRequest,
    uid: UUID,
    refused: BaseException | None = None,
    code: str = "",
    paper: str = "",
) -> HttpResponse:
    """Show the page, having remembered who opens the file; what was posted is not read here.

    `code`: the paper whose photograph was refused, `paper`: what was chosen of the guardian's.
    """
    actor = current_actor(request)
    found = completing(actor, uid)
    try:
        open_file(actor=actor, application_uid=uid)
    except (OwnKin, TooManyOpened):
        return HttpResponseRedirect(reverse("desk:file", args=[uid]))  # it says why
    context = {
        "found": found,
        "number": shown(found.row.receipt_no),
        "papers": [looked_at(request, uid, one) for one in found.papers],
        "seen": list(PAPERS.items()),
        "chosen": paper,
        "most": MOST_A_PAPER,
        "most_mb": MOST_MB,
        "key": new_key,
        "wrong": words_of(refused),
        "wrong_paper": code,
    }
    status = 200 if refused is None else 422
    return render(request, "desk/complete.html", context, status=status)
