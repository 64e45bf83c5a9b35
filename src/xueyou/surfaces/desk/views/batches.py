"""Many files at once: what every office agrees on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from xueyou.domains.checks.desk_access import WORK_FILE
from xueyou.domains.checks.services.agreeing import pass_agreeing, undo_agreeing
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.desk.refusing import REFUSED
from xueyou.surfaces.shell.keys import form_key
from xueyou.surfaces.shell.refusing import words_of


@route(permission=WORK_FILE, content="personal", methods=("POST",), objects="calls.call")
def agreed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Pass what every office agrees on."""
    try:
        passed = pass_agreeing(actor=current_actor(request), call_uid=uid, key=form_key(request))
    except REFUSED as refused:
        messages.error(request, words_of(refused))
    else:
        messages.success(request, f"一起通过了{passed}份。看错了，可以整批撤销。")
    return HttpResponseRedirect(reverse("desk:files", args=[uid]))


@route(permission=WORK_FILE, content="personal", methods=("POST",), objects="calls.call")
def not_agreed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the last batch back."""
    try:
        undone = undo_agreeing(actor=current_actor(request), call_uid=uid, key=form_key(request))
    except REFUSED as refused:
        messages.error(request, words_of(refused))
    else:
        messages.success(request, f"撤销了，{undone}份回到没核对。")
    return HttpResponseRedirect(reverse("desk:files", args=[uid]))
