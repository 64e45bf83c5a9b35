"""How a grade was divided, for everybody: draws with their files, ranges; no child."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from xueyou.domains.classes.selectors.open_divisions import open_division_of, open_draw_file
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.routes import PUBLIC, route
from xueyou.platform.files.api import saved

FILES = {"commit": "commit.json", "reveal": "reveal.json"}


@route(permission=PUBLIC, content="public")
def division_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one division from its seal on."""
    found = open_division_of(uid)
    if found is None:
        raise NotFound
    return render(request, "public/division.html", {"found": found})


@route(permission=PUBLIC, content="public")
def division_draw_file(
    request: HttpRequest, uid: UUID, purpose: str, ordinal: int, name: str
) -> HttpResponseBase:
    """Save a draw's commitment, or what revealed it."""
    data = open_draw_file(uid, purpose, ordinal, FILES.get(name, ""))
    if data is None:
        raise NotFound
    return saved(data, "application/json", FILES[name])
