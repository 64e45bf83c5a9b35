"""The terms of a school's clubs, and one term: where it stands, its menu, what to look at."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.clubs.access import KEEP_TERM, READ_TERM
from xueyou.domains.clubs.selectors.desk import (
    STEPS,
    Standing,
    limits,
    standing,
    term,
    terms,
)
from xueyou.domains.clubs.selectors.terms import hours_given, menu_of, participation
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.time import business_now
from xueyou.surfaces.shell.keys import new_key

NAMES = dict(zip(STEPS, ("编菜单", "报名", "定结果", "上课", "结账"), strict=True))


@dataclass(frozen=True, slots=True)
class Mark:
    """A step of the track. `at`: past, now, or "" for what comes."""

    name: str
    at: str


@route(permission=READ_TERM, content="internal")
def term_list(request: HttpRequest) -> HttpResponse:
    """List the terms, the latest first."""
    actor = current_actor(request)
    context = {"terms": terms(actor), "may_keep": can(actor, KEEP_TERM), "rooms": True}
    return render(request, "clubs/list.html", context)


@route(permission=READ_TERM, content="internal")
def term_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one term."""
    return shown(request, uid)


def shown(request: HttpRequest, uid: UUID | str, wrong: str = "") -> HttpResponse:
    """Return the page of a term, with what a verb refused."""
    actor = current_actor(request)
    row, stands = term(actor, uid), standing(actor, uid)
    lines = menu_of(actor, uid)
    joined = participation(actor, uid) if stands.step in ("teaching", "billing") else []
    context = {
        "term": row,
        "stands": stands,
        "now": business_now(),
        "track": track(stands),
        "lines": [line for line in lines if not line.closed],
        "closed": [line for line in lines if line.closed],
        "short": [line for line in lines if line.short] if stands.step == "teaching" else [],
        "whole": joined[0] if joined else None,
        "everybody": [one.group for one in joined[1:] if one.everybody],
        "hours": hours_given(actor, uid) if stands.held else [],
        "limits": limits(actor, uid),
        "may_keep": can(actor, KEEP_TERM, path=row.school_path),
        "new_key": new_key,
        "wrong": wrong,
    }
    return render(request, "clubs/term.html", context, status=422 if wrong else 200)


def track(stands: Standing) -> list[Mark]:
    """Return the steps of a term, with the one it stands at."""
    at = STEPS.index(stands.step)
    return [
        Mark(zh, "past" if place < at else "now" if place == at else "")
        for place, zh in enumerate(NAMES.values())
    ]
