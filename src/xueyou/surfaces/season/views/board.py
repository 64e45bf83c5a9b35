"""The board of a season: all calls, one of them school by school, with its map."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import parse_etags

from xueyou.domains.enrolment.season_access import READ_DOUBLES, WATCH_SEASON
from xueyou.domains.enrolment.selectors.season import season
from xueyou.domains.enrolment.selectors.season_views import CallLine, Season
from xueyou.platform.access.reading import NotFound, can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_now
from xueyou.surfaces.season.asked import year_asked
from xueyou.surfaces.season.drawing import fill_of, map_of


@route(permission=WATCH_SEASON, content="internal", objects="")
def board(request: HttpRequest) -> HttpResponse:
    """Show the board; asked by the page itself it answers what stands there, or that it is so."""
    now, actor = business_now(), current_actor(request)
    year = year_asked(request)
    try:
        found = season(actor, year)
    except NotFound:
        if year is not None:
            raise
        return render(request, "season/none.html")
    chosen = _chosen(found, request.GET.get("call", ""))
    context = {
        "season": found,
        "chosen": chosen,
        "schools": [(one, *fill_of(one)) for one in chosen.schools],
        "map": map_of(chosen.schools),
        "sums": _sums(found),
        "may_see_doubles": can(actor, READ_DOUBLES),
    }
    body = render_to_string("season/parts/body.html", context, request)
    etag = f'"{sha256(body.encode()).hexdigest()[:32]}"'
    whole = request.headers.get("HX-Request") != "true"
    if not whole and etag in parse_etags(request.headers.get("If-None-Match", "")):
        answer = HttpResponse(status=304)
    else:
        name = "season/board.html" if whole else "season/parts/main.html"
        answer = render(request, name, context | {"body": body, "etag": etag, "now": now})
    answer.headers["ETag"] = etag
    answer.headers["X-Business-Time"] = f"{now:%H:%M}"
    return answer


def _chosen(found: Season, uid: str) -> CallLine:
    """Return the call that is shown school by school: the one asked for, else the busiest."""
    named = [one for one in found.calls if str(one.uid) == uid]
    return named[0] if named else max(found.calls, key=lambda one: one.total)


def _sums(found: Season) -> list[tuple[str, int]]:
    """Return what stands over the board."""
    calls = found.calls
    return [
        ("交来的", sum(one.total for one in calls)),
        ("没核对", sum(one.undecided for one in calls)),
        ("要人看", sum(one.contested for one in calls)),
        ("退回补件", sum(one.returned for one in calls)),
        ("通过", sum(one.checked for one in calls)),
        ("名单没有回", sum(one.lists_out for one in calls)),
        ("过了时限", sum(one.overdue for one in calls)),
    ]
