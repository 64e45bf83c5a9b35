"""Looking somebody up; his whole number with a reason; ending a bond; merging two files."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.registry.access import (
    KEEP_BONDS,
    LOOK_UP_PERSON,
    MERGE_PEOPLE,
    UNMASK_NUMBER,
)
from xueyou.kernel.registry.documents import LAST, NumberRefused
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.looking_up import by_name, by_number, person_desk
from xueyou.kernel.registry.selectors.people import DOCUMENTS
from xueyou.kernel.registry.services.bonds import ENDINGS, end_bond
from xueyou.kernel.registry.services.merging import merge_people
from xueyou.kernel.registry.services.unmasking import REASONS, unmask
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.time import business_today
from xueyou.surfaces.shell.chosen import NotChosen, chosen
from xueyou.surfaces.shell.days import DayMissing, day_of
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

_Refused = (RegistryRefused, NotChosen, KeyMissing, KeyReused, DayMissing)


@route(permission=LOOK_UP_PERSON, content="internal", methods=("GET", "POST"))
def search(request: HttpRequest) -> HttpResponse:
    """Look people up by name, or by a whole number: posted, so that it stands in no address."""
    actor = current_actor(request)
    name = request.GET.get("name", "")[:40]
    kind, wrong, found = request.POST.get("kind", "citizen")[:20], "", None
    if request.method == "POST":
        try:
            found = by_number(actor, kind, request.POST.get("number", "")[:60])
        except NumberRefused as refused:
            wrong = refused.zh.removesuffix("没有保存。")
    context = {
        "documents": DOCUMENTS,
        "name": name,
        "page": by_name(actor, name, request.GET.get("page")) if name else None,
        "carried": {"name": name},
        "kind": kind,
        "asked": found is not None,
        "found": found,
        "wrong": wrong,
    }
    return render(request, "registry/people.html", context, status=422 if wrong else 200)


@route(permission=LOOK_UP_PERSON, content="internal", objects="registry.person")
def person_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a person: where he is a pupil, his numbers masked, who is bound to him."""
    return _page(request, uid)


@route(permission=UNMASK_NUMBER, content="internal", methods=("POST",), objects="registry.person")
def whole_number(request: HttpRequest, uid: UUID, number: UUID) -> HttpResponse:
    """Show one number whole, once, with a reason that is remembered."""
    try:
        text = unmask(
            actor=current_actor(request),
            identifier_uid=number,
            reason=request.POST.get("reason", "")[:20],
            key=form_key(request),
        )
    except _Refused as refused:
        return _page(request, uid, words_of(refused))
    return _page(request, uid, whole={number: text})


@route(permission=KEEP_BONDS, content="internal", methods=("POST",), objects="registry.person")
def end_one_bond(request: HttpRequest, uid: UUID, bond: UUID) -> HttpResponse:
    """End a bond: who loses it loses sight of the child at once."""
    try:
        end_bond(
            actor=current_actor(request),
            bond_uid=bond,
            on=day_of(request, "on"),
            basis=request.POST.get("basis", "")[:20],
            key=form_key(request),
        )
    except _Refused as refused:
        return _page(request, uid, words_of(refused))
    messages.success(request, "已经终止。从写的那天起，对方看不到这个孩子了。")
    return HttpResponseRedirect(reverse("registry:person", args=[uid]))


@route(permission=MERGE_PEOPLE, content="internal", methods=("POST",), objects="registry.person")
def merge(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Merge another file into this one."""
    try:
        merge_people(
            actor=current_actor(request),
            keep_uid=uid,
            gone_uid=chosen(request, "gone", "请选要并进来的档案。没有合并。"),
            ends=request.POST.get("ends", "")[:20],
            key=form_key(request),
        )
    except _Refused as refused:
        return _page(request, uid, words_of(refused))
    messages.success(request, "已经并成一份，号码、监护关系和报名都跟过来了。")
    return HttpResponseRedirect(reverse("registry:person", args=[uid]))


def _page(
    request: HttpRequest, uid: UUID, wrong: str = "", whole: dict[UUID, str] | None = None
) -> HttpResponse:
    desk = person_desk(current_actor(request), uid)
    shown = whole or {}
    context = {
        "desk": desk,
        "numbers": [(one, shown.get(one.uid, "")) for one in desk.numbers],
        "reasons": REASONS.items(),
        "endings": ENDINGS.items(),
        "last": LAST,
        "today": business_today(),
        "key": new_key,
        "wrong": wrong,
    }
    return render(request, "registry/person.html", context, status=422 if wrong else 200)
