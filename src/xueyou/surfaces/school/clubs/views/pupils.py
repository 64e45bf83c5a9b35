"""Who takes part in a term: by class, with what asks for a second look, and child by child."""

from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.clubs.access import READ_TERM
from xueyou.domains.clubs.lanes import LANES
from xueyou.domains.clubs.selectors.desk import term
from xueyou.domains.clubs.selectors.places import PlaceRow, places_of
from xueyou.domains.clubs.selectors.terms import participation
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.school.clubs.paging import leaf

ORDER = {lane: place for place, lane in enumerate(LANES)}


@route(permission=READ_TERM, content="personal")
def pupils(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show how many of each class take part, and in what each child does."""
    actor = current_actor(request)
    row = term(actor, uid)
    shares = participation(actor, uid)
    asked = request.GET.get("name", "").strip()[:40]
    rows = [one for one in places_of(actor, uid) if asked in one.name]
    context = {
        "term": row,
        "whole": shares[0],
        "groups": shares[1:],
        "name": asked,
        "page": leaf(
            [(name, _held(list(held))) for (name, _), held in groupby(rows, key=_child)],
            request.GET.get("page", ""),
            f"&{urlencode({'name': asked})}" if asked else "",
        ),
    }
    return render(request, "clubs/pupils.html", context)


def _held(rows: list[PlaceRow]) -> list[tuple[str, PlaceRow]]:
    """Return a child's clubs with the words of their lanes, in the order of the week."""
    return [(LANES[one.lane], one) for one in sorted(rows, key=lambda one: ORDER[one.lane])]


def _child(row: PlaceRow) -> tuple[str, UUID]:
    return row.name, row.person_uid
