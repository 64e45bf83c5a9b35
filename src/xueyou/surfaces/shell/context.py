"""Owns what every template is given: size of type and, on desks, the rail."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from xueyou.platform.access.request import current_actor
from xueyou.platform.accounts.models import User
from xueyou.platform.notifications.telling import unread_count
from xueyou.surfaces.shell.places import PLACES
from xueyou.surfaces.shell.preferences import large_type


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail."""

    name: str
    icon: str
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class Rail:
    """The rail of a desk: the rooms this person may enter, and himself."""

    places: tuple[Place, ...]
    name: str
    unread: int
    at_notifications: bool
    at_me: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give `large_type`, and `rail`, which asks the database only where a template draws it."""
    return {
        "large_type": large_type(request),
        "rail": SimpleLazyObject(lambda: _rail(request)),
    }


def _rail(request: HttpRequest) -> Rail:
    actor = current_actor(request)
    path = request.path
    user = actor.user if isinstance(actor.user, User) else None
    places = tuple(
        Place(place.name, place.icon, reverse(place.view), path.startswith(reverse(place.view)))
        for place in PLACES
        if place.open_to(actor)
    )
    return Rail(
        places=places,
        name=user.name if user else "登录",
        unread=unread_count(user) if user else 0,
        at_notifications=path == reverse("shell:notifications"),
        at_me=path == reverse("shell:me"),
    )
