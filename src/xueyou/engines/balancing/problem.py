"""Owns what the balancing engine is given and what it gives back: arrays, with their shapes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

NOT_FIXED = -1
ALONE = -1
MOST_PUPILS = 20_000
MOST_CLASSES = 400
MOST_WEIGHT = 64


class ProblemRefused(ValueError):
    """The arrays contradict one another or hold a number out of range; the words say which."""


@dataclass(frozen=True, slots=True)
class Numeric:
    """A number of each pupil, in its smallest step: half marks, months of age.

    Weights: `mean` of class means, `spread` of how far pupils of a class lie apart, `tails` of how
    many of the grade's highest and lowest tenth and quarter a class has.
    """

    values: NDArray[np.int64]
    known: NDArray[np.bool_]
    mean: int = 32
    spread: int = 12
    tails: int = 0
    tolerance: Fraction | None = None
    """Class means may lie so far apart, in steps; None: as near as can be."""


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of each pupil: sex, home area, level. `levels` count from 0, unknown is one too."""

    levels: NDArray[np.int32]
    weight: int = 8
    tolerance: int | None = None
    """Counts of a level may lie so far apart between classes; None: as near as can be."""

    @property
    def count(self) -> int:
        """Return the number of levels."""
        return int(self.levels.max()) + 1 if len(self.levels) else 0


@dataclass(frozen=True, slots=True)
class Joint:
    """A number and a category together: each level is to have the same mean in every class."""

    numeric: int
    category: int
    weight: int = 4


@dataclass(frozen=True, slots=True)
class Limit:
    """Of these pupils each class holds at least `least` and at most `most`.

    Apart: most 1. Spread: as even as the number allows. A cap: most as the rule says.
    """

    members: NDArray[np.int32]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Problem:
    """n pupils for K classes. Nobody has a name here; pupils stand in the caller's fixed order."""

    sizes: NDArray[np.int64]
    """(K,) pupils of each class, exactly; they add up to n."""
    fixed: NDArray[np.int32]
    """(n,) the class a pupil must be in, NOT_FIXED: any."""
    together: NDArray[np.int32]
    """(n,) pupils of one number stay together; ALONE: nobody else."""
    numerics: Sequence[Numeric] = ()
    categories: Sequence[Category] = ()
    joints: Sequence[Joint] = ()
    limits: Sequence[Limit] = ()

    @property
    def pupils(self) -> int:
        """Return n."""
        return len(self.fixed)

    @property
    def classes(self) -> int:
        """Return K."""
        return len(self.sizes)


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that was asked of a list and may be dropped: the unit a conflict is made of.

    `kind` is "fixed" (`index` a pupil), "together" (a number of `together`) or "limit" (one of
    `limits`).
    """

    kind: str
    index: int


class Unsolvable(Exception):
    """No list meets all demands. `conflict` cannot be met together; without any one of it can.

    `irreducible` is False where the last could not be shown of every one within the steps allowed.
    """

    def __init__(self, conflict: Sequence[Demand], *, irreducible: bool) -> None:
        super().__init__(f"{len(conflict)} demands contradict one another")
        self.conflict, self.irreducible = tuple(conflict), irreducible


class Undecided(Exception):
    """Neither a list that meets all demands was found, nor shown that there is none."""


@dataclass(frozen=True, slots=True)
class Balanced:
    """A list of classes and how it came about."""

    home: NDArray[np.int32]
    """(n,) the class of each pupil, 0 … K − 1."""
    objective: int
    least: int
    """The least objective the search met."""
    alike: int
    """From how many lists, all within the margin of the least, the seed took this one."""
    iterations: int
    missed: Sequence[tuple[str, int]] = field(default=())
    """Features whose tolerance is not kept: ("numeric" or "category", its number)."""


def check(problem: Problem) -> None:
    """Check shapes and ranges. Raises ProblemRefused."""
    n, classes = problem.pupils, problem.classes
    _refuse_unless(1 <= classes <= MOST_CLASSES, f"1 to {MOST_CLASSES} classes")
    _refuse_unless(n <= MOST_PUPILS, f"at most {MOST_PUPILS} pupils")
    _refuse_unless(bool(np.all(problem.sizes >= 1)), "a class has at least one pupil")
    _refuse_unless(int(problem.sizes.sum()) == n, "sizes must add up to the pupils")
    _refuse_unless(len(problem.together) == n, "together needs one number a pupil")
    _refuse_unless(_within(problem.fixed, NOT_FIXED, classes), "fixed names no class")
    for numeric in problem.numerics:
        _refuse_unless(len(numeric.values) == len(numeric.known) == n, "a number for each pupil")
        _refuse_unless(_within(numeric.values, -(1 << 53), 1 << 53), "a number is too large")
        _check_weights(numeric.mean, numeric.spread, numeric.tails)
    for category in problem.categories:
        _refuse_unless(len(category.levels) == n, "a level for each pupil")
        _refuse_unless(_within(category.levels, 0, MOST_PUPILS), "levels count from 0")
        _check_weights(category.weight)
    for joint in problem.joints:
        _refuse_unless(0 <= joint.numeric < len(problem.numerics), "a joint names a numeric")
        _refuse_unless(0 <= joint.category < len(problem.categories), "a joint names a category")
        _check_weights(joint.weight)
    for limit in problem.limits:
        _refuse_unless(_within(limit.members, 0, n), "a limit names a pupil that is not there")
        _refuse_unless(len(np.unique(limit.members)) == len(limit.members), "a member only once")
        _refuse_unless(min(limit.least, limit.most) >= 0, "limits must not be negative")


def _check_weights(*weights: int) -> None:
    _refuse_unless(all(0 <= w <= MOST_WEIGHT for w in weights), f"weights: 0 to {MOST_WEIGHT}")


def _within(values: NDArray[np.int32] | NDArray[np.int64], low: int, beyond: int) -> bool:
    return not len(values) or (int(values.min()) >= low and int(values.max()) < beyond)


def _refuse_unless(true: bool, words: str) -> None:
    if not true:
        raise ProblemRefused(words)
