"""What a rolling round has left to give: its lines, less what is held, less what is decided."""

from collections import Counter
from collections.abc import Iterable

from xueyou.kernel.calls.models import Offer, Option, Round
from xueyou.kernel.calls.rules import batch_named, rules_of
from xueyou.kernel.calls.services.capacity import Places, given_unpublished, places_of
from xueyou.kernel.calls.standings import CALLS_CLOSED
from xueyou.kernel.registry.selectors.standings import in_force
from xueyou.platform.time import business_today

Where = tuple[int, str]
"""Option and batch of the rules."""


def places_left(
    round_: Round, options: Iterable[Option], *, as_published: bool = False
) -> list[Places]:
    """Return what may still be given of these options, by option, batch and pool; never below 0.

    A place goes back when it is given up. What was decided and is not published yet is taken; what
    an upheld appeal added belongs to who got it. An organisation that is closed by a decision in
    force has nothing left.
    """
    rules = rules_of(round_)
    organisations = {one.pk: one.organisation_id for one in options}
    closed = in_force(
        {CALLS_CLOSED}, organisations=sorted(set(organisations.values())), on=business_today()
    )
    used = _used(round_, as_published=as_published)
    by_where: dict[Where, dict[str, int]] = {}
    for one in places_of(round_):
        if one.option_id in organisations:
            batch = batch_named(rules, one.batch) or one.batch
            pools = by_where.setdefault((one.option_id, batch), {})
            shut = organisations[one.option_id] in closed
            pools[one.pool] = pools.get(one.pool, 0) + (0 if shut else one.count)
    return [
        Places(option, batch, pool, count)
        for (option, batch), pools in by_where.items()
        for pool, count in _less(pools, used.get((option, batch), Counter())).items()
    ]


def _used(round_: Round, *, as_published: bool) -> dict[Where, Counter[str]]:
    """Return the places that are not free any more, by option, batch and pool."""
    held = Offer.objects.filter(decision__run__round=round_, holds_place=True)
    given = given_unpublished().filter(run__round=round_)
    found: dict[Where, Counter[str]] = {}
    for rows in (held.exclude(cause="appeal"), given.none() if as_published else given):
        for option, batch, pool in rows.values_list("option_id", "batch", "pool"):
            found.setdefault((option, batch), Counter())[pool] += 1
    return found


def _less(pools: dict[str, int], used: Counter[str]) -> dict[str, int]:
    """Return what is left in each pool.

    What a pool of its own has not (it was filled from the rest) is taken from what lies in none,
    and then from the other pools: the sum is right whatever the pools are called.
    """
    left, over = dict(pools), 0
    for pool, count in used.items():
        place = pool if pool in left else ""
        taken = min(count, max(left.get(place, 0), 0))
        left[place] = left.get(place, 0) - taken
        over += count - taken
    for pool in sorted(left):
        taken = min(over, max(left[pool], 0))
        left[pool] -= taken
        over -= taken
    return {pool: max(count, 0) for pool, count in left.items()}
