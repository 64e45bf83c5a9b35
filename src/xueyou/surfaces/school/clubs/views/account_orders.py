"""From a fund's account to what everybody sees: looked at, drafted, and, once signed, published."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.clubs.access import DRAFT_ACCOUNT, PUBLISH_ACCOUNT
from xueyou.domains.clubs.selectors.account_orders import drafts_for, preview
from xueyou.domains.clubs.services.publishing import draft_account, publish_account
from xueyou.formats.official.content import ContentRefused
from xueyou.kernel.papers.refusals import PaperRefused
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.school.clubs.asking import Refused, faults, typed
from xueyou.surfaces.school.clubs.views.funds import listing, span
from xueyou.surfaces.shell.days import day_of
from xueyou.surfaces.shell.keys import form_key, new_key


@route(permission=DRAFT_ACCOUNT, content="internal", methods=("GET", "POST"))
def order(request: HttpRequest) -> HttpResponse:
    """Show what everybody would see of one's own account; draft the order to publish it."""
    if request.method != "POST":
        return _preview(request)
    actor = current_actor(request)
    try:
        paper = draft_account(
            actor=actor,
            organisation_uid=drafts_for(actor),
            first_on=day_of(request, "first_on"),
            last_on=day_of(request, "last_on"),
            number_code=typed(request, "number_code", 12),
            key=form_key(request),
        )
    except (*Refused, PaperRefused, ContentRefused) as refused:
        return _preview(request, faults(refused))
    messages.success(request, "公开决定起草好了。请别人核稿、负责人签发，再回到“经费”公开。")
    return HttpResponseRedirect(reverse("bureau:papers:paper", args=[paper]))


@route(permission=PUBLISH_ACCOUNT, content="internal", methods=("POST",))
def publish(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Publish the account that a signed order is about."""
    try:
        made = publish_account(actor=current_actor(request), paper_uid=uid, key=form_key(request))
    except (*Refused, PaperRefused) as refused:
        return listing(request, faults(refused))
    messages.success(request, "已经公开。公开的数不会再变，后来的账下一次再公开。")
    return HttpResponseRedirect(f"{reverse('clubs:funds')}?published={made}")


def _preview(request: HttpRequest, wrong: dict[str, str] | None = None) -> HttpResponse:
    first, last = span(request)
    context = {
        "first": first,
        "last": last,
        "seen": preview(current_actor(request), first, last),
        "typed": request.POST,
        "faults": wrong or {},
        "new_key": new_key,
    }
    return render(request, "clubs/order.html", context, status=422 if wrong else 200)
