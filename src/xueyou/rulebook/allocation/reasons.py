"""Owns what became of each choice once a batch is solved."""

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.matching import Matching, Problem
from xueyou.rulebook.allocation.batches import Prepared
from xueyou.rulebook.allocation.evaluating import Integers
from xueyou.rulebook.allocation.outcome import REASONS
from xueyou.rulebook.allocation.ranks import dense

_EARLIER, _HIGHER, _NO_PLACES, _NOT_FITTING, _OUTRANKED = (
    REASONS.index(reason)
    for reason in (
        "placed_earlier",
        "placed_higher",
        "no_places",
        "group_not_fitting",
        "outranked",
    )
)


def reasons_after(prepared: Prepared, matching: Matching, how: str) -> NDArray[np.int8]:
    """Return the reason of each choice (c,), 0 where it came about."""
    problem, lists = prepared.problem, prepared.lists
    choice = prepared.opened.choice
    count = len(lists.rank)
    unit = np.repeat(np.arange(prepared.units.count, dtype=np.int64), np.diff(lists.start))
    reason = prepared.reason.copy()
    open_still = reason == 0
    has_places = np.zeros(count, dtype=np.bool_)
    has_places[choice[problem.places[problem.slot_pool] > 0]] = True
    reason[open_still & ~has_places] = _NO_PLACES
    reason[open_still & has_places] = _OUTRANKED
    if how == "in_order" and problem.size is not None:
        unfitting = np.zeros(count, dtype=np.bool_)
        unfitting[choice[not_fitting(problem, matching)]] = True
        reason[open_still & unfitting] = _NOT_FITTING
    given = placed_slots(problem, matching)
    placed = given >= 0
    rank = np.full(prepared.units.count, np.iinfo(np.int64).max, dtype=np.int64)
    rank[placed] = lists.rank[choice[given[placed]]]
    reason[lists.rank > rank[unit]] = _HIGHER
    reason[lists.rank == rank[unit]] = 0
    reason[prepared.held[unit]] = _EARLIER
    return reason


def placed_slots(problem: Problem, matching: Matching) -> Integers:
    """Return each unit's slot among all slots, -1 where it has none."""
    own = matching.slot.astype(np.int64)
    return np.where(own >= 0, problem.slot_start[:-1] + own, -1)


def not_fitting(problem: Problem, matching: Matching) -> NDArray[np.bool_]:
    """Say of which slots (k,) some places were left when their unit asked, but too few for it.

    Only for one pass in the order of keys: what was left then is what better keys had not taken.
    """
    sizes = np.ones(problem.units, np.int64) if problem.size is None else problem.size
    unit = np.repeat(np.arange(problem.units), np.diff(problem.slot_start))
    key = dense((problem.slot_tier.astype(np.int64), problem.order[unit]), len(unit))
    span = int(key.max(initial=0)) + 1
    place = problem.slot_pool.astype(np.int64) * span + key
    given = placed_slots(problem, matching)
    given = given[given >= 0]
    given = given[np.argsort(place[given], kind="stable")]
    taken = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes[unit[given]])))
    pool = problem.slot_pool.astype(np.int64)
    before = np.searchsorted(place[given], place)
    at_pool = np.searchsorted(place[given], pool * span)
    left = problem.places[pool] - (taken[before] - taken[at_pool])
    found: NDArray[np.bool_] = left > 0
    found &= left < sizes[unit]
    return found
