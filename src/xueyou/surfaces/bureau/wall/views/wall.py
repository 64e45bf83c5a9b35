"""The wall on its screen, on A3, and as tables."""

from hashlib import sha256
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import parse_etags

from xueyou.domains.plans.access.steering import READ_PLAN
from xueyou.domains.plans.selectors import wall as select
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_now
from xueyou.surfaces.bureau.wall.chart import chart_of
from xueyou.surfaces.bureau.wall.picture import Picture
from xueyou.surfaces.bureau.wall.tone import PAPER, tone_of

ON_SCREEN = 10
ON_PAPER_PITCH = 52


@route(permission=READ_PLAN, content="internal")
def wall_list(request: HttpRequest) -> HttpResponse:
    """List the plans whose wall the person may see."""
    page = select.walls(current_actor(request), request.GET.get("page"))
    return render(request, "bureau/wall/list.html", {"page": page, "plans": page.rows})


@route(permission=READ_PLAN, content="internal")
def wall_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the wall. Asked by the page itself it answers what hangs there, or that it is the same.

    A screen that hangs over dusk is told to load anew: the tone belongs to the whole page.
    """
    now = business_now()
    asked = request.GET.get("tone", "")
    wall = select.wall(current_actor(request), uid)
    picture = Picture(wall, chart_of(wall, ON_SCREEN), tone_of(asked, now), asked)
    body = _body(request, picture)
    etag = f'"{sha256(body.encode()).hexdigest()[:32]}"'
    if request.headers.get("HX-Request") != "true":
        context = {"picture": picture, "body": body, "etag": etag, "now": now}
        return render(request, "bureau/wall/wall.html", context)
    return _renewed(request, picture, body, etag, f"{now:%H:%M}")


def _renewed(request: HttpRequest, picture: Picture, body: str, etag: str, at: str) -> HttpResponse:
    """Answer the page that asks every minute; it hears the time also where all is as it was."""
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        context = {"picture": picture, "body": body, "etag": etag}
        response = render(request, "bureau/wall/parts/main.html", context)
    if request.GET.get("hangs") != picture.tone:
        response.headers["HX-Refresh"] = "true"
    response.headers["ETag"] = etag
    response.headers["X-Business-Time"] = at
    return response


@route(permission=READ_PLAN, content="internal")
def print_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the wall as it prints on A3: every project, a legend, the seal in words."""
    wall = select.wall(current_actor(request), uid)
    picture = Picture(wall, chart_of(wall, pitch=ON_PAPER_PITCH), PAPER, "", on_paper=True)
    context = {"picture": picture, "body": _body(request, picture)}
    return render(request, "bureau/wall/print.html", context)


@route(permission=READ_PLAN, content="internal")
def table_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the same numbers as tables."""
    wall = select.wall(current_actor(request), uid)
    return render(
        request, "bureau/wall/table.html", {"picture": Picture(wall, chart_of(wall), PAPER, "")}
    )


def _body(request: HttpRequest, picture: Picture) -> str:
    """Return what hangs there, as safe HTML: the same bytes as long as nothing moved."""
    return render_to_string("bureau/wall/parts/body.html", {"picture": picture}, request)
