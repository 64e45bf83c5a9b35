"""Common questions of a call: written, looked at as families will see them, published."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.calls.access import KEEP_CALL
from xueyou.kernel.calls.common_questions import LONGEST_ANSWER, LONGEST_QUESTION, MOST
from xueyou.kernel.calls.selectors.common_questions import questions_kept, questions_looked_at
from xueyou.kernel.calls.services.common_questions import publish_questions
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.calls.refusing import REFUSED, said, status_of
from xueyou.surfaces.shell.keys import form_key, new_key

EMPTY = 3
"""Empty rows below those that are written; saving or looking gives three more."""
COLUMNS = ("place", "question", "answer")
Rows = list[tuple[str, str, str]]


@route(permission=KEEP_CALL, content="internal", methods=("GET", "POST"))
def questions(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show what is published; look at what is written, then publish it in its place."""
    actor = current_actor(request)
    if request.method != "POST":
        kept = questions_kept(actor, uid)
        rows = [(q.place, q.question, q.answer) for q in kept.questions or kept.drafts]
        return _page(request, uid, rows)
    rows = _posted(request)
    try:
        if request.POST.get("step") != "publish":
            looked = questions_looked_at(actor, uid, rows)
            return _page(request, uid, rows, looked=looked)
        publish_questions(
            actor=actor,
            call_uid=uid,
            written=rows,
            seen=request.POST.get("seen", "")[:36],
            key=form_key(request),
        )
    except REFUSED as refused:
        return _page(request, uid, rows, refused)
    done = "公布了，家长在那一步和公告上就能看到。" if rows else "收回了，家长看不到了。"
    messages.success(request, done)
    return HttpResponseRedirect(reverse("calls:questions", args=[uid]))


def _posted(request: HttpRequest) -> Rows:
    """Return the rows that are not wholly empty: place, question, answer."""
    columns = [request.POST.getlist(name)[: MOST + EMPTY + 1] for name in COLUMNS]
    cut = [[cell[:1000] for cell in column] for column in columns]
    return [(p, q, a) for p, q, a in zip(*cut, strict=False) if q.strip() or a.strip()]


def _page(
    request: HttpRequest,
    uid: UUID,
    rows: Rows,
    refused: Exception | None = None,
    looked: Sequence[dict[str, str]] | None = None,
) -> HttpResponse:
    kept = questions_kept(current_actor(request), uid)
    context = {
        "call": {"uid": uid, "title": kept.title},
        "kept": kept,
        "rows": rows + [("", "", "")] * EMPTY,
        "filled": rows,
        "looked": looked,
        "wrong": said(refused),
        "seen": request.POST.get("seen", "" if kept.uid is None else str(kept.uid))[:36],
        "key": new_key(),
        "longest_question": LONGEST_QUESTION,
        "longest_answer": LONGEST_ANSWER,
    }
    return render(request, "calls/questions.html", context, status=status_of(refused))
