"""What came of a round: counts by option, the register of runs, refills, appeals, lists."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.run_access import ANSWER_APPEAL, READ_APPEAL, READ_RUN, REFILL_ROUND
from xueyou.kernel.calls.selectors.desk import (
    call_kept,
    publication_kept,
    round_desk,
    round_kept,
    run_kept,
)
from xueyou.kernel.calls.selectors.outcomes import (
    appeal_sheet,
    appeals_listed,
    options_counted,
    vacant_options,
)
from xueyou.kernel.calls.services.appeals import answer_appeal
from xueyou.kernel.calls.services.refilling import call_from_waiting
from xueyou.kernel.publications.access import TAKE_DOWN_PUBLICATION
from xueyou.kernel.publications.services.taking_down import take_down
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.calls.moments import moment_or_none
from xueyou.surfaces.calls.refusing import REFUSED, said, status_of
from xueyou.surfaces.shell.keys import form_key, new_key

APPEALS = {
    "open": ("wait", "等答复"),
    "upheld": ("done", "复核成立"),
    "kept": ("none", "维持原结果"),
}
RUNS = {"prepared": "wait", "running": "wait", "done": "good", "failed": "bad"}


@route(permission=READ_RUN, content="internal", objects="calls.round")
def results(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the register of runs, and what one of them gives by option."""
    actor = current_actor(request)
    desk = round_desk(actor, uid)
    call = call_kept(actor, desk.row.call)
    done = [run for run in desk.runs if run.state == "done"]
    asked = [run for run in done if str(run.uid) == request.GET.get("run", "")]
    official = [run for run in done if run.purpose == "official"]
    chosen = next(iter(asked or official or done), None)
    context = {
        "call": call,
        "row": desk.row,
        "desk": desk,
        "back": f"{reverse('calls:call', args=[call.uid])}?round={uid}",
        "runs": [(run, RUNS[run.state]) for run in desk.runs],
        "chosen": chosen,
        "options": options_counted(actor, chosen.uid) if chosen is not None else [],
        "may_take_down": can(actor, TAKE_DOWN_PUBLICATION),
    }
    return render(request, "calls/results.html", context)


@route(permission=REFILL_ROUND, content="internal", methods=("GET", "POST"))
def refill(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Call from the waiting lists for places that were given up."""
    actor = current_actor(request)
    row = round_kept(actor, uid)
    call, given, refused = call_kept(actor, row.call), request.POST.dict(), None
    if request.method == "POST":
        try:
            offers = call_from_waiting(
                actor=actor,
                round_uid=uid,
                option_uid=given.get("option", ""),
                reply_by=moment_or_none(given, "reply_by", "确认到"),
                key=form_key(request),
            )
        except REFUSED as found:
            refused = found
        else:
            words = f"递补了{len(offers)}人。" if offers else "候补里没有人能递补，没有变动。"
            messages.success(request, words)
            return HttpResponseRedirect(reverse("calls:refill", args=[uid]))
    context = {
        "call": call,
        "row": row,
        "back": f"{reverse('calls:call', args=[call.uid])}?round={uid}",
        "options": vacant_options(actor, uid),
        "given": given,
        "key": new_key,
        "wrong": said(refused),
    }
    return render(request, "calls/refill.html", context, status=status_of(refused))


@route(permission=READ_APPEAL, content="personal", objects="calls.call")
def appeal_list(request: HttpRequest, uid: UUID) -> HttpResponse:
    """List the appeals about a call, those that wait first."""
    actor = current_actor(request)
    call = call_kept(actor, uid)
    page = appeals_listed(actor, call.uid, request.GET.get("page"))
    context = {
        "call": call,
        "page": page,
        "rows": [(row, *APPEALS[row.state]) for row in page.rows],
    }
    return render(request, "calls/appeals.html", context)


@route(permission=READ_APPEAL, writes=ANSWER_APPEAL, content="personal", methods=("GET", "POST"))
def appeal_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one appeal and answer it."""
    actor = current_actor(request)
    given, refused = request.POST, None
    if request.method == "POST":
        try:
            upheld = _decided(given.get("upheld", ""))
            answer_appeal(
                actor=actor,
                appeal_uid=uid,
                upheld=upheld,
                answer=given.get("answer", ""),
                option_uid=(given.get("option") or None) if upheld else None,
                key=form_key(request),
            )
        except REFUSED as found:
            refused = found
        else:
            messages.success(request, "答复好了，家长现在就能看到。")
            return HttpResponseRedirect(reverse("calls:appeal", args=[uid]))
    found_sheet = appeal_sheet(actor, uid)
    context = {
        "sheet": found_sheet,
        "row": found_sheet.row,
        "tag": APPEALS[found_sheet.row.state],
        "may_answer": found_sheet.row.state == "open" and can(actor, ANSWER_APPEAL),
        "given": given,
        "key": new_key(),
        "wrong": said(refused),
    }
    return render(request, "calls/appeal.html", context, status=status_of(refused))


def _decided(word: str) -> bool:
    if word not in ("yes", "no"):
        raise CallRefused("请选结论：维持原结果，还是复核成立。没有答复。")
    return word == "yes"


@route(permission=TAKE_DOWN_PUBLICATION, content="internal", methods=("GET", "POST"))
def take_off(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a published list down, at once."""
    actor = current_actor(request)
    row = publication_kept(actor, uid)
    round_ = run_kept(actor, row.subject_uid).round
    refused = None
    if request.method == "POST":
        try:
            take_down(
                actor=actor,
                publication_uid=uid,
                why=request.POST.get("why", ""),
                key=form_key(request),
            )
        except REFUSED as found:
            refused = found
        else:
            messages.success(request, "撤下了，现在谁也看不到。校验码和原因留着。")
            return HttpResponseRedirect(reverse("calls:results", args=[round_]))
    context = {
        "row": row,
        "back": reverse("calls:results", args=[round_]),
        "given": request.POST,
        "key": new_key(),
        "wrong": said(refused),
    }
    return render(request, "calls/down.html", context, status=status_of(refused))
