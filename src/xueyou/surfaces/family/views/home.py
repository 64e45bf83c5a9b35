"""The four places of the tab bar: home, what can be done, messages, oneself."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xueyou.domains.clubs.selectors.families import takes_part
from xueyou.domains.enrolment.selectors.zones import KIND as ENROLMENT
from xueyou.kernel.calls.access import ASK_FOR_CLAIMED
from xueyou.kernel.calls.selectors.applications import mine
from xueyou.kernel.calls.selectors.calls import calls_open
from xueyou.kernel.calls.selectors.results import results_of
from xueyou.kernel.calls.selectors.standing import standing_of
from xueyou.kernel.calls.views import FamilySees
from xueyou.kernel.registry.selectors.claims import claims_of, shared_with
from xueyou.kernel.registry.selectors.people import ChildView, children_of
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.notifications.telling import notifications_of
from xueyou.platform.time import business_now, business_today
from xueyou.surfaces.family.onward import onward_for
from xueyou.surfaces.family.words import board


@dataclass(frozen=True, slots=True)
class Ward:
    """A child on the chips of home: known, or only claimed yet. `key` stands in the address."""

    key: str
    name: str
    note: str
    applications: Sequence[FamilySees]


@route(permission=ASK_FOR_CLAIMED, content="personal")
def home(request: HttpRequest) -> HttpResponse:
    """Show how things stand for one child, or how to begin."""
    actor = current_actor(request)
    wards = _wards(children_of(actor), mine(actor))
    chosen = request.GET.get("child", "")
    ward = next((one for one in wards if one.key == chosen), wards[0] if wards else None)
    asked = [one for one in ward.applications if one.state != "withdrawn"] if ward else []
    begun = {one.call for one in asked}
    calls = [one for one in calls_open() if one.uid not in begun]
    return render(
        request,
        "family/home.html",
        {
            "tab": "home",
            "wards": wards,
            "ward": ward,
            "clubs": ward is not None and _in_clubs(actor, ward),
            "first": _shown(actor, asked[:1]),
            "others": asked[1:],
            "calls": calls,
            "zones": any(one.kind == ENROLMENT for one in calls),
            "now": business_now(),
        },
    )


@route(permission=ASK_FOR_CLAIMED, content="personal")
def matters(request: HttpRequest) -> HttpResponse:
    """List what can be asked for now, and what was asked for already."""
    actor = current_actor(request)
    calls = calls_open()
    context = {
        "tab": "matters",
        "calls": calls,
        "zones": any(one.kind == ENROLMENT for one in calls),
        "now": business_now(),
        "applications": mine(actor),
    }
    return render(request, "family/matters.html", context)


@route(permission=ASK_FOR_CLAIMED, content="personal")
def told(request: HttpRequest) -> HttpResponse:
    """List what the family was told."""
    assert isinstance(request.user, User)
    context = {"tab": "messages", "told": notifications_of(request.user)}
    return render(request, "family/messages.html", context)


@route(permission=ASK_FOR_CLAIMED, content="personal")
def me(request: HttpRequest) -> HttpResponse:
    """Show the children of the account, and the way out."""
    actor = current_actor(request)
    waiting = [one for one in claims_of(actor) if one.state != "confirmed"]
    context = {
        "tab": "me",
        "children": children_of(actor),
        "waiting": waiting,
        "shared": shared_with(actor),
    }
    return render(request, "family/me.html", context)


def _wards(children: Sequence[ChildView], asked: Sequence[FamilySees]) -> list[Ward]:
    found = []
    for child in children:
        place = child.place
        note = f"{place.organisation}" if place else ""
        own = [one for one in asked if one.person == child.uid]
        found.append(Ward(str(child.uid), child.name, note, own))
    claimed: dict[str, list[FamilySees]] = {}
    for one in asked:
        if one.person is None:
            claimed.setdefault(one.child, []).append(one)
    found += [Ward(str(rows[-1].uid), name, "", rows) for name, rows in claimed.items()]
    return found


def _in_clubs(actor: Actor, ward: Ward) -> bool:
    """Return whether a child that goes to school has a place in a club."""
    return bool(ward.note) and takes_part(actor, ward.key, business_today())


def _shown(actor: Actor, rows: Sequence[FamilySees]) -> dict[str, object] | None:
    """Return what a page shows of the application that stands first."""
    if not rows:
        return None
    row, standing = standing_of(actor, rows[0].uid)
    results = results_of(actor, [row.uid])[row.uid] if standing.stage == "published" else ()
    return {
        "standing": standing,
        "board": board(row, standing, results),
        "results": results,
        "onward": onward_for(actor, row.uid, standing, results),
        "appeals": [one.appeal for one in results if one.appeal],
    }
