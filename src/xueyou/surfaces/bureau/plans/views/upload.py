"""Handing in a document: one file, checked while it waits outside the store."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access import RECEIVE_DOCUMENT
from xueyou.domains.plans.services.receive_document import receive_document
from xueyou.formats.refusal import Refusal
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import ReaderBusy, harmless_name, uploaded
from xueyou.surfaces.bureau.plans.desk import organisation_name
from xueyou.surfaces.shell.handing_in import LIMITS, takes_file
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key

_OLD_FORM = "这张表已经交过别的文件，那一份收下了，没有变动。请在这里再选一次，再点“交上去”。"


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a file was not taken: the code, the sentence, the name of the file."""

    code: str
    says: str
    name: str


@route(permission=RECEIVE_DOCUMENT, content="internal", methods=("GET", "POST"))
@takes_file(lambda request, long: _form(request, Wrong("too_large", long.says, "")))
def new(request: HttpRequest) -> HttpResponse:
    """Show the form, or take the file: refused by its declared length before it is read."""
    if request.method != "POST":
        return _form(request)
    name = ""
    try:
        file = uploaded(request)
        if file is None:
            return _form(request, Wrong("missing", "还没有选文件。请选一份，再点“交上去”。", ""))
        name = harmless_name(file.name or "")
        uid = receive_document(
            actor=current_actor(request),
            upload=file,
            key=form_key(request),
        )
    except Refusal as refusal:
        return _form(request, Wrong(refusal.code, refusal.zh, name))
    except ReaderBusy as busy:
        return _form(request, Wrong("busy", busy.zh, name))
    except KeyMissing as missing:
        return _form(request, Wrong("key_missing", str(missing), name))
    except KeyReused:
        return _form(request, Wrong("key_reused", _OLD_FORM, name))
    return HttpResponseRedirect(reverse("bureau:plans:document", args=[uid]))


def _form(request: HttpRequest, wrong: Wrong | None = None) -> HttpResponse:
    context = {
        "key": new_key(),
        "wrong": wrong,
        "organisation": organisation_name(current_actor(request)),
        **LIMITS,
    }
    return render(request, "bureau/plans/new.html", context, status=422 if wrong else 200)
