"""Owns the first list of a search: placed in depth, or else any list whose breaches are mended.

Where nearly everybody stands in some limit the search in depth (`placing`) may run into the sand
though lists abound; swaps by chance find one soon. They can never show that there is none.
"""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.balancing.chances import stream
from xueyou.engines.balancing.loops import Limits, Lists, Tables, draw, mend
from xueyou.engines.balancing.placing import place
from xueyou.engines.balancing.problem import (
    ALONE,
    NOT_FIXED,
    Demand,
    Problem,
    Undecided,
)

STEPS = 4_000_000
_SEED = bytes(32)


def first_list(
    problem: Problem, chance: NDArray[np.int64], kept: Collection[Demand] | None = None
) -> NDArray[np.int64] | None:
    """Return a list that meets the demands `kept` (None: all), everybody else by chance; None where
    there is none. Raises Undecided.
    """
    try:
        home = place(problem, kept)
        return None if home is None else _filled(problem, home, chance)
    except Undecided:
        return _mended(_asking(problem, kept), chance)


def shuffled(items: NDArray[np.int64], chance: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return items in an order drawn from the stream (Fisher and Yates, from the end)."""
    made = items.copy()
    for last in range(len(made) - 1, 0, -1):
        other = (draw(chance) * (last + 1)) >> 32
        made[last], made[other] = made[other], made[last]
    return made


def limits_of(problem: Problem) -> Limits:
    """Return the limits of each pupil, as loops read them."""
    own: list[list[int]] = [[] for _ in range(problem.pupils)]
    for index, limit in enumerate(problem.limits):
        for pupil in limit.members.tolist():
            own[pupil].append(index)
    return Limits(
        start=np.cumsum([0, *map(len, own)]).astype(np.int64),
        of=np.array([index for one in own for index in one], np.int64),
        least=np.array([limit.least for limit in problem.limits], np.int64),
        most=np.array([limit.most for limit in problem.limits], np.int64),
    )


def counted(problem: Problem, home: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the members of each limit in each class."""
    counts = np.zeros((len(problem.limits), problem.classes), np.int64)
    for index, limit in enumerate(problem.limits):
        counts[index] = np.bincount(home[limit.members], minlength=problem.classes)
    return counts


def _asking(problem: Problem, kept: Collection[Demand] | None) -> Problem:
    """Return the problem with the demands kept alone."""
    if kept is None:
        return problem
    fixed, together = problem.fixed.copy(), problem.together.copy()
    for pupil in range(problem.pupils):
        if Demand("fixed", pupil) not in kept:
            fixed[pupil] = NOT_FIXED
        if Demand("together", int(together[pupil])) not in kept:
            together[pupil] = ALONE
    limits = [x for at, x in enumerate(problem.limits) if Demand("limit", at) in kept]
    return replace(problem, fixed=fixed, together=together, limits=limits)


def _filled(
    problem: Problem, home: NDArray[np.int64], chance: NDArray[np.int64]
) -> NDArray[np.int64]:
    left = problem.sizes - np.bincount(home[home >= 0], minlength=problem.classes)
    free = np.flatnonzero(home < 0)
    home[shuffled(free, chance)] = np.repeat(np.arange(problem.classes), left)
    return home


def _mended(problem: Problem, chance: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Place who is fixed or goes with others, the rest by chance, and swap until limits hold."""
    bare = place(replace(problem, limits=()))
    if bare is None:
        return None  # already without limits
    home = _filled(problem, bare, chance)
    limits, counts = limits_of(problem), counted(problem, home)
    over = np.maximum(counts - limits.most[:, None], 0)
    under = np.maximum(limits.least[:, None] - counts, 0)
    lists = Lists(home, np.zeros((problem.classes, 0), np.int64), counts, chance)
    if mend(_tables(problem, limits), lists, STEPS, int(over.sum() + under.sum())):
        raise Undecided
    return lists.home


def _tables(problem: Problem, limits: Limits) -> Tables:
    """Return what mending reads: no columns, whoever may be moved alone."""
    n, none = problem.pupils, np.zeros(0, np.int64)
    alone = np.flatnonzero((problem.fixed == NOT_FIXED) & (problem.together == ALONE))
    return Tables(
        z=np.zeros((n, 0), np.int64),
        gain=np.ones(problem.classes, np.int64),
        movers=alone,
        special=np.zeros(n, np.bool_),
        block=np.full(n, -1, np.int64),
        block_start=none,
        block_member=none,
        limits=limits,
        longest=1,
        logs=none,
    )


def fixed_stream() -> NDArray[np.int64]:
    """Return the stream for lists that are only asked whether they exist."""
    return stream(_SEED, "exists")
