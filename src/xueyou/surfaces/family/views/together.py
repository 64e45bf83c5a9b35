"""Twins: their applications bound into one list and one lot, and parted again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.calls.access import FILL_APPLICATION
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.groups import together_of
from xueyou.kernel.calls.services.grouping import bind_applications, unbind_applications
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

TIERS = {
    "lowest": "几个孩子条件不一样的，按条件靠后的那个孩子排。",
    "highest": "几个孩子条件不一样的，按条件靠前的那个孩子排。",
}
STRADDLES = {
    "expand": "排到最后一个学位的，一起收下，不拆开。",
    "skip": "一所学校剩下的学位不够一起进的，跳过去，看下一个志愿。",
    "split": "一所学校剩下的学位不够一起进的，写了同意分开的可以分开，没有写的看下一个志愿。",
}
"""What the rules do with a group, as docs/handbook/rules.md has it."""
Refused = (CallRefused, KeyMissing, KeyReused)


@route(permission=FILL_APPLICATION, content="personal", methods=("GET", "POST"))
def together(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say what it means to go together, and bind the applications that are ticked to this one."""
    if request.method != "POST":
        return _page(request, uid)
    try:
        mates = [UUID(given) for given in request.POST.getlist("mate")]
    except ValueError:
        raise NotFound from None
    try:
        bind_applications(
            actor=current_actor(request), application_uids=[uid, *mates], key=form_key(request)
        )
    except Refused as refused:
        return _page(request, uid, words_of(refused))
    messages.success(request, "绑在一起了，还没有交。志愿现在是同一份，几份都要交。")
    return HttpResponseRedirect(reverse("family:together", args=[uid]))


@route(permission=FILL_APPLICATION, content="personal", methods=("POST",))
def apart(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let the applications bound to this one go on alone."""
    try:
        unbind_applications(
            actor=current_actor(request), application_uid=uid, key=form_key(request)
        )
    except Refused as refused:
        return _page(request, uid, words_of(refused))
    messages.success(request, "分开了。志愿各留了一份，可以分别改。")
    return HttpResponseRedirect(reverse("family:together", args=[uid]))


def _page(request: HttpRequest, uid: UUID, refused: str = "") -> HttpResponse:
    found = together_of(current_actor(request), uid)
    context = {
        "found": found,
        "tier": TIERS.get(found.tier, ""),
        "straddle": STRADDLES.get(found.straddle, ""),
        "refused": refused,
        "new_key": new_key,
    }
    return render(request, "family/together.html", context, status=422 if refused else 200)
