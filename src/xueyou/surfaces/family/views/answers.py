"""What came of it: the result with its reason, the reply to an offer, the appeal."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.enrolment.selectors.letters import letter_code
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.run_access import MAKE_APPEAL, READ_RESULT, REPLY_OFFER
from xueyou.kernel.calls.selectors.ladders import Ladder, ladders_of
from xueyou.kernel.calls.selectors.reasons import Reason, reasons_of
from xueyou.kernel.calls.selectors.results import ResultView, result_of, titles_told
from xueyou.kernel.calls.selectors.standing import Standing, appeals_of, standing_of
from xueyou.kernel.calls.services.appeals import LONGEST, appeal
from xueyou.kernel.calls.services.offers import reply
from xueyou.kernel.calls.views import FamilySees
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.time import business_today
from xueyou.surfaces.family.onward import onward_for
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

Refused = (CallRefused, KeyMissing, KeyReused)


@route(permission=READ_RESULT, content="personal")
def result(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what is published of an application. Before that there is no such page."""
    return _result(request, uid)


@route(permission=READ_RESULT, writes=REPLY_OFFER, content="personal", methods=("POST",))
def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Accept an offer, or leave it."""
    accept = request.POST.get("accept") == "yes"
    found = _published(request, uid)
    offers = {str(one.offer.uid) for one in found if one.offer is not None}
    given = request.POST.get("offer", "")
    if given not in offers:
        raise NotFound
    try:
        reply(actor=current_actor(request), offer_uid=given, accept=accept, key=form_key(request))
    except Refused as refused:
        return _result(request, uid, words_of(refused))
    words = "已经接受这个学位，接受以后也可以申请复核。" if accept else "已经放弃这个学位。"
    messages.success(request, words)
    return HttpResponseRedirect(reverse("family:result", args=[uid]))


@route(permission=READ_RESULT, writes=MAKE_APPEAL, content="personal", methods=("GET", "POST"))
def appeal_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the appeals about a result, and take a new one."""
    if request.method != "POST":
        return _appeal(request, uid)
    lane, words = request.POST.get("lane", ""), request.POST.get("words", "")
    try:
        appeal(
            actor=current_actor(request),
            application_uid=uid,
            lane=lane,
            words=words,
            key=form_key(request),
        )
    except Refused as refused:
        return _appeal(request, uid, words_of(refused), words)
    messages.success(request, "复核申请收到了，答复会出现在这一页。")
    return HttpResponseRedirect(reverse("family:appeal", args=[uid]))


def _published(request: HttpRequest, uid: UUID) -> tuple[ResultView, ...]:
    found = result_of(current_actor(request), uid)
    if not found:
        raise NotFound
    return found


def _head(request: HttpRequest, uid: UUID) -> tuple[FamilySees, Standing]:
    return standing_of(current_actor(request), uid)


def _may_appeal(standing: Standing) -> bool:
    return standing.appeal_until is not None and business_today() <= standing.appeal_until


def _result(request: HttpRequest, uid: UUID, refused: str = "") -> HttpResponse:
    actor = current_actor(request)
    found = _published(request, uid)
    row, standing = _head(request, uid)
    titles = titles_told(actor, uid, found)
    context = {
        "row": row,
        "standing": standing,
        "results": [_told(one, ladders_of(actor, uid, one.lane), titles) for one in found],
        "letter": letter_code(actor, uid),
        "onward": onward_for(actor, uid, standing, found),
        "open": [one for one in found if one.offer is not None and one.offer.state == "open"],
        "may_appeal": _may_appeal(standing),
        "refused": refused,
        "new_key": new_key,
    }
    return render(request, "family/result.html", context, status=422 if refused else 200)


def _told(
    one: ResultView, ladders: Sequence[Ladder], titles: Mapping[str, str]
) -> tuple[ResultView, Sequence[Ladder], list[Reason]]:
    """Return a result with its ladders and its reasons."""
    return one, ladders, reasons_of(one.zh, one.wishes, titles)


def _appeal(request: HttpRequest, uid: UUID, refused: str = "", words: str = "") -> HttpResponse:
    found = _published(request, uid)
    row, standing = _head(request, uid)
    made = appeals_of(current_actor(request), uid)
    context = {
        "row": row,
        "standing": standing,
        "results": found,
        "appeals": made,
        "may_appeal": _may_appeal(standing) and not any(one.state == "open" for one in made),
        "refused": refused,
        "words": words,
        "longest": LONGEST,
        "new_key": new_key,
    }
    return render(request, "family/appeal.html", context, status=422 if refused else 200)
