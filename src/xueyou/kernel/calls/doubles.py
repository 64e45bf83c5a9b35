"""One child asked for in two places of one season: found by person and by blind index of numbers.

Nothing is dropped: both applications stand, whoever keeps either call is told that there is
another, and only who keeps both sees both.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

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
_OWNER = "call__organisation"


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

    `calls` are of one season. Queries do not grow with applications, but for thousands of doubles.
    """
    rows = live_in(calls)
    people = _more_than_one(rows.exclude(person=None), "person")
    numbers = _more_than_one(rows.filter(person=None), "claim__bidx")
    known = Identifier.objects.filter(voided_at=None, person__applications__in=rows.values("pk"))
    claimed = rows.filter(person=None, claim__bidx__in=known.values("bidx"))
    met = known.filter(bidx__in=claimed.values("claim__bidx")).values("person")
    wanted = rows.filter(
        Q(person__in=people) | Q(person=None, claim__bidx__in=numbers) | Q(person__in=met)
    ).values_list("pk", flat=True)
    keys = sorted({*wanted, *claimed.values_list("pk", flat=True)})
    found: list[Application] = []
    for start in range(0, len(keys), AT_ONCE):
        some = Application.objects.filter(pk__in=keys[start : start + AT_ONCE])
        found += some.select_related("call__organisation", "claim")
    return _grouped(found)


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


def _more_than_one(rows: QuerySet[Application], key: str) -> list[object]:
    counted = rows.exclude(**{key: None}).order_by().values(key)
    counted = counted.annotate(places=Count(_OWNER, distinct=True)).filter(places__gt=1)
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
    keys = sorted(people)
    for start in range(0, len(keys), AT_ONCE):
        rows = Identifier.objects.filter(person__in=keys[start : start + AT_ONCE], voided_at=None)
        for person, bidx in rows.values_list("person_id", "bidx"):
            for pk in people[person]:
                found[pk].add(bytes(bidx))
    return found


def _met(rows: QuerySet[Application], keys: set[object]) -> set[object]:
    """Return which of these keys a child in `rows` is known by."""
    people = sorted(key for key in keys if isinstance(key, int))
    numbers = sorted(key for key in keys if isinstance(key, bytes))
    met: set[object] = set()
    for start in range(0, len(people), AT_ONCE):
        asked = rows.filter(person__in=people[start : start + AT_ONCE])
        met.update(asked.values_list("person_id", flat=True))
    known = Identifier.objects.filter(voided_at=None, person__applications__in=rows.values("pk"))
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        claimed = rows.filter(person=None, claim__bidx__in=some)
        found = claimed.values_list("claim__bidx", flat=True)
        met.update(bytes(bidx) for bidx in found if bidx is not None)
        met.update(map(bytes, known.filter(bidx__in=some).values_list("bidx", flat=True)))
    return met
