"""The checks themselves. Each returns findings; a clean product gives none, a leak at least one.

read      no answer, header, letter or log line holds a sentinel that the oracle forbids
write     no row of somebody else is added, altered or removed
twins     a foreign id is answered exactly like one that does not exist
stir      two worlds that differ only in B's rows give people of A byte-equal answers
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from zlib import crc32

from django.db import connection
from django.test import Client

from tests.depth import DEEP
from tests.leaks.answers import (
    FRAGMENT,
    Answer,
    ask,
    letters,
    listening,
    sign_in,
    undone,
)
from tests.leaks.dumps import Dump, Writes, changes, dump
from tests.leaks.enumeration import METHODS, Address
from tests.leaks.fillers import Reference, names_objects, own_reference, references
from tests.leaks.forms import NAMED
from tests.leaks.oracle import may_change, may_see
from tests.leaks.persons import BY_ID, PERSONS, Person
from tests.leaks.places import PARENT, relation
from tests.leaks.sentinels import Sentinel
from tests.leaks.world import World, add_to, queue_before_all, rename_everything_of_b, rename_family

HONEST = {("readyz", 503)}
"""Answers above 500 that are no fault: without a worker the site is not ready, and says so."""
SHOWS_AGAIN = {"registry:school_plans"}
"""Forms that show again what was typed into them, where something is wrong in it: own words."""
NOWHERE = Address("nowhere", "", (), None, None)
OUTSIDE = (
    *("/nowhere/", "/admin/", "/media/x.docx", "/static/", "/static/nothing.css", "/.git/config"),
    *("/bureau/plans/not-a-uid/", "/bureau/plans/%00/", "/%2fevil.test/", "/bureau/plans"),
)
"""What no pattern answers: error pages and redirects leak like others."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One leak: where, by whom, what."""

    check: str
    address: str
    person: str
    what: str

    def __str__(self) -> str:
        return f"{self.check}: {self.address} as {self.person}: {self.what}"


@dataclass
class Seen:
    """What a run met: findings, how many requests, which sentinels, which statuses."""

    findings: list[Finding] = field(default_factory=list)
    before: Dump = field(default_factory=dict)
    """Every row as it stood when the person had signed in; each request is undone."""
    requests: int = 0
    sentinels: set[Sentinel] = field(default_factory=set)
    good: set[tuple[str, str]] = field(default_factory=set)
    """(address, person) answered 200 with a sentinel of a document."""
    changed: set[tuple[str, str]] = field(default_factory=set)
    """(address, person) for which something of one's own really changed."""

    def report(self, check: str, address: Address, person: Person, what: str) -> None:
        """Note a finding."""
        self.findings.append(Finding(check, address.name, person.id, what))


@dataclass
class Alike:
    """Whether foreign things of an address are answered exactly like one that does not exist."""

    person: Person
    address: Address
    missing: dict[str, object] = field(default_factory=dict)
    """Method → the answer about nothing."""
    foreign: list[tuple[str, str, object]] = field(default_factory=list)
    """Method, owner and answer about what is not the person's."""

    def note(self, method: str, reference: Reference, answer: Answer) -> None:
        """Keep what can be compared; lists, queries and what is everybody's cannot."""
        declared = self.address.declared
        if declared is None or not self.address.parameters or not names_objects(self.address):
            return
        if method not in declared.methods or reference.query:
            return
        uids = [part for part in reference.path.strip("/").split("/") if len(part) == 36]
        if not reference.exists:
            self.missing.setdefault(method, answer.comparable(*uids))
        elif reference.owner and forbidden(self.person, method, reference):
            self.foreign.append((method, reference.owner, answer.comparable(*uids)))

    def differences(self) -> Iterator[str]:
        """Yield a sentence for each foreign thing whose answer tells that it exists."""
        for method, owner, answer in self.foreign:
            if method in self.missing and answer != self.missing[method]:
                yield f"{method} {owner} differs from none"


def look(world: World, addresses: Iterable[Address], persons: Iterable[Person]) -> Seen:
    """Ask every address by every method and reference as every person; check what comes and goes.

    What an address declares is asked for every reference; fragments and HEAD, or one of the two,
    for one of each relation (own, below, above, sibling, elsewhere, missing); what it refuses
    anyway for one of one's own, one foreign and one missing. Of steered addresses each person asks
    a part of the last two, other persons the others: XUEYOU_DEEP=1 asks all of everybody.
    """
    seen = Seen()
    addresses = list(addresses)
    for person in persons:
        with undone(), listening() as log:
            client = sign_in(world, person)
            seen.before = dump()
            for address in addresses:
                alike = Alike(person, address)
                for reference, method in _asked(world, address, person):
                    answer = _one(seen, world, client, address, person, method, reference)
                    alike.note(method, reference, answer)
                for what in alike.differences():
                    seen.report("twins", address, person, what)
            for outside in OUTSIDE:
                _one(seen, world, client, NOWHERE, person, "GET", Reference(outside))
            for line in log.lines:
                for leaked in world.sentinels.found_in([line]):
                    what = f"{leaked.field} of {leaked.owner}"
                    seen.findings.append(Finding("log", "log", person.id, what))
    return seen


def _asked(world: World, address: Address, person: Person) -> Iterator[tuple[Reference, str]]:
    declared = set(address.declared.methods) if address.declared else set(METHODS)
    undeclared = [method for method in METHODS if method not in declared]
    sides = ["mine", "", "missing"]
    if address.name in NAMED and not DEEP:  # one of them on one side, another for each person
        turn = crc32(f"{person.id} {address.name}".encode())
        undeclared = [undeclared[turn % len(undeclared)]]
        sides = [sides[turn // len(METHODS) % len(sides)]]
    met: set[str] = set()
    posted: set[tuple[str, ...]] = set()
    for reference in references(world, address, person):
        for method in declared - {"HEAD"}:
            if _is_new(posted, method, person, reference):
                yield reference, method
        if reference.query:
            continue
        near = _near(person, reference)
        if f"{near} {reference.waiting}" not in met:
            met.add(f"{near} {reference.waiting}")
            for method in _other_ways(address, declared, f"{person.id} {near}"):
                yield reference, method
        side = (
            "mine" if near in {"own", "below", "self"} else "missing" if near == "missing" else ""
        )
        if side in sides and side not in met:
            met.add(side)
            for method in undeclared:
                yield reference, method
    yield _overridden(world, address), "POST"


def _other_ways(address: Address, declared: set[str], turn: str) -> list[str]:
    """Return the other ways to ask for a page: its head alone, a part of it.

    Of a steered address one of them, another for each person and relation; XUEYOU_DEEP=1: both.
    """
    ways = ["HEAD", FRAGMENT] if "HEAD" in declared else [FRAGMENT]
    if address.name not in NAMED or DEEP:
        return ways
    return [ways[crc32(f"{turn} {address.name}".encode()) % len(ways)]]


def _is_new(posted: set[tuple[str, ...]], method: str, person: Person, ref: Reference) -> bool:
    """Return whether to ask: everything is read, but of a place's things one of each kind written.

    Of families' things, and with XUEYOU_DEEP=1 of all, each is posted to; queries are for reading.
    """
    if method == "GET" or (not ref.query and (DEEP or ref.owner not in PARENT)):
        return True
    if ref.query:
        return False
    such = (method, _near(person, ref), str(ref.waiting), ref.content, ref.written)
    fresh = such not in posted
    posted.add(such)
    return fresh


def _near(person: Person, reference: Reference) -> str:
    if not reference.owner:
        return "none" if reference.exists else "missing"
    if reference.owner in PARENT:
        return relation(person.at, reference.owner)
    return "self" if reference.owner == person.id else "other"


def _overridden(world: World, address: Address) -> Reference:
    """Return a form that asks to be taken for another method; it is nobody's, to be compared."""
    first = next(iter(references(world, address, BY_ID["anonymous"])))
    body = {**first.body(), "_method": "DELETE"}
    return replace(first, owner="", query={}, body=lambda: body)


def _one(
    seen: Seen,
    world: World,
    client: Client,
    address: Address,
    person: Person,
    method: str,
    reference: Reference,
) -> Answer:
    writes = Writes()
    with undone():
        body = reference.body()
        with connection.execute_wrapper(writes):
            answer = ask(client, method, reference.path, reference.query, body)
        only = writes.lasting
        after = dump(only) if only is None or only else None
    seen.requests += 1
    typed = body.values() if address.name in SHOWS_AGAIN and method == "POST" else ()
    said = (*reference.query.values(), *map(str, typed))
    _read(seen, world, address, person, method, reference, answer, said)
    if after is not None:
        _written(seen, world, address, person, method, after, only)
    _posted(seen, world, address, person)
    return answer


def _read(
    seen: Seen,
    world: World,
    address: Address,
    person: Person,
    method: str,
    reference: Reference,
    answer: Answer,
    said: Iterable[str],
) -> None:
    own = world.sentinels.found_in(said)  # his own words are no news to him
    found = world.sentinels.found_in(answer.everything()) - own
    seen.sentinels |= found
    for leaked in found:
        if not may_see(person, leaked):
            where = f"{method} {reference.path} {reference.query or ''}"
            seen.report("read", address, person, f"{where}: {leaked.field} of {leaked.owner}")
    if answer.status >= 500 and (address.name, answer.status) not in HONEST:
        seen.report("error", address, person, f"{method} {reference.path}: {answer.status}")
    public = address.declared is not None and address.declared.content == "public"
    redirect = answer.status == 301 and not any(answer.texts)  # to the same address with a slash
    if not (public or redirect) and "no-store" not in answer.headers.get("Cache-Control", ""):
        seen.report("cache", address, person, f"{method} {reference.path} may be stored")
    if (
        method in {"GET", FRAGMENT}
        and answer.status == 200
        and any(s.content not in {"name", "place", "told", "account"} for s in found)
    ):
        seen.good.add((address.name, person.id))


def _written(
    seen: Seen,
    world: World,
    address: Address,
    person: Person,
    method: str,
    after: Dump,
    only: set[str] | None,
) -> None:
    """Compare what stood there during the request with what stood there before it."""
    for change in changes(world, seen.before, after, only):
        if may_change(person, change.content, change.owner):
            seen.changed.add((address.name, person.id))
        else:
            what = f"{method} {change.deed} {change.table} of {change.owner}"
            seen.report("write", address, person, what)


def _posted(seen: Seen, world: World, address: Address, person: Person) -> None:
    for letter in letters():
        to = {name for name, user in world.users.items() if user.email in letter.to}
        for leaked in world.sentinels.found_in([str(letter.body), letter.subject]):
            if leaked.owner not in to:
                seen.report("letter", address, person, f"{leaked.field} of {leaked.owner}")


def forbidden(person: Person, method: str, reference: Reference) -> bool:
    """Return whether what a reference points to is not the person's to see, or to change."""
    if method in {"GET", "HEAD"}:
        return not may_see(person, Sentinel("", reference.content, reference.owner, ""))
    return not may_change(person, reference.written or reference.content, reference.owner)


def stir(world: World, addresses: Iterable[Address]) -> list[Finding]:
    """Ask as people of A, change only rows of B, and ask again: every byte must be equal.

    A family of A is among them, and among the rows of B another family's.
    """
    seen = Seen()
    addresses = list(addresses)
    people = [person for person in PERSONS if (person.at or "")[:1] == "A"]
    people.append(BY_ID["mother"])
    with undone():
        clients = {person.id: sign_in(world, person) for person in people}
        before = _of_a(world, addresses, people, clients)
        add_to(world, "B", 60)
        add_to(world, "B1", 7)
        queue_before_all(world, "B", 3)
        rename_everything_of_b(world)
        rename_family(world, "neighbour")
        after = _of_a(world, addresses, people, clients)
    by_name = {address.name: address for address in addresses}
    for (name, person, path), answer in before.items():
        if after[name, person, path] != answer:
            seen.report("stir", by_name[name], BY_ID[person], f"{path} changed with B's rows")
    return seen.findings


def _of_a(
    world: World, addresses: list[Address], people: list[Person], clients: dict[str, Client]
) -> dict[tuple[str, str, str], object]:
    found: dict[tuple[str, str, str], object] = {}
    for person in people:
        for address in addresses:
            if address.declared is None or "GET" not in address.declared.methods:
                continue
            for reference in references(world, address, person):
                if address.name in NAMED and reference.query and not DEEP:
                    continue
                key = (address.name, person.id, f"{reference.path} {reference.query or ''}")
                with undone():
                    answer = ask(clients[person.id], "GET", reference.path, reference.query, {})
                found[key] = answer.comparable()
    return found


def changes_by_right(world: World, address: Address, person: Person) -> bool:
    """Return whether the rightful person's form really changes something of his own."""
    seen = Seen()
    with undone():
        client = sign_in(world, person)
        seen.before = dump()
        reference = own_reference(world, address, person)
        _one(seen, world, client, address, person, "POST", reference)
    return bool(seen.changed)
