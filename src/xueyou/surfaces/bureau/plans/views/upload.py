"""Handing in a document: one file, checked while it waits outside the store."""

from functools import partial
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access import RECEIVE_DOCUMENT
from xueyou.domains.plans.services.receive_document import receive_document
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.bureau.plans.desk import organisation_name
from xueyou.surfaces.shell.handing_in import LIMITS, Wrong, handed_in, takes_file
from xueyou.surfaces.shell.keys import new_key


@route(permission=RECEIVE_DOCUMENT, content="internal", methods=("GET", "POST"))
@takes_file(lambda request, long: _form(request, long))
def new(request: HttpRequest) -> HttpResponse:
    """Show the form, or take the file: refused by its declared length before it is read."""
    if request.method != "POST":
        return _form(request)
    uid = handed_in(request, partial(_receive, request), ())
    if isinstance(uid, Wrong):
        return _form(request, uid)
    return HttpResponseRedirect(reverse("bureau:plans:document", args=[uid]))


def _receive(request: HttpRequest, file: "UploadedFile[bytes]", key: str) -> UUID:
    return receive_document(actor=current_actor(request), upload=file, key=key)


def _form(request: HttpRequest, wrong: Wrong | None = None) -> HttpResponse:
    context = {
        "key": new_key(),
        "wrong": wrong,
        "organisation": organisation_name(current_actor(request)),
        **LIMITS,
    }
    return render(request, "bureau/plans/new.html", context, status=422 if wrong else 200)
