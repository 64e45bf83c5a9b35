"""One application: how it stands, what was handed in, the receipt, and taking it back."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from xueyou.kernel.calls.access import FILL_APPLICATION, READ_APPLICATION
from xueyou.kernel.calls.receipt_numbers import shown
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.forms import (
    FamilyForm,
    FieldAsked,
    Page,
    faults_of,
    form_of,
    handed_in_of,
)
from xueyou.kernel.calls.selectors.results import ResultView, result_of
from xueyou.kernel.calls.selectors.standing import standing_of
from xueyou.kernel.calls.services.changing import withdraw
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.addresses import address
from xueyou.surfaces.family.onward import onward_for
from xueyou.surfaces.family.views.papers import papers_shown, split
from xueyou.surfaces.family.words import board
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

HOLDING = ("open", "accepted")


@route(permission=READ_APPLICATION, content="personal")
def application(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show how an application stands; one that is only begun goes on where it was left."""
    actor = current_actor(request)
    form = form_of(actor, uid)
    if form.row.state == "draft" and form.open_now and form.pages and "look" not in request.GET:
        return HttpResponseRedirect(_left_at(form))
    return _page(request, actor, form)


@route(permission=READ_APPLICATION, content="personal")
def receipt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the receipt: number, moment by the server's clock, and what happens next."""
    actor = current_actor(request)
    row, standing = standing_of(actor, uid)
    if not row.receipt_no:
        raise NotFound
    response = render(request, "family/receipt.html", {"row": row, "standing": standing})
    response.headers["X-Receipt"] = shown(row.receipt_no)
    return response


@route(permission=FILL_APPLICATION, content="personal", methods=("POST",))
def take_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take an application back."""
    actor = current_actor(request)
    try:
        withdraw(actor=actor, application_uid=uid, key=form_key(request))
    except (CallRefused, KeyMissing, KeyReused) as refused:
        return _page(request, actor, form_of(actor, uid), words_of(refused))
    messages.success(request, "已经撤回。报名时间里可以重新开始，填过的会带出来。")
    return HttpResponseRedirect(address("family:application", uid))


def _left_at(form: FamilyForm) -> str:
    """Return the address of the first page that is not done, else of the check of everything."""
    for page in form.pages:
        empty = page.wishes is not None and not page.wishes.chosen
        if empty or faults_of(form, page):
            return address("family:step", form.row.uid, page.code)
    return address("family:check", form.row.uid)


def _changes(before: Sequence[Page], now: Sequence[Page]) -> list[tuple[str, str, str]]:
    """Return what a change that is begun would change: name, as it counts, as it is written."""
    was, said = _lines(before), _lines(now)
    names = [*was, *(name for name in said if name not in was)]
    pairs = ((name, was.get(name, ("", "")), said.get(name, ("", ""))) for name in names)
    return [(old[0] or new[0], old[1], new[1]) for _, old, new in pairs if old[1] != new[1]]


def _lines(pages: Sequence[Page]) -> dict[str, tuple[str, str]]:
    """Return of each field and list its name in words, and what stands there."""
    found: dict[str, tuple[str, str]] = {}
    for page in pages:
        found |= {one.name: (one.zh, _said(one)) for one in page.fields}
        if page.wishes is not None:
            titles = "、".join(page.wishes.said)
            found[f"wishes {page.wishes.name}"] = (f"{page.wishes.zh}志愿", titles)
    return found


def _said(field: FieldAsked) -> str:
    if field.type == "flag":
        return {"yes": "是", "no": "否"}.get(field.value, "")
    return field.said


def _held(results: Sequence[ResultView]) -> bool:
    """Return whether a place is held, or may still be."""
    return any(one.offer is not None and one.offer.state in HOLDING for one in results)


def _page(request: HttpRequest, actor: Actor, form: FamilyForm, refused: str = "") -> HttpResponse:
    uid = form.row.uid
    _, standing = standing_of(actor, uid)
    results = result_of(actor, uid) if standing.stage == "published" else ()
    counting = handed_in_of(actor, uid) if form.row.changed else form.pages
    papers = papers_shown(request, uid) if form.row.sent_back else []
    handed_in, unsent = split(papers)
    if form.row.state == "withdrawn":
        handed_in = [one for one in handed_in if one.pages]
    context = {
        "tab": "matters",
        "form": form,
        "counting": counting,
        "changes": _changes(counting, form.pages) if form.row.changed else [],
        "standing": standing,
        "board": board(form.row, standing, results),
        "onward": onward_for(actor, uid, standing, results),
        "again": standing.rolling and standing.stage == "published" and not _held(results),
        "papers": papers,
        "handed_in": handed_in,
        "unsent": unsent,
        "refused": refused,
        "new_key": new_key,
    }
    return render(request, "family/application.html", context, status=422 if refused else 200)
