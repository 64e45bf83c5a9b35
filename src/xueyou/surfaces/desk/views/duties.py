"""Which schools check for the county."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from xueyou.domains.checks.desk_access import GIVE_DUTY
from xueyou.domains.checks.services.duties import give_duties
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.desk.refusing import REFUSED
from xueyou.surfaces.shell.keys import form_key
from xueyou.surfaces.shell.refusing import words_of


@route(permission=GIVE_DUTY, content="internal", methods=("POST",))
def give(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let the schools ticked check, and no others."""
    options = [text for text in request.POST.getlist("option") if text]
    try:
        give_duties(
            actor=current_actor(request),
            call_uid=uid,
            option_uids=options,
            key=form_key(request),
        )
    except REFUSED as refused:
        messages.error(request, words_of(refused))
    else:
        messages.success(request, f"记下了：现在有{len(options)}所学校核对。")
    return HttpResponseRedirect(reverse("desk:files", args=[uid]))
