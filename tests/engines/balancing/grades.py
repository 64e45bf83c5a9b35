"""Made grades: small ones drawn by hypothesis, large ones by a seed."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from xueyou.engines.balancing import ALONE, NOT_FIXED, Category, Joint, Limit, Numeric, Problem

SEED = bytes(range(32))
SUBJECTS = ((100, 21), (95, 20), (98, 21), (70, 14), (68, 14), (70, 13))


def problem(
    sizes: Sequence[int],
    numerics: Sequence[Numeric] = (),
    categories: Sequence[Category] = (),
    *,
    joints: Sequence[Joint] = (),
    fixed: dict[int, int] | None = None,
    together: Sequence[Sequence[int]] = (),
    limits: Sequence[tuple[Sequence[int], int, int]] = (),
) -> Problem:
    """Return a problem written in few words; `limits`: (members, least, most)."""
    n = sum(sizes)
    held, block = np.full(n, NOT_FIXED, np.int32), np.full(n, ALONE, np.int32)
    for pupil, c in (fixed or {}).items():
        held[pupil] = c
    for number, members in enumerate(together):
        block[list(members)] = number
    return Problem(
        sizes=np.array(sizes, np.int64),
        fixed=held,
        together=block,
        numerics=numerics,
        categories=categories,
        joints=joints,
        limits=[Limit(np.array(who, np.int32), least, most) for who, least, most in limits],
    )


def numeric(values: Sequence[int | None], **weights: object) -> Numeric:
    """Return a number of each pupil; None is unknown."""
    return Numeric(
        np.array([value or 0 for value in values], np.int64),
        np.array([value is not None for value in values]),
        **weights,  # type: ignore[arg-type]
    )


def category(levels: Sequence[int], **weights: object) -> Category:
    """Return a kind of each pupil."""
    return Category(np.array(levels, np.int32), **weights)  # type: ignore[arg-type]


def grade(n: int, classes: int, seed: int = 0, areas: int = 8) -> Problem:
    """Return a grade with six subjects in half marks, their total, sex and home area."""
    chance = np.random.default_rng(seed)
    able = chance.standard_normal(n)
    scores = []
    for mean, deviation in SUBJECTS:
        own = mean + deviation * (0.8 * able + 0.6 * chance.standard_normal(n))
        scores.append(np.round(2 * np.clip(own, 0, 150)).astype(np.int64))
    known = np.ones(n, np.bool_)
    sizes = [n // classes + (c < n % classes) for c in range(classes)]
    return problem(
        sizes,
        [*(Numeric(s, known) for s in scores), Numeric(sum(scores), known, 16, 4, 8)],
        [
            category((chance.random(n) < 0.47).astype(int).tolist()),
            category(chance.integers(0, areas, n).tolist()),
        ],
        joints=[Joint(6, 0)],
    )


@st.composite
def small_problems(draw: st.DrawFn, most: int = 6) -> Problem:
    """Draw a few pupils with every sort of demand, many of them contradictory."""
    n = draw(st.integers(2, most))
    classes = draw(st.integers(1, min(3, n)))
    cuts = sorted(draw(st.sets(st.integers(1, n - 1), min_size=classes - 1, max_size=classes - 1)))
    sizes = np.diff([0, *cuts, n]).tolist()
    pupils = st.integers(0, n - 1)
    groups = st.sets(pupils, min_size=1, max_size=4).map(sorted)
    together = draw(st.lists(groups, max_size=2))
    met: set[int] = set()
    together = [
        new for one in together if (new := [p for p in one if p not in met]) and not met.update(one)
    ]
    limits = st.tuples(groups, st.integers(0, 1), st.integers(0, 3))
    value = st.one_of(st.none(), st.integers(-4, 9))
    return problem(
        sizes,
        [numeric(draw(st.lists(value, min_size=n, max_size=n)), tails=2)],
        [category(draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)))],
        joints=[Joint(0, 0)],
        fixed=draw(st.dictionaries(pupils, st.integers(0, classes - 1), max_size=2)),
        together=together,
        limits=draw(st.lists(limits, max_size=2)),
    )
