"""Owns the demand that matching is measured with: wishes by appeal, reserved places."""

import numba
import numpy as np
from numpy.typing import NDArray

from xueyou.engines.matching import Problem

UNITS_A_POOL = 300
MEAN_PLACES = 285
TIERS = 3
GROUP_SHARE, GROUP_UNITS = 0.15, 0.25
"""Places reserved for a group of units, and the share of units in it."""
FEEDER_SHARE, FEEDER_SLOTS = 0.20, 0.10
"""Places reserved for feeder schools, and the share of choices that may use them."""
SEED = 20240705


def country(units: int, choices: int) -> Problem:
    """Return units with lists drawn without replacement by appeal 0.05 + 0.95 u⁴."""
    dice = np.random.default_rng(SEED)
    pools = max(2 * choices, units // UNITS_A_POOL)
    appeal = 0.05 + 0.95 * dice.random(pools) ** 4
    reach = np.cumsum(appeal) / appeal.sum()
    reach[-1] = 1.0
    pool = np.empty(units * choices, np.int32)
    _draw_lists(choices, reach, SEED, pool)
    mean = MEAN_PLACES * units / pools / UNITS_A_POOL
    return Problem(
        slot_start=np.arange(units + 1, dtype=np.int64) * choices,
        slot_pool=pool,
        slot_tier=dice.integers(0, TIERS, units * choices, dtype=np.int32),
        order=dice.permutation(units),
        size=None,
        places=(mean * dice.uniform(0.4, 1.6, pools)).astype(np.int64),
    )


def with_reserves(problem: Problem, *, soft: bool) -> Problem:
    """Return the problem with each pool in three: for a group, for feeder schools, for all.

    Hard: only its own may have a reserved place. Soft: its own first, then everybody.
    """
    dice = np.random.default_rng(SEED + 1)
    group = dice.random(problem.units) < GROUP_UNITS
    feeder = dice.random(len(problem.slot_pool)) < FEEDER_SLOTS
    choices = len(problem.slot_pool) // problem.units
    per_slot = 3 if soft else 1 + np.repeat(group, choices).astype(np.int64) + feeder
    slots = int(np.sum(np.broadcast_to(per_slot, feeder.shape)))
    pool, tier = np.empty(slots, np.int32), np.empty(slots, np.int32)
    start = np.zeros(problem.units + 1, np.int64)
    _expand(choices, group, feeder, soft, problem.slot_pool, problem.slot_tier, start, pool, tier)
    places = np.empty(3 * problem.pools, np.int64)
    places[0::3] = (problem.places * GROUP_SHARE).astype(np.int64)
    places[1::3] = (problem.places * FEEDER_SHARE).astype(np.int64)
    places[2::3] = problem.places - places[0::3] - places[1::3]
    return Problem(start, pool, tier, problem.order, None, places)


@numba.njit
def _draw_lists(
    choices: int, reach: NDArray[np.float64], seed: int, out: NDArray[np.int32]
) -> None:
    np.random.seed(seed)  # numba's own generator, seeded here
    steps = 4 * len(reach)
    guide = np.empty(steps + 1, np.int32)
    pool = 0
    for step in range(steps):
        while reach[pool] * steps < step:
            pool += 1
        guide[step] = pool
    for first in range(0, len(out), choices):
        count = 0
        while count < choices:
            point = np.random.random()
            pool = guide[int(point * steps)]
            while reach[pool] < point:
                pool += 1
            new = True
            for i in range(first, first + count):
                new = new and out[i] != pool
            if new:
                out[first + count] = pool
                count += 1


@numba.njit
def _expand(
    choices: int,
    group: NDArray[np.bool_],
    feeder: NDArray[np.bool_],
    soft: bool,
    pool: NDArray[np.int32],
    tier: NDArray[np.int32],
    start: NDArray[np.int64],
    pools_out: NDArray[np.int32],
    tiers_out: NDArray[np.int32],
) -> None:
    """Write slots: reserved places first, then open ones; others than its own come after (soft)."""
    at = 0
    for unit in range(len(group)):
        for slot in range(unit * choices, (unit + 1) * choices):
            for kind in range(3):
                own = kind == 2 or (group[unit] if kind == 0 else feeder[slot])
                if own or soft:
                    pools_out[at] = 3 * pool[slot] + kind
                    tiers_out[at] = tier[slot] + (0 if own else 3)
                    at += 1
        start[unit + 1] = at
