"""Children before the expert committee: who they are, and what was decided about each."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.enrolment.selectors.committee import OTHERS, committee_of
from xueyou.domains.enrolment.services.committee import decide_panel
from xueyou.kernel.calls.access import CHECK_APPLICATION
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.desk import call_of_application
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of


@route(permission=CHECK_APPLICATION, content="personal", objects="calls.call", methods=("GET",))
def child_list(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the children of a call who go before the committee."""
    return _page(request, uid)


@route(permission=CHECK_APPLICATION, content="personal", methods=("POST",))
def decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Enter what the committee decided about a child."""
    actor = current_actor(request)
    call, _, _ = call_of_application(actor, uid)
    decided = request.POST.get("decided", "")
    try:
        if not decided:
            raise CallRefused("请选专家委员会定的学校。没有登记。")
        decide_panel(actor=actor, application_uid=uid, decided=decided, key=form_key(request))
    except (CallRefused, KeyMissing, KeyReused) as refused:
        return _page(request, call, refused, uid)
    messages.success(request, "登记好了。封存以前都能改。")
    return HttpResponseRedirect(reverse("committee:list", args=[call]))


def _page(
    request: HttpRequest,
    uid: UUID,
    refused: BaseException | None = None,
    about: UUID | None = None,
) -> HttpResponse:
    found = committee_of(current_actor(request), uid)
    context = {
        "found": found,
        "back": reverse("calls:call", args=[uid]),
        "others": OTHERS,
        "about": about,
        "key": new_key,
        "wrong": words_of(refused),
    }
    return render(request, "committee/list.html", context, status=422 if refused else 200)
