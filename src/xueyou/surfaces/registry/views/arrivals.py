"""新生报到: who has come, and whether all lists of the new year hold the same children."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.arrivals.access import COUNT_ARRIVALS, KEEP_ARRIVALS
from xueyou.domains.arrivals.refusals import ArrivalRefused
from xueyou.domains.arrivals.selectors import arrivals as select
from xueyou.domains.arrivals.selectors.arrivals import ABSENCES, CAME, SAID, NewPupil
from xueyou.domains.arrivals.selectors.reconciling import reconciled
from xueyou.domains.arrivals.services.noting import note_arrivals
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.time import business_today
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key
from xueyou.surfaces.shell.refusing import words_of

FILTERS = {"": "全部", "unsaid": "还没有登记", "absent": "没有来", "came": "已报到"}


@route(permission=COUNT_ARRIVALS, content="internal")
def arrival_counts(request: HttpRequest) -> HttpResponse:
    """Count the new pupils by school; who keeps one school is there already."""
    actor = current_actor(request)
    own = select.own_school(actor)
    if own is not None:
        return HttpResponseRedirect(reverse("registry:arrivals", args=[own]))
    asked = request.GET.get("year", "")
    this = business_today().year
    year = int(asked) if asked in {str(this - 1), str(this), str(this + 1)} else this
    page = select.schools(actor, year, request.GET.get("page"))
    context = {
        "year": year,
        "years": (this + 1, this, this - 1),
        "page": page,
        "schools": select.counted(page, year),
        "carried": {"year": str(year)},
    }
    return render(request, "registry/arrival_counts.html", context)


@route(
    permission=KEEP_ARRIVALS,
    content="internal",
    methods=("GET", "POST"),
    objects="orgs.organisation",
)
def arrivals(request: HttpRequest, uid: UUID) -> HttpResponse:
    """List the school's new pupils, or note who has come."""
    if request.method != "POST":
        return _page(request, uid)
    actor = current_actor(request)
    year, _ = select.year_of(actor, uid, request.POST.get("year", ""))
    rows, _ = select.new_pupils(actor, uid, year)
    try:
        changed = note_arrivals(
            actor=actor, school_uid=uid, year=year, said=_said(request, rows), key=form_key(request)
        )
    except (ArrivalRefused, KeyMissing, KeyReused) as refused:
        return _page(request, uid, words_of(refused))
    if changed:
        messages.success(request, f"登记了{changed}人。改了的以最后一次为准，以前的登记还在。")
    else:
        messages.success(request, "和原来登记的一样，没有要改的。")
    return HttpResponseRedirect(f"{reverse('registry:arrivals', args=[uid])}?year={year}")


@route(permission=KEEP_ARRIVALS, content="internal", objects="orgs.organisation")
def lists_compared(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hold placed, come, enrolled, numbered and in a class against each other, by name."""
    actor = current_actor(request)
    year, years = select.year_of(actor, uid, request.GET.get("year", ""))
    context = {
        "school": select.school_kept(actor, uid),
        "year": year,
        "years": years,
        "found": reconciled(actor, uid, year),
    }
    return render(request, "registry/lists_compared.html", context)


def _said(request: HttpRequest, rows: Sequence[NewPupil]) -> dict[UUID, str]:
    """Return what the form says of those on the page; the button "rest" fills what is open."""
    rest = CAME if request.POST.get("rest") else ""
    found = {}
    for row in rows:
        name = f"said-{row.offer}"
        if not row.accepted or name not in request.POST:
            continue
        word = request.POST[name] or rest
        if word and word != row.state:
            found[row.offer] = word
    return found


def _page(request: HttpRequest, uid: UUID, wrong: str = "") -> HttpResponse:
    actor = current_actor(request)
    asked = (request.POST if wrong else request.GET).get("year", "")
    year, years = select.year_of(actor, uid, asked)
    rows, counts = select.new_pupils(actor, uid, year)
    only = request.GET.get("only", "")
    only = only if only in FILTERS else ""
    context = {
        "school": select.school_kept(actor, uid),
        "year": year,
        "years": years,
        "counts": counts,
        "rows": [(row, request.POST.get(f"said-{row.offer}", row.state))
                 for row in rows if _shown(row, only)],
        "words": SAID,
        "only": only,
        "filters": FILTERS.items(),
        "key": new_key(),
        "wrong": wrong,
    }  # fmt: skip
    return render(request, "registry/arrivals.html", context, status=422 if wrong else 200)


def _shown(row: NewPupil, only: str) -> bool:
    if only == "unsaid":
        return row.accepted and not row.state
    if only == "absent":
        return row.state in dict(ABSENCES)
    return not only or row.state == only
