"""Where places are given: rounds with their rules, places and draws. No person signed in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from xueyou.domains.enrolment.selectors.zones import calls_with_zones
from xueyou.kernel.calls.selectors.public_rounds import (
    draw_file,
    round_shown,
    rounds_shown,
    rules_of_round,
)
from xueyou.platform.access.reading import NotFound
from xueyou.platform.access.routes import PUBLIC, route
from xueyou.platform.files.api import saved

PAGE = 20
FILES = {"commit": "commit.json", "reveal": "reveal.json"}


@route(permission=PUBLIC, content="public")
def round_list(request: HttpRequest) -> HttpResponse:
    """List the rounds that were announced, newest first."""
    typed = request.GET.get("page", "1")
    number = int(typed) if typed.isascii() and typed.isdecimal() and 0 < int(typed) < 10_000 else 1
    rows = rounds_shown(number, PAGE)
    context = {"rows": rows[:PAGE], "number": number, "more": len(rows) > PAGE}
    return render(request, "public/rounds.html", context)


@route(permission=PUBLIC, content="public")
def round_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one round as its notice: times, places with their causes, rules, draws, questions."""
    found = round_shown(uid)
    zoned = any(one.uid == found.row.call for one in calls_with_zones())
    return render(request, "public/round.html", {"found": found, "zoned": zoned})


@route(permission=PUBLIC, content="public")
def round_rules(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Save the very text by which the round is run."""
    return saved(rules_of_round(uid).encode(), "application/yaml; charset=utf-8", "rules.yaml")


@route(permission=PUBLIC, content="public")
def round_draw_file(request: HttpRequest, uid: UUID, ordinal: int, name: str) -> HttpResponseBase:
    """Save a draw's commitment, or what revealed it."""
    if name not in FILES:
        raise NotFound
    return saved(draw_file(uid, ordinal, FILES[name]), "application/json", FILES[name])
