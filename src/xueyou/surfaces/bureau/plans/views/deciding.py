"""The review desk: one item beside its source, and the decisions upon it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access.steering import REVIEW_ITEM, REVIEW_PLAN
from xueyou.domains.plans.selectors.review import Reviewing, document_of_item, reviewing_of_item
from xueyou.domains.plans.selectors.review_views import STATES
from xueyou.domains.plans.services.conflicts import Conflict
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.reviewing import accept, edit, merge, reject, reopen
from xueyou.domains.plans.services.splitting import split, undo
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.bureau.plans.deciding import Asked, Desk, asked_for, desk_of
from xueyou.surfaces.bureau.plans.differing import differing_of
from xueyou.surfaces.bureau.plans.item_forms import PART_FIELDS, tolerance_of, typed
from xueyou.surfaces.bureau.plans.sheets import Printer, Shown
from xueyou.surfaces.shell.keys import KeyMissing, form_key

MARKS = {"accepted": "good", "merged": "good", "split": "good", "rejected": "bad"}
Do = Callable[[str, int], None]


@route(permission=REVIEW_PLAN, content="internal")
def desk(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the item at hand beside its source; asked by the page itself, the panel alone."""
    reviewing = Reviewing(current_actor(request), uid)
    return answer(request, reviewing, asked_for(request.GET.dict()))


@route(permission=REVIEW_ITEM, content="internal", methods=("POST",))
def accept_item(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Accept an item as it stands."""
    actor = current_actor(request)
    chosen = tolerance_of(request.POST.get("tolerance", ""), request.POST.get("tolerance_own", ""))

    def do(key: str, revision: int) -> None:
        accept(actor=actor, item_uid=uid, revision=revision, key=key, tolerance=chosen)

    return _decide(request, uid, do, "look")


@route(permission=REVIEW_ITEM, content="internal", methods=("POST",))
def edit_item(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put an item right and accept it."""
    actor = current_actor(request)
    item = reviewing_of_item(actor, uid)
    content = typed(item.kind, _fields(request), item.content)

    def do(key: str, revision: int) -> None:
        edit(actor=actor, item_uid=uid, revision=revision, content=content, key=key)

    return _decide(request, uid, do, "edit", content)


@route(permission=REVIEW_ITEM, content="internal", methods=("POST",))
def reject_item(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say that it is no item."""
    actor = current_actor(request)

    def do(key: str, revision: int) -> None:
        reject(actor=actor, item_uid=uid, revision=revision, key=key)

    return _decide(request, uid, do, "look")


@route(permission=REVIEW_ITEM, content="internal", methods=("POST",))
def reopen_item(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put a decided item back among the open ones."""
    actor = current_actor(request)

    def do(key: str, revision: int) -> None:
        reopen(actor=actor, item_uid=uid, revision=revision, key=key)

    return _decide(request, uid, do, "look", stay=True)


@route(permission=REVIEW_ITEM, content="internal", methods=("POST",))
def merge_item(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Merge an item into the one that was chosen."""
    actor = current_actor(request)
    into = request.POST.get("into", "")

    def do(key: str, revision: int) -> None:
        if not into:
            raise PlanRefused({"into": "还没有选并到哪一项。请选一项再点。"})
        merge(actor=actor, item_uid=uid, revision=revision, into_uid=into, key=key)

    return _decide(request, uid, do, "merge")


@route(permission=REVIEW_ITEM, content="internal", methods=("POST",))
def split_item(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Split an item into the parts that were typed."""
    actor = current_actor(request)
    item = reviewing_of_item(actor, uid)
    parts = _parts(request, item.kind, item.content)

    def do(key: str, revision: int) -> None:
        split(actor=actor, item_uid=uid, revision=revision, parts=parts, key=key)

    return _decide(request, uid, do, "split", parts)


@route(permission=REVIEW_ITEM, content="internal", methods=("POST",))
def undo_item(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take back one's own last decision on an item."""
    actor = current_actor(request)

    def do(key: str, revision: int) -> None:
        undo(actor=actor, item_uid=uid, revision=revision, key=key)

    return _decide(request, uid, do, "look", stay=True)


def answer(
    request: HttpRequest,
    reviewing: Reviewing,
    asked: Asked,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Answer the desk: whole, or for the page itself only what changes."""
    source = reviewing.source()
    shown = desk_of(reviewing, asked, source, **more)
    item = shown.detail.item if shown.detail else None
    number = asked.part or (source.number_at(item.start) if item and item.end else 1)
    page, rows = reviewing.source_page(source, number)
    printer = _printer(shown, rows, page.blocks)
    sheets = list(printer.sheets())
    context = {
        "desk": shown,
        "document": reviewing.document,
        "plan": reviewing.plan,
        "page": page,
        "marks": ";".join(f"{sheet.anchor} {sheet.mark}" for sheet in sheets if sheet.number),
        "head": source.head,
        "recognised": source.recognised,
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "bureau/plans/parts/desk.html", context, status=status)
    context["sheets"] = sheets
    return render(request, "bureau/plans/review.html", context, status=status)


def _decide(
    request: HttpRequest,
    uid: UUID,
    do: Do,
    mode: str,
    content: Any = None,
    *,
    stay: bool = False,
) -> HttpResponse:
    """Run a decision and lead on to the next item; a conflict or a refusal stays at this one."""
    actor = current_actor(request)
    reviewing = Reviewing(actor, document_of_item(actor, uid))
    item = reviewing_of_item(actor, uid)
    sent = asked_for(request.POST.dict())
    asked = Asked(item=item.key, tab=sent.tab, mode=mode, text=sent.text)
    following = None if stay else reviewing.after(item, asked.tab, asked.text, most=1)
    try:
        do(form_key(request), _revision(request))
    except Conflict as conflict:
        said = differing_of(
            conflict,
            _fields(request),
            state=STATES[conflict.theirs.state],
            into=_name_of(reviewing, request.POST.get("into", "")),
            address=request.path,
            names=_names(reviewing),
        )
        return answer(
            request,
            reviewing,
            Asked(item=item.key, tab=asked.tab),
            409,
            differing=said,
        )
    except (PlanRefused, KeyMissing, KeyReused) as refused:
        wrong = refused.wrong if isinstance(refused, PlanRefused) else {"": str(refused)}
        return answer(request, reviewing, asked, 422, typed=content, wrong=wrong)
    there = Asked(
        item=following[0].key if following else item.key if stay else "",
        tab=asked.tab,
        text=asked.text,
    )
    address = reverse("bureau:plans:review", args=[reviewing.document.uid])
    return HttpResponseRedirect(address + there.address())


def _printer(shown: Desk, rows: Mapping[str, Any], blocks: Any) -> Printer:
    marked = {
        row.key: Shown(
            row.key,
            row.ordinal,
            row.doubtful and row.state == "open",
            MARKS.get(row.state) or ("slow" if row.doubtful else ""),
        )
        for row in rows.values()
    }
    detail = shown.detail
    lines = [
        (line.said.start, line.said.end, line.key)
        for line in (detail.lines if detail else ())
        if line.said.end > line.said.start
    ]
    return Printer(blocks, marked, detail.item.key if detail else "", lines)


def _revision(request: HttpRequest) -> int:
    """Return the revision that the form was drawn from; 0, which is always stale, for none."""
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def _fields(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items()}


def _names(reviewing: Reviewing) -> dict[str, str]:
    choices = reviewing.choices()
    return dict((*choices.tasks, *choices.projects, *choices.places))


def _name_of(reviewing: Reviewing, uid: str) -> str:
    """Return what the item is called into which somebody wanted to merge; empty for none."""
    try:
        return reviewing_of_item(reviewing.actor, uid).name if uid else ""
    except Http404:
        return ""


def _parts(request: HttpRequest, kind: str, start: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the contents of the parts typed: fields of part n begin with "n-"."""
    given: dict[int, dict[str, str]] = {}
    for name, value in request.POST.items():
        number, dash, field = name.partition("-")
        plain = number.isascii() and number.isdigit() and len(number) < 3
        if dash and plain and field in PART_FIELDS[kind]:
            given.setdefault(int(number), {})[field] = str(value)
    return [typed(kind, given[number], start) for number in sorted(given)]
