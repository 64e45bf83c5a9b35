"""A child whom nobody has checked yet: with whom it is shared, a code for the other guardian."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.registry.access import END_SHARING, SHARE_CLAIM
from xueyou.kernel.registry.invitation_codes import LIFE
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.claims import own_claim
from xueyou.kernel.registry.services.sharing import end_sharing, share_claim
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

Refused = (RegistryRefused, KeyMissing, KeyReused)


@route(permission=SHARE_CLAIM, content="personal", objects="registry.claim")
def claimed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a child that is only claimed, and who else sees what is asked for it."""
    return _page(request, uid)


@route(permission=SHARE_CLAIM, content="personal", methods=("POST",), objects="registry.claim")
def share(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make a code for the other guardian and show it, once."""
    try:
        code = share_claim(actor=current_actor(request), claim_uid=uid, key=form_key(request))
    except Refused as refused:
        return _page(request, uid, refused=words_of(refused))
    return _page(request, uid, code=code)


@route(
    permission=END_SHARING, content="personal", methods=("POST",), objects="registry.claimsharing"
)
def end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take back a code, or the sight that somebody was given by it."""
    try:
        end_sharing(actor=current_actor(request), sharing_uid=uid, key=form_key(request))
    except Refused as refused:
        messages.error(request, words_of(refused))
    else:
        messages.success(request, "取消了，对方现在就看不到。")
    return HttpResponseRedirect(reverse("family:me"))


def _page(request: HttpRequest, uid: UUID, *, code: str = "", refused: str = "") -> HttpResponse:
    found = own_claim(current_actor(request), uid)
    context = {
        "tab": "me",
        "child": found.claim,
        "sharings": found.sharings,
        "code": "-".join(code[at : at + 4] for at in range(0, len(code), 4)),
        "days": LIFE.days,
        "refused": refused,
        "new_key": new_key,
    }
    return render(request, "family/claimed.html", context, status=422 if refused else 200)
