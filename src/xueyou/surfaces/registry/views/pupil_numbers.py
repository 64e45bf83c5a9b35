"""学籍号: the list for the national register goes out, the numbers come back."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.arrivals.access import KEEP_ARRIVALS
from xueyou.domains.arrivals.refusals import ArrivalRefused
from xueyou.domains.arrivals.selectors import arrivals as select
from xueyou.domains.arrivals.services.numbers import columns, fetch_list, take_numbers
from xueyou.formats.media_types import XLSX
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.files.api import saved
from xueyou.surfaces.registry.views.tables import NotTaken, taken, uploaded_table
from xueyou.surfaces.shell.handing_in import LIMITS, takes_file
from xueyou.surfaces.shell.keys import form_key, new_key
from xueyou.surfaces.shell.refusing import words_of


@route(
    permission=KEEP_ARRIVALS,
    content="internal",
    methods=("GET", "POST"),
    objects="orgs.organisation",
)
@takes_file(lambda request, long, uid: _page(request, uid, long.says))
def pupil_numbers(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show how numbers are got, or take the list back with them."""
    if request.method != "POST":
        return _page(request, uid)
    new = taken(partial(_take, request, uid), (ArrivalRefused,))
    if isinstance(new, NotTaken):
        return _page(request, uid, new.says, new.faults)
    if new:
        messages.success(request, f"收下了，新登记{new}个学籍号。")
    else:
        messages.success(request, "表里的都已经登记过，没有要改的。")
    return HttpResponseRedirect(reverse("registry:pupil_numbers", args=[uid]))


@route(permission=KEEP_ARRIVALS, content="internal", methods=("POST",), objects="orgs.organisation")
def number_list(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the list of new pupils without a number; each time is an act."""
    actor = current_actor(request)
    year, _ = select.year_of(actor, uid, request.POST.get("year", ""))
    try:
        name, data = fetch_list(actor=actor, school_uid=uid, year=year)
    except ArrivalRefused as refused:
        messages.warning(request, words_of(refused))
        return HttpResponseRedirect(reverse("registry:pupil_numbers", args=[uid]))
    return saved(data, XLSX, name)


def _take(request: HttpRequest, uid: UUID) -> int:
    return take_numbers(
        actor=current_actor(request),
        school_uid=uid,
        table=uploaded_table(request),
        key=form_key(request),
    )


def _page(request: HttpRequest, uid: UUID, wrong: str = "", faults: object = ()) -> HttpResponse:
    actor = current_actor(request)
    year, years = select.year_of(actor, uid, request.GET.get("year", ""))
    context = {
        "school": select.school_kept(actor, uid),
        "year": year,
        "years": years,
        "columns": columns(),
        "wrong": wrong,
        "faults": faults,
        "key": new_key(),
        **LIMITS,
    }
    return render(request, "registry/pupil_numbers.html", context, status=422 if wrong else 200)
