"""One child asked for in two places of one season: found by person and by blind index of numbers.

Nothing is dropped: both applications stand, whoever keeps either call is told that there is
another, and only who keeps both sees both.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, ApplicationState, Call, CallState, Offer
from xueyou.kernel.registry.models import Identifier

LIVE = (
    ApplicationState.SUBMITTED,
    ApplicationState.RETURNED,
    ApplicationState.CONTESTED,
    ApplicationState.CHECKED,
)
AT_ONCE = 1000
Key = TypeVar("Key")


def live_in(calls: Iterable[Call]) -> QuerySet[Application]:
    """Return the applications of these calls that may still become, or are, a place.

    Not those that a published round has turned away, nor whose place was given back.
    """
    held = Offer.objects.filter(application=OuterRef("pk"), holds_place=True)
    over = Q(round__published_at__isnull=False) | Q(decided_in__took_effect_at__isnull=False)
    rows = Application.objects.filter(call__in=[one.pk for one in calls], state__in=LIVE)
    return rows.filter(~over | Exists(held))


def same_season(call: Call) -> list[Call]:
    """Return the open calls of the same kind and year, and of its season; itself among them."""
    by = kind_of(call.kind).season_by
    calls = Call.objects.filter(kind=call.kind, year=call.year, state=CallState.OPEN)
    mine = [call.settings.get(name) for name in by]
    return [one for one in calls if [one.settings.get(name) for name in by] == mine]


def doubled(applications: Sequence[Application]) -> set[int]:
    """Return the keys of those whose child is asked for by another organisation's call as well.

    All of one call; queries do not grow with them, but for thousands.
    """
    if not applications:
        return set()
    call = applications[0].call
    others = [one for one in same_season(call) if one.organisation_id != call.organisation_id]
    if not others:
        return set()
    mine = _children(applications)
    keys = {key for found in mine.values() for key in found}
    met = _met(live_in(others), keys)
    return {pk for pk, found in mine.items() if found & met}


def groups_in(calls: Sequence[Call]) -> list[list[Application]]:
    """Return the live applications of one child in calls of several organisations, child by child.

    `calls` are of one season. Queries do not grow with applications, but for thousands of doubles:
    a board asks this every minute, so each reads the season once, and none where one organisation
    keeps all calls.
    """
    if len({one.organisation_id for one in calls}) < 2:
        return []
    rows = live_in(calls)
    claimed = rows.filter(person=None)
    people: set[int] = set(_more_than_one(rows, "person"))
    numbers = {bytes(bidx) for bidx in _more_than_one(claimed, "claim__bidx")}
    known = Identifier.objects.filter(
        bidx=OuterRef("claim__bidx"),
        voided_at=None,
        person__applications__call__in=[one.pk for one in calls],
    )
    of_people = claimed.filter(Exists(known)).values_list("claim__bidx", flat=True)
    numbers |= {bytes(bidx) for bidx in of_people if bidx is not None}
    for some in _in_parts(numbers):
        whose = Identifier.objects.filter(bidx__in=some, voided_at=None)
        people |= set(whose.values_list("person_id", flat=True))
    found: list[Application] = []
    whole = ("call__organisation", "claim")
    for keys in _in_parts(people):
        found += rows.filter(person__in=keys).select_related(*whole)
    for some in _in_parts(numbers):
        found += claimed.filter(claim__bidx__in=some).select_related(*whole)
    return _grouped(found)


def _in_parts(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """Yield keys so many at a time: a database takes no more values in one question."""
    listed = list(keys)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]


def _grouped(found: Sequence[Application]) -> list[list[Application]]:
    """Join applications that share a key; keep groups of more than one organisation."""
    children = _children(found)
    first: dict[object, int] = {}
    root = {one.pk: one.pk for one in found}

    def top(pk: int) -> int:
        while root[pk] != pk:
            pk = root[pk]
        return pk

    for pk, keys in children.items():
        for key in keys:
            root[top(pk)] = top(first.setdefault(key, pk))
    groups: dict[int, list[Application]] = defaultdict(list)
    for one in sorted(found, key=lambda each: each.receipt_no):
        groups[top(one.pk)].append(one)
    several = (
        group for group in groups.values() if len({one.call.organisation_id for one in group}) > 1
    )
    return sorted(several, key=lambda group: group[0].receipt_no)


def _more_than_one(rows: QuerySet[Application], key: str) -> list[Any]:
    """Return the values of `key` that more than one call holds, be they of one organisation."""
    counted = rows.exclude(**{key: None}).order_by().values(key)
    counted = counted.annotate(calls=Count("call", distinct=True)).filter(calls__gt=1)
    return list(counted.values_list(key, flat=True))


def _children(applications: Sequence[Application]) -> dict[int, set[object]]:
    """Return by application what its child is known by: the person's key, indexes of numbers."""
    found: dict[int, set[object]] = {one.pk: set() for one in applications}
    people: dict[int, list[int]] = defaultdict(list)
    for one in applications:
        if one.person_id is not None:
            found[one.pk].add(one.person_id)
            people[one.person_id].append(one.pk)
        if one.claim is not None and one.claim.bidx is not None:
            found[one.pk].add(bytes(one.claim.bidx))
    for some in _in_parts(people):
        rows = Identifier.objects.filter(person__in=some, voided_at=None)
        for person, bidx in rows.values_list("person_id", "bidx"):
            for pk in people[person]:
                found[pk].add(bytes(bidx))
    return found


def _met(rows: QuerySet[Application], keys: set[object]) -> set[object]:
    """Return which of these keys a child in `rows` is known by."""
    met: set[object] = set()
    for people in _in_parts(key for key in keys if isinstance(key, int)):
        asked = rows.filter(person__in=people)
        met.update(asked.values_list("person_id", flat=True))
    known = Identifier.objects.filter(voided_at=None, person__applications__in=rows.values("pk"))
    for numbers in _in_parts(key for key in keys if isinstance(key, bytes)):
        claimed = rows.filter(person=None, claim__bidx__in=numbers)
        found = claimed.values_list("claim__bidx", flat=True)
        met.update(bytes(bidx) for bidx in found if bidx is not None)
        met.update(map(bytes, known.filter(bidx__in=numbers).values_list("bidx", flat=True)))
    return met
