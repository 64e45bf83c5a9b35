"""What stands for each parameter, and what is posted: own, foreign, and what does not exist.

A parameter without a filler fails the build: a new address must say what can be put into it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4
from zlib import crc32

from django.urls import reverse

from tests.depth import DEEP
from tests.leaks import pictures
from tests.leaks.asking import PERSONAL
from tests.leaks.club_forms import orders_about_funds, sessions_of_others
from tests.leaks.enumeration import Address
from tests.leaks.forms import FORMS, NAMED, body_of, given_to_force
from tests.leaks.named import Named
from tests.leaks.persons import Person
from tests.leaks.places import PARENT, checked_by, claimed_in, kept, relation, wards
from tests.leaks.world import World, an_upload

MISSING = UUID("01990000-0000-7000-8000-000000000000")
"""A uid that nothing has."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One way of filling an address: the path, and to whose thing it points.

    `owner` is a place or a person; "" where it points to nothing that belongs to anybody.
    """

    path: str
    owner: str = ""
    content: str = ""
    written: str = ""
    """Content class of what a post to it adds; as `content` where it is empty."""
    exists: bool = True
    waiting: bool = False
    """Whether the thing is not finished yet (a document that nobody has read)."""
    query: dict[str, str] = field(default_factory=dict)
    body: Callable[[], dict[str, Any]] = dict


@dataclass(frozen=True, slots=True)
class Things:
    """Objects that an address can name: their content class, and the uids by owner."""

    content: str
    by_owner: Callable[[World], dict[str, list[UUID]]]


def _kept(content: str, *kinds: str) -> Things:
    """Return the things of these kinds that the world keeps; "" owns what is everybody's."""

    def by_owner(world: World) -> dict[str, list[UUID]]:
        found: dict[str, list[UUID]] = {}
        for kind in kinds:
            for owner, uids in world.things[kind].items():
                found.setdefault(owner, []).extend(uids)
        return found

    return Things(content, by_owner)


OBJECTS: dict[str, Things] = {
    "plans.plandocument": Things(
        "document",
        lambda world: {
            place: [found[place] for found in (world.read, world.waiting) if place in found]
            for place in world.places
        },
    ),
    "calls.application": _kept("application", "application"),
    **{f"family:{name}": _kept("application", "draft") for name in ("step", "save", "check")},
    "family:withdraw": _kept("application", "handed_in"),
    "family:together": _kept("application", "draft"),
    "family:paper": _kept("application", "sent_back"),
    "family:apart": _kept("application", "bound"),
    **{f"family:{name}": _kept("application", "own_claim") for name in ("claimed", "share")},
    "family:end_sharing": _kept("application", "sharing"),
    **{f"family:{name}": _kept("result", "result") for name in ("result", "reply", "appeal")},
    "family:own_class": _kept("result", "own_class"),
    "public:division": _kept("published", "division_up"),
    "letters:pdf": _kept("result", "letter"),
    "registry.person": _kept("child", "child"),
    **dict.fromkeys(("family:invite", "family:end_codes"), _kept("bond", "child")),
    **{
        f"family:{name}": _kept("attendance", "child")
        for name in ("clubs", "leave", "let_collect", "pickup_code")
    },
    "family:end_leave": _kept("attendance", "leave"),
    "family:end_collecting": _kept("attendance", "collector"),
    "family:bill": _kept("bill", "bill_of"),
    "family:clubs_menu": _kept("planned", "term_planned", "term_open"),
    **{f"family:{name}": _kept("planned", "call", "planned") for name in ("call", "start")},
    "shell:notification": Things(
        "told", lambda world: {person: [uid] for person, uid in world.told.items()}
    ),
}
"""Class of objects (Route.objects), or the name of the address → what its uid can name."""


def things_of(address: Address) -> Things | None:
    """Return what the uid of an address names; None where nobody has said it."""
    by_class = address.declared.objects if address.declared else ""
    if "uid" not in address.parameters:
        return None
    return OBJECTS.get(address.name) or OBJECTS.get(by_class)


WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("shell:type_size", "size"): ("large", "normal"),
    ("shell:notification", "uid"): (str(MISSING),),
    ("family:step", "code"): ("live", "wishes-1"),
    **dict.fromkeys((("family:paper", "code"), ("desk:photograph", "code")), (pictures.PAPER,)),
    ("demo_sign_in", "token"): ("x:y", str(MISSING)),
    ("public:round_draw_file", "uid"): (str(MISSING),),
    ("public:round_draw_file", "ordinal"): ("1",),
    ("public:round_draw_file", "name"): ("commit",),
    ("public:division_draw", "uid"): (str(MISSING),),
    ("public:division_draw", "purpose"): ("list",),
    ("public:division_draw", "ordinal"): ("1",),
    ("public:division_draw", "name"): ("commit",),
    ("account_reset_password_from_key", "uidb36"): ("1",),
    ("account_reset_password_from_key", "key"): ("abc-def", "set-password"),
}
"""(name of the address, parameter) → values, for parameters that are no uid of an object."""


def named_by(address: Address) -> Named | None:
    """Return how the parameters of a steered address are filled; None where it is none."""
    named = NAMED.get(address.name)
    if named is None or {name for name, _ in named.kinds} != set(address.parameters):
        return None
    return named


def names_objects(address: Address) -> bool:
    """Return whether every parameter of an address names an object of the world."""
    return named_by(address) is not None or (things_of(address) is not None)


def _key(**more: Any) -> Callable[[], dict[str, Any]]:
    return lambda: {"idempotency_key": str(uuid4()), **more}


def _new_document() -> dict[str, Any]:
    return {"idempotency_key": str(uuid4()), "file": an_upload("zqhandedinnow")}


BODIES: dict[str, Callable[[], dict[str, Any]]] = {
    "bureau:plans:new": _new_document,
    "bureau:plans:cancel": _key(),
    "bureau:plans:again": _key(),
}
"""Name of the address → what a rightful person posts."""

UID_FIELDS: dict[str, tuple[str, ...]] = {
    "acting_for": ("organisation",),
    "bureau:plans:new": ("organisation",),
}
"""Name of the address → form fields that refer to an organisation."""


def references(world: World, address: Address, person: Person) -> Iterator[Reference]:
    """Yield the references of an address: every object of the world, missing, and bad queries."""
    body = _body(world, address, person)
    filled = list(_filled(world, address, body))
    yield from filled
    yield from (replace(filled[0], query=query) for query in _chosen(world, address, person))
    for query in pictures.passes(world, address.name, person.id):
        yield from (replace(one, query=query) for one in filled if one.exists)
    for name in UID_FIELDS.get(address.name, ()):
        for uid in (*(row.uid for row in world.places.values()), MISSING):
            given = {name: str(uid)}
            yield Reference(filled[0].path, body=lambda given=given: {**body(), **given})


def _body(world: World, address: Address, person: Person) -> Callable[[], dict[str, Any]]:
    """Return what the person posts where the address names nobody's thing."""
    who = person.id if address.name in PERSONAL else person.at or "city"
    return BODIES.get(address.name) or body_of(world, address.name, who)


def _filled(
    world: World, address: Address, body: Callable[[], dict[str, Any]]
) -> Iterator[Reference]:
    if not address.parameters:
        if address.name in FORMS and address.name not in PERSONAL:
            body = body_of(world, address.name, "city")
        yield Reference(reverse(address.name), body=body)
    elif (named := named_by(address)) is not None:
        for owner, given in named.filled(world):
            own = body_of(world, address.name, owner)
            content = _content(world, named, given)
            path = reverse(address.name, kwargs=given)
            yield Reference(path, owner, content, written=named.written or content, body=own)
        for name, _ in named.kinds:
            missing = given | {name: MISSING}
            yield Reference(reverse(address.name, kwargs=missing), exists=False, body=own)
    elif (things := things_of(address)) is not None:
        rest = {name: WORDS[address.name, name][0] for name in address.parameters if name != "uid"}
        for owner, uids in things.by_owner(world).items():
            given = body_of(world, address.name, owner) if address.name in FORMS else body
            for uid in uids:
                path = reverse(address.name, kwargs={**rest, "uid": uid})
                waiting = uid in world.waiting.values()
                yield Reference(path, owner, things.content, waiting=waiting, body=given)
        path = reverse(address.name, kwargs={**rest, "uid": MISSING})
        yield Reference(path, exists=False, body=body)
    else:
        first, *others = address.parameters
        rest = {name: WORDS[address.name, name][0] for name in others}
        for value in WORDS[address.name, first]:
            path = reverse(address.name, kwargs={first: value, **rest})
            yield Reference(path, exists=False, body=body)


def _chosen(world: World, address: Address, person: Person) -> list[dict[str, str]]:
    """Return the queries to hang on: of a steered address one, another for each person.

    XUEYOU_DEEP=1 hangs every query on every address.
    """
    queries = list(_queries(world, _something_foreign(person)))
    if not address.guarded:
        return queries[::3]
    if address.name not in NAMED or DEEP:
        return queries
    turn = crc32(f"{address.name} {person.id}".encode()) % len(queries)
    return [queries[turn]]


def _content(world: World, named: Named, given: dict[str, UUID]) -> str:
    """Return the content class of a thing: some have another than their kind."""
    uids = set(given.values())
    if world.one("circular", "city") in uids:
        return "issued"
    if named.content == "paper" and not uids.isdisjoint(orders_about_funds(world)):
        return "spending"
    if named.content == "led" and not uids.isdisjoint(sessions_of_others(world)):
        return "roll"
    return "given" if uids & given_to_force(world) else named.content


def _something_foreign(person: Person) -> str:
    """Return a place that is none of the person's business (for people of the city, just B)."""
    mine = {"own", "below", "above"}
    return next((p for p in ("B", "A", "city") if relation(person.at, p) not in mine), "B")


def _queries(world: World, foreign: str) -> Iterator[dict[str, str]]:
    """Yield what somebody may hang onto any address: pages, searches, orders, ways back."""
    uid = str(world.read[foreign])
    name = world.places[foreign].name
    yield {"page": "2", "q": name, "search": name}
    yield {"page": "-1", "sort": "organisation__code", "order": "received_by__name"}
    yield {"organisation": str(world.places[foreign].uid), "owner": foreign, "uid": uid}
    yield {"next": f"/bureau/plans/{uid}/", "item": uid, "kind": "task", "document": uid}


def own_reference(world: World, address: Address, person: Person) -> Reference:
    """Return the reference to something of the person's, preferably not yet read."""
    place = person.at or ""
    body = _body(world, address, person)
    mine = {"", place, person.id, *wards(person.id), *kept(person.at)}
    mine.update(claimed_in(person.at), checked_by(person.at))
    there = [ref for ref in _filled(world, address, body) if ref.exists]
    found = [ref for ref in there if ref.owner in mine]
    found = found or [ref for ref in there if place in (PARENT.get(ref.owner), ref.owner)]
    return found[-1]
