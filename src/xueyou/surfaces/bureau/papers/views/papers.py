"""What waits for whom, and one paper as it prints."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.plans.selectors.circulars import readable, traces
from xueyou.domains.plans.selectors.sheets import sheet_of_paper
from xueyou.kernel.papers.access import READ_PAPER
from xueyou.kernel.papers.kinds import kind_of
from xueyou.kernel.papers.selectors import QUEUES, paper, papers, queues
from xueyou.kernel.papers.steps import FROZEN
from xueyou.kernel.papers.views import PaperView
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import CITY
from xueyou.surfaces.bureau.papers.replica import replica, way
from xueyou.surfaces.shell.keys import new_key

TAGS = {
    "drafted": "wait",
    "checked": "wait",
    "countersigned": "wait",
    "signed": "good",
    "numbered": "good",
    "served": "done",
    "archived": "done",
    "withdrawn": "none",
}
"""State → how its tag looks: shape and colour beside the word."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A queue with its count."""

    key: str
    name: str
    count: int
    here: bool


@route(permission=READ_PAPER, content="internal")
def paper_list(request: HttpRequest) -> HttpResponse:
    """List the papers of a queue: what waits for this person first."""
    actor = current_actor(request)
    counts = queues(actor)
    asked = request.GET.get("queue", "")
    waiting = next((key for key in ("sign", "countersign", "check") if counts.get(key)), "all")
    queue = asked if asked in counts else waiting
    page = papers(actor, queue, request.GET.get("page"))
    context = {
        "tabs": [
            Tab(key, words, counts[key], key == queue)
            for key, (_, words) in QUEUES.items()
            if key in counts
        ],
        "queue": queue,
        "rows": [(row, TAGS[row.state]) for row in page.rows],
        "total": page.total,
        "number": page.number,
        "pages": page.pages,
    }
    return render(request, "bureau/papers/list.html", context)


@route(permission=READ_PAPER, content="internal")
def paper_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a paper as it will be printed, its way, and what this person may do with it."""
    found = paper(current_actor(request), uid)
    return render(request, "bureau/papers/paper.html", page_of(request, found))


def page_of(request: HttpRequest, found: PaperView, **more: Any) -> dict[str, Any]:
    """Return what the page of a paper shows; `more` are errors beside its forms."""
    kind = kind_of(found.sheet.kind)
    traced = traces(found.sheet.kind, found.sheet.subject_uid, found.printed)
    signed = found.sheet.state in FROZEN
    number_code, number_year = found.printed["number_code"], _number_year(found)
    return {
        "paper": found,
        "sheet": found.sheet,
        "may": found.may,
        "tag": TAGS[found.sheet.state],
        "replica": replica(found.printed, traced.notes),
        "notes": traced.notes,
        "readable": readable(current_actor(request), traced.notes),
        "untraced": traced.untraced,
        "way": way(found, countersigned=kind.countersigned, addressed=kind.addressed),
        "locked": kind.leaves_signed and not signed,
        "signed": signed,
        "handover": sheet_of_paper(current_actor(request), found.sheet.uid),
        "number_form": number_code and f"{number_code}〔{number_year}〕号",
        "number_year": number_year,
        "key": new_key(),
        **more,
    }


def _number_year(found: PaperView) -> int:
    """Return the year that the number bears: that of the signature, not that of the draft."""
    signed_at = found.sheet.signed_at
    return signed_at.astimezone(CITY).year if signed_at else found.sheet.year
