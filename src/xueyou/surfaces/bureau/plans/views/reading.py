"""How far a reading has come, and stopping it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access import READ_DOCUMENT, STEER_READING
from xueyou.domains.plans.selectors import documents as select
from xueyou.domains.plans.selectors.views import DocumentView
from xueyou.domains.plans.services.steer_reading import NothingToDo, read_again, stop_reading
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.bureau.plans.progress import progress_of
from xueyou.surfaces.shell.keys import KeyMissing, form_key


@route(permission=READ_DOCUMENT, content="internal")
def progress(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answer how far the reading has come: the moving part of the page, for the page itself.

    Asked without script it leads to the document's own page, which shows the same.
    """
    row, job = select.progress(current_actor(request), uid)
    if request.headers.get("HX-Request") != "true":
        return HttpResponseRedirect(reverse("bureau:plans:document", args=[uid]))
    context = {"document": row, "progress": progress_of(row, job, select.said_of(job))}
    return render(request, "bureau/plans/parts/moving.html", context)


@route(permission=STEER_READING, content="internal", methods=("POST",))
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Stop a reading; what it had read so far is dropped."""
    try:
        stop_reading(actor=current_actor(request), uid=uid, key=form_key(request))
    except (NothingToDo, KeyMissing, KeyReused) as nothing:
        messages.warning(request, said(nothing))
    return HttpResponseRedirect(reverse("bureau:plans:document", args=[uid]))


@route(permission=STEER_READING, content="internal", methods=("POST",))
def again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Read a document again that was stopped or failed."""
    try:
        read_again(actor=current_actor(request), uid=uid, key=form_key(request))
    except (NothingToDo, KeyMissing, KeyReused) as nothing:
        messages.warning(request, said(nothing))
    return HttpResponseRedirect(reverse("bureau:plans:document", args=[uid]))


def said(nothing: NothingToDo | KeyMissing | KeyReused) -> str:
    """Return the sentence of why nothing was done."""
    return nothing.zh if isinstance(nothing, NothingToDo) else str(nothing)


def progress_page(request: HttpRequest, document: DocumentView) -> HttpResponse:
    """Answer the whole page of a document that is not read."""
    shown = progress_of(document, document.job, document.said)
    context = {"document": document, "progress": shown}
    return render(request, "bureau/plans/progress.html", context)
