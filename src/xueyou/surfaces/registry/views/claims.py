"""Claims of children that wait for an officer of the registry."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.deciding import SHOWN, decide_claim
from xueyou.kernel.registry.access import READ_CLAIM, SETTLE_CLAIM
from xueyou.kernel.registry.documents import LAST
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.deciding import contested_claims, open_claim, open_claims
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

_UNSAID = "请选“是”或者“不是”。没有认定。"


@route(permission=READ_CLAIM, content="internal")
def claim_list(request: HttpRequest) -> HttpResponse:
    """List the claims that wait, the oldest first."""
    actor = current_actor(request)
    contested = request.GET.get("contested") == "1"
    every = open_claims(actor, request.GET.get("page"), contested=contested)
    context = {
        "page": every,
        "contested": contested,
        "contests": contested_claims(actor),
        "total": every.total if not contested else open_claims(actor).total,
        "carried": {"contested": "1"} if contested else {},
    }
    return render(request, "registry/claims.html", context)


@route(permission=READ_CLAIM, content="internal", objects="registry.claim")
def claim_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one claim with what speaks for and against it."""
    return _page(request, uid)


@route(permission=SETTLE_CLAIM, content="internal", methods=("POST",), objects="registry.claim")
def decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Confirm the claim, or refuse it."""
    theirs = request.POST.get("is_theirs", "")
    if theirs not in ("yes", "no"):
        return _page(request, uid, _UNSAID)
    try:
        decide_claim(
            actor=current_actor(request),
            claim_uid=uid,
            is_theirs=theirs == "yes",
            basis=request.POST.get("basis", "")[:20] if theirs == "yes" else "",
            ends=request.POST.get("ends", "")[:20],
            key=form_key(request),
        )
    except (CallRefused, RegistryRefused, KeyMissing, KeyReused) as refused:
        return _page(request, uid, words_of(refused))
    if theirs == "yes":
        messages.success(request, "已经认定，家长现在就能看到孩子。")
    else:
        messages.success(request, "已经记下“不是”。家长会看到“核对不上”，可以照证件重新登记。")
    return HttpResponseRedirect(reverse("registry:claims"))


def _page(request: HttpRequest, uid: UUID, wrong: str = "") -> HttpResponse:
    context = {
        "claim": open_claim(current_actor(request), uid),
        "shown": SHOWN.items(),
        "last": LAST,
        "given": request.POST,
        "key": new_key(),
        "wrong": wrong,
    }
    return render(request, "registry/claim.html", context, status=422 if wrong else 200)
