"""Problems for the matching engine: made by hand, by hypothesis, or by a seed in any size."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from xueyou.engines.matching import Problem


def problem(
    lists: Sequence[Sequence[tuple[int, int]]],
    order: Sequence[int],
    places: Sequence[int],
    size: Sequence[int] | None = None,
) -> Problem:
    """Return a problem from each unit's list of (pool, tier)."""
    flat = [slot for own in lists for slot in own]
    return Problem(
        slot_start=np.cumsum([0, *map(len, lists)]).astype(np.int64),
        slot_pool=np.array([pool for pool, _ in flat], np.int32),
        slot_tier=np.array([tier for _, tier in flat], np.int32),
        order=np.array(order, np.int64),
        size=None if size is None else np.array(size, np.int32),
        places=np.array(places, np.int64),
    )


@st.composite
def problems(
    draw: st.DrawFn,
    *,
    ties: bool = True,
    sized: bool = True,
    tiers: int = 3,
    rising: bool = False,
    most_units: int = 24,
) -> Problem:
    """Draw a small problem; crowded, so that pools are full and rejections run in chains."""
    n = draw(st.integers(0, most_units))
    pools = draw(st.integers(1, 6))
    slot = st.tuples(st.integers(0, pools - 1), st.integers(0, tiers - 1))
    own = st.lists(slot, max_size=6)
    lists = draw(st.lists(own, min_size=n, max_size=n))
    if rising:  # as a choice's rank is in the key of a sequential mode
        lists = [
            [(at, tier) for (at, _), tier in zip(row, sorted(tier for _, tier in row), strict=True)]
            for row in lists
        ]
    if ties:
        order = draw(st.lists(st.integers(0, max(1, n // 2)), min_size=n, max_size=n))
    else:
        order = draw(st.permutations(range(n)))
    places = draw(st.lists(st.integers(0, 6), min_size=pools, max_size=pools))
    size = None
    if sized and draw(st.booleans()):
        size = draw(st.lists(st.integers(1, 3), min_size=n, max_size=n))
    return problem(lists, order, places, size)


def seeded(
    n: int,
    pools: int,
    length: int,
    seed: int,
    *,
    tiers: int = 3,
    classes: int | None = None,
    sized: bool = False,
) -> Problem:
    """Return a problem of n units with lists of one length; `classes`: of how many orders."""
    dice = np.random.default_rng(seed)
    appeal = 0.05 + 0.95 * dice.random(pools) ** 4
    wish = np.log(appeal) + dice.gumbel(size=(n, pools))
    pool = np.argsort(-wish, axis=1)[:, :length].astype(np.int32)
    size = dice.integers(1, 4, n).astype(np.int32) if sized else None
    order = dice.permutation(n) if classes is None else dice.integers(0, classes, n)
    return Problem(
        slot_start=np.arange(n + 1, dtype=np.int64) * length,
        slot_pool=np.ascontiguousarray(pool.ravel()),
        slot_tier=dice.integers(0, tiers, n * length).astype(np.int32),
        order=order.astype(np.int64),
        size=size,
        places=(dice.uniform(0.4, 1.6, pools) * 0.95 * n / pools).astype(np.int64),
    )
