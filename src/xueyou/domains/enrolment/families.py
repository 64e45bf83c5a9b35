"""Who is one family: children bound to apply together, and people connected by guardians.

As it was known at a moment, and whoever else asks: a family gets the same code in every piece of
a round. While a child is only claimed, its family is that of the account which claims it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from xueyou.kernel.calls.kinds import Applied
from xueyou.kernel.calls.models import Application
from xueyou.kernel.registry.models import (
    Claim,
    ClaimSharing,
    Identifier,
    Person,
    PersonBond,
    PersonBondKind,
)
from xueyou.platform.time import CITY

AT_ONCE = 400
BONDS = (PersonBondKind.GUARDIAN, PersonBondKind.SIBLING, PersonBondKind.MULTIPLE_BIRTH)
APPLICATION, GROUP, ACCOUNT, PERSON = "application", "group", "account", "person"
NAMED_BY = (PERSON, ACCOUNT, GROUP, APPLICATION)
"""What a family is named by: the least person in it, else the least account, and so on."""

Node = tuple[str, int | str]


@dataclass(slots=True)
class Family:
    """The people in it, the indexes of their numbers, and a name that no other family has."""

    name: str
    people: set[int]
    numbers: set[bytes] = field(default_factory=set)


class _Joined:
    """Nodes that belong together."""

    def __init__(self) -> None:
        self._above: dict[Node, Node] = {}

    def top(self, node: Node) -> Node:
        """Return the node that stands for all it belongs with."""
        while (above := self._above.setdefault(node, node)) != node:
            self._above[node] = node = self._above[above]
        return node

    def join(self, one: Node, other: Node) -> None:
        """Let two belong together."""
        self._above[self.top(one)] = self.top(other)

    def families(self) -> Iterator[list[Node]]:
        """Yield the nodes of each family."""
        found: dict[Node, list[Node]] = {}
        for node in list(self._above):
            found.setdefault(self.top(node), []).append(node)
        yield from found.values()


def families_of(asked: Sequence[Applied], at: datetime) -> dict[int, Family]:
    """Return the family of each application, as it was known at the moment."""
    joined = _Joined()
    for one in asked:
        joined.join((APPLICATION, one.id), (APPLICATION, one.id))
    claims = _join_applications(joined, asked)
    people = {int(pk) for what, pk in _nodes(joined) if what == PERSON}
    unguarded = people - set(_guarded(people, at))
    _join_accounts(joined, [pk for pk, child in claims if child is None or child in unguarded], at)
    _join_people(joined, at)
    found: dict[int, Family] = {}
    for nodes in joined.families():
        family = _family(nodes)
        found |= {int(pk): family for what, pk in nodes if what == APPLICATION}
    _let_know_numbers(found.values(), at)
    return found


def _nodes(joined: _Joined) -> list[Node]:
    return [node for nodes in joined.families() for node in nodes]


def _join_applications(joined: _Joined, asked: Sequence[Applied]) -> list[tuple[int, int | None]]:
    """Join children with their applications, and those bound to one another.

    Return the claims they rest on, each with its child where it is known.
    """
    rows = Application.objects.filter(
        Q(pk__in=[one.id for one in asked])
        | Q(group_key__in={one.group_key for one in asked if one.group_key})
    )
    claims: list[tuple[int, int | None]] = []
    for pk, child, claim, group in rows.values_list("pk", "person", "claim", "group_key"):
        node: Node = (APPLICATION, pk)
        if child is not None:
            joined.join(node, (PERSON, child))
        if group:
            joined.join(node, (GROUP, group))
        if claim is not None:
            joined.join(node, ("claim", claim))
            claims.append((claim, child))
    return claims


def _guarded(people: Iterable[int], at: datetime) -> Iterable[int]:
    rows = _bonds(at).filter(kind=PersonBondKind.GUARDIAN, subject__in=list(people))
    found: Iterable[int] = rows.values_list("subject_id", flat=True)
    return found


def _join_accounts(joined: _Joined, claims: Sequence[int], at: datetime) -> None:
    """Join the claims of children without a guardian with who claims them, and their people."""
    rows = list(Claim.objects.filter(pk__in=claims).values_list("pk", "account_id"))
    shared = ClaimSharing.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=at), claim__in=claims, accepted_at__lte=at
    )
    rows += shared.values_list("claim_id", "account_id")
    for claim, account in rows:
        joined.join(("claim", claim), (ACCOUNT, account))
    accounts = {account for _, account in rows}
    own = Person.objects.filter(account__in=accounts, recorded_at__lte=at)
    for pk, account in own.values_list("pk", "account_id"):
        joined.join((ACCOUNT, account), (PERSON, pk))


def _join_people(joined: _Joined, at: datetime) -> None:
    """Join guardians, wards, brothers and sisters, until nobody new belongs to them."""
    met: set[int] = set()
    new = {int(pk) for what, pk in _nodes(joined) if what == PERSON}
    while new:
        met |= new
        pairs = list(_pairs(_bonds(at), new))
        for one, other in pairs:
            joined.join((PERSON, one), (PERSON, other))
        new = {pk for pair in pairs for pk in pair} - met


def _bonds(at: datetime) -> Any:
    day = at.astimezone(CITY).date()
    return PersonBond.objects.known(at).on(day).filter(kind__in=BONDS)


def _pairs(bonds: Any, people: Iterable[int]) -> Iterator[tuple[int, int]]:
    for some in _pieces(people):
        rows = bonds.filter(Q(holder__in=some) | Q(subject__in=some))
        yield from rows.values_list("holder_id", "subject_id")


def _family(nodes: Sequence[Node]) -> Family:
    what = next(one for one in NAMED_BY if any(kind == one for kind, _ in nodes))
    least = min(pk for kind, pk in nodes if kind == what)
    people = {int(pk) for kind, pk in nodes if kind == PERSON}
    return Family(f"{least}" if what == PERSON else f"{what}:{least}", people)


def _let_know_numbers(families: Iterable[Family], at: datetime) -> None:
    numbers: dict[int, set[bytes]] = {}
    known = Q(voided_at=None) | Q(voided_at__gt=at)
    several = {id(one): one for one in families}.values()
    for some in _pieces({pk for one in several for pk in one.people}):
        rows = Identifier.objects.filter(known, person__in=some, recorded_at__lte=at)
        for person, *values in rows.values_list("person_id", "bidx", "bidx_next"):
            numbers.setdefault(person, set()).update(
                bytes(value) for value in values if value is not None
            )
    for one in several:
        one.numbers = set().union(*(numbers.get(pk, set()) for pk in one.people))


def _pieces(people: Iterable[int]) -> Iterator[list[int]]:
    keys = sorted(people)
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]
