"""What a family posts to the pages where it asks and is answered."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.leaks.places import CHILDREN
from tests.leaks.world import World
from xueyou.kernel.calls.models import Application, Offer


def draft_key(world: World, owner: str) -> str:
    """Return the code that the server gave the owner's draft; a made one where there is none."""
    uids = world.things["draft"].get(owner, [])
    found = Application.objects.filter(uid__in=uids).values_list("draft_key", flat=True).first()
    return str(found or uuid4())


def offer_of(world: World, owner: str) -> str:
    """Return the offer of the owner's child; a made one where there is none."""
    uids = world.things.get("application", {}).get(owner, [])
    found = Offer.objects.filter(application__uid__in=uids).values_list("uid", flat=True).first()
    return str(found or uuid4())


def invitation(world: World, person: str) -> str:
    """Return the code that the person was given; a made one for all others."""
    given = person in CHILDREN["elder"].invited
    return world.codes["invitation"] if given else "2345-6789-ABCD"


PERSONAL = ("family:accept",)
"""Forms that differ by who posts them: their second argument is the person."""

FORMS: dict[str, Callable[[World, str], dict[str, Any]]] = {
    "family:start": lambda world, owner: {
        "kind": "none_yet",
        "name": "林又",
        "born_on": "2020-03-01",
    },
    "family:step": lambda world, owner: {"revision": "", "road": "柳荫街", "door": "118号"},
    "family:save": lambda world, owner: {"page": "live", "road": "柳荫街", "door": "118号"},
    "family:check": lambda world, owner: {"idempotency_key": draft_key(world, owner)},
    "family:together": lambda world, owner: {
        "mate": [str(uid) for uid in world.things["draft"].get(owner, ())]
    },
    "family:reply": lambda world, owner: {"offer": offer_of(world, owner), "accept": "no"},
    "family:appeal": lambda world, owner: {"lane": "", "words": "名次不对"},
    "family:add_child": lambda world, owner: {
        "kind": "citizen",
        "number": world.numbers["unclaimed"],
        "name": "林又",
    },
    "family:zone": lambda world, owner: {
        "call": str(world.things["call"][""][-1]),
        "road": "桂园小区",
        "door": "7幢",
    },
    "letters:verify": lambda world, owner: {"code": world.codes["letter"]},
    "family:accept": lambda world, person: {"code": invitation(world, person)},
    "family:leave": lambda world, owner: {"first_on": "2026-12-01", "last_on": "2026-12-02"},
    "family:let_collect": lambda world, owner: {"name": "林阿姨", "relation": "grandparent"},
    "family:pickup_code": lambda world, owner: {"day": "2026-11-20"},
}
"""Name of the address → what a guardian of the owner's child posts, beside the idempotency key."""
