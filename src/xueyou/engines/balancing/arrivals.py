"""Owns who comes late: each gets a class by lot, and nobody who has one is moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.balancing.chances import ticket
from xueyou.engines.balancing.measures import missed
from xueyou.engines.balancing.problem import ALONE, NOT_FIXED, Problem

FULL, DEMAND, LARGER, TOLERANCE = "full", "demand", "larger", "tolerance"
"""Why a class was not in the lot: no room, a demand, more pupils, a tolerance that would suffer."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where one late arrival goes: `home` is None where no class may take the pupil."""

    pupil: int
    home: int | None
    drawn_among: tuple[int, ...]
    shut: Mapping[int, str]


def arrive(
    problem: Problem,
    home: NDArray[np.int32],
    most: NDArray[np.int64],
    seed: bytes,
    names: Mapping[int, str],
) -> Sequence[Arrival]:
    """Give a class to each pupil whose `home` is −1, in the order of their tickets.

    `problem` covers everybody, its sizes do not count; `most` is what each class may hold; `names`
    says under what name a late pupil draws. In the lot are the classes with room that break no
    demand, whose headcount comes no further above the smallest class than one (or than it is), and
    of these the ones that leave the tolerances nearest to being kept.
    """
    here = home.astype(np.int32).copy()
    found = []
    late = np.flatnonzero(here < 0).tolist()
    for pupil in sorted(late, key=lambda pupil: ticket(seed, "turn", names[pupil])):
        arrival = _one(problem, here, most, seed, pupil, names[pupil])
        if arrival.home is not None:
            here[pupil] = arrival.home
        found.append(arrival)
    return found


def _one(
    problem: Problem,
    home: NDArray[np.int32],
    most: NDArray[np.int64],
    seed: bytes,
    pupil: int,
    name: str,
) -> Arrival:
    shut: dict[int, str] = {}
    counts = np.bincount(home[home >= 0], minlength=problem.classes)
    apart = max(1, int(counts.max() - counts.min()))
    for c in range(problem.classes):
        if counts[c] >= most[c]:
            shut[c] = FULL
        elif not _allowed(problem, home, pupil, c):
            shut[c] = DEMAND
    open_to = [c for c in range(problem.classes) if c not in shut]
    level = [c for c in open_to if counts[c] + 1 - counts.min() <= apart]
    if level:  # where demands leave only larger classes, they stand
        shut |= dict.fromkeys(set(open_to) - set(level), LARGER)
        open_to = level
    over = {c: _over(problem, home, pupil, c) for c in open_to}
    kept = [c for c in open_to if over[c] == min(over.values())]
    shut |= dict.fromkeys(set(open_to) - set(kept), TOLERANCE)
    if not kept:
        return Arrival(pupil, None, (), shut)
    drawn = min(kept, key=lambda c: ticket(seed, "class", f"{name}/{c}"))
    return Arrival(pupil, drawn, tuple(kept), shut)


def _allowed(problem: Problem, home: NDArray[np.int32], pupil: int, c: int) -> bool:
    if problem.fixed[pupil] not in (NOT_FIXED, c):
        return False
    block = problem.together[pupil]
    if block != ALONE:
        with_whom = home[(problem.together == block) & (home >= 0)]
        if np.any(with_whom != c):
            return False
    return all(
        int(np.sum(home[limit.members] == c)) < limit.most
        for limit in problem.limits
        if pupil in limit.members
    )


def _over(problem: Problem, home: NDArray[np.int32], pupil: int, c: int) -> Fraction:
    """Return by how much tolerances are missed, of those who have a class, with the pupil in c."""
    tried = home.copy()
    tried[pupil] = c
    here = tried >= 0
    numerics = [replace(n, known=n.known & here) for n in problem.numerics]
    return sum(missed(replace(problem, numerics=numerics), tried).values(), Fraction(0))
