"""A child and its guardians: who sees the same as I do, and how the other one is let in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.classes.selectors.evenness import children_classes
from xueyou.kernel.calls.access import ASK_FOR_CLAIMED
from xueyou.kernel.registry.access import INVITE_GUARDIAN, READ_CHILD
from xueyou.kernel.registry.invitation_codes import LIFE
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors import people
from xueyou.kernel.registry.services.invitations import (
    accept_invitation,
    invite_guardian,
    take_codes_back,
)
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

Refused = (RegistryRefused, KeyMissing, KeyReused)


@route(permission=READ_CHILD, content="personal")
def child(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a child, and who is its guardian here."""
    return _page(request, uid)


@route(permission=READ_CHILD, writes=INVITE_GUARDIAN, content="personal", methods=("POST",))
def invite(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make a code for the other guardian and show it, once."""
    try:
        code = invite_guardian(actor=current_actor(request), person_uid=uid, key=form_key(request))
    except Refused as refused:
        return _page(request, uid, refused=words_of(refused))
    return _page(request, uid, code=code)


@route(permission=READ_CHILD, writes=INVITE_GUARDIAN, content="personal", methods=("POST",))
def take_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the code back that nobody has typed."""
    try:
        take_codes_back(actor=current_actor(request), person_uid=uid, key=form_key(request))
    except Refused as refused:
        return _page(request, uid, refused=words_of(refused))
    messages.success(request, "邀请码收回了，现在谁也不能再用它。")
    return HttpResponseRedirect(reverse("family:child", args=[uid]))


@route(permission=ASK_FOR_CLAIMED, content="personal", methods=("GET", "POST"))
def accept(request: HttpRequest) -> HttpResponse:
    """Take the code that the other guardian was given."""
    if request.method != "POST":
        return _accept(request)
    typed = request.POST.get("code", "")[:60]
    try:
        uid = accept_invitation(actor=current_actor(request), code=typed, key=form_key(request))
    except Refused as refused:
        return _accept(request, words_of(refused), typed)
    if uid is None:
        messages.success(
            request,
            "加好了。对方给孩子填的申请，您现在也看得到、改得了；孩子的身份核对好以后，你们都是监护人。",
        )
        return HttpResponseRedirect(reverse("family:home"))
    messages.success(request, "加好了。这个孩子的申请和结果，您和另一位监护人看到的一样。")
    return HttpResponseRedirect(f"{reverse('family:home')}?child={uid}")


def _page(request: HttpRequest, uid: UUID, *, code: str = "", refused: str = "") -> HttpResponse:
    actor = current_actor(request)
    context = {
        "tab": "me",
        "child": people.child(actor, uid),
        "guardians": people.guardians_of(actor, uid),
        "codes": people.codes_given(actor, uid),
        "classes": [one for one in children_classes(actor) if one.person == uid],
        "code": "-".join(code[at : at + 4] for at in range(0, len(code), 4)),
        "days": LIFE.days,
        "refused": refused,
        "new_key": new_key,
    }
    return render(request, "family/child.html", context, status=422 if refused else 200)


def _accept(request: HttpRequest, refused: str = "", typed: str = "") -> HttpResponse:
    context = {"tab": "me", "refused": refused, "typed": typed, "new_key": new_key}
    return render(request, "family/accept.html", context, status=422 if refused else 200)
