"""Owns what is said of a list: exact differences between classes, and how small they can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.balancing.columns import tail_sets
from xueyou.engines.balancing.problem import NOT_FIXED, Category, Numeric, Problem

Home = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class NumericRanges:
    """Largest less smallest class, of one number; steps for means and deviations, pupils for tails.

    `variances` are of each class, None where it has nobody known.
    """

    means: Sequence[Fraction | None]
    variances: Sequence[Fraction | None]
    tails: tuple[int, int, int, int]
    bound: Fraction
    """No list of these sizes has means nearer than this."""

    @property
    def mean(self) -> Fraction:
        """Return the range of class means; classes without anybody known left out."""
        found = [mean for mean in self.means if mean is not None]
        return max(found) - min(found) if found else Fraction(0)


@dataclass(frozen=True, slots=True)
class LevelRange:
    """Counts of one level in each class, and how near they can be."""

    counts: tuple[int, ...]
    bound: int

    @property
    def range(self) -> int:
        """Return the largest count less the smallest."""
        return max(self.counts) - min(self.counts)


def numeric_ranges(problem: Problem, numeric: Numeric, home: Home) -> NumericRanges:
    """Measure one number."""
    means: list[Fraction | None] = []
    variances: list[Fraction | None] = []
    for c in range(problem.classes):
        values = numeric.values[(home == c) & numeric.known].tolist()
        if not values:
            means.append(None)
            variances.append(None)
            continue
        total, squares = sum(values), sum(value * value for value in values)
        means.append(Fraction(total, len(values)))
        variances.append(Fraction(squares * len(values) - total * total, len(values) ** 2))
    low10, low25, high25, high10 = (
        _range(_counts(home[tail], problem.classes)) for tail in tail_sets(numeric)
    )
    return NumericRanges(
        means, variances, (low10, low25, high25, high10), _mean_bound(problem, numeric)
    )


def level_ranges(problem: Problem, category: Category, home: Home) -> list[LevelRange]:
    """Measure each level of a category."""
    return [
        LevelRange(
            tuple(_counts(home[category.levels == level], problem.classes).tolist()),
            _count_bound(problem, category.levels == level),
        )
        for level in range(category.count)
    ]


def missed(problem: Problem, home: Home) -> dict[tuple[str, int], Fraction]:
    """Return the features whose tolerance is not kept, each with its range over the tolerance."""
    found = {}
    for index, numeric in enumerate(problem.numerics):
        if numeric.tolerance is not None:
            over = numeric_ranges(problem, numeric, home).mean - numeric.tolerance
            if over > 0:
                found[("numeric", index)] = over
    for index, category in enumerate(problem.categories):
        if category.tolerance is not None:
            widest = max(
                (level.range for level in level_ranges(problem, category, home)), default=0
            )
            if widest > category.tolerance:
                found[("category", index)] = Fraction(widest - category.tolerance)
    return found


def broken(problem: Problem, home: Home) -> int:
    """Return how many demands a list breaks, sizes included: 0 for every list of `solve`."""
    count = int(np.sum(_counts(home, problem.classes) != problem.sizes))
    count += int(np.sum((problem.fixed != NOT_FIXED) & (problem.fixed != home)))
    for block in np.unique(problem.together[problem.together >= 0]):
        count += int(len(np.unique(home[problem.together == block])) > 1)
    for limit in problem.limits:
        counts = _counts(home[limit.members], problem.classes)
        count += int(np.any((counts < limit.least) | (counts > limit.most)))
    return count


def _mean_bound(problem: Problem, numeric: Numeric) -> Fraction:
    """Return a range that class means cannot be below: they move in steps of one over the size.

    The grade's mean lies between the lowest and the highest class, so each class that cannot reach
    it exactly holds them apart. Where somebody is unknown classes may count fewer: 0.
    """
    if not numeric.known.all() or not problem.pupils:
        return Fraction(0)
    values = numeric.values.tolist()
    step = int(np.gcd.reduce(numeric.values - numeric.values.min())) or 1
    low = min(values)
    total = sum((value - low) // step for value in values)
    sizes = problem.sizes.tolist()
    if len(set(sizes)) == 1:
        return Fraction(step if total % len(sizes) else 0, sizes[0])
    apart = Fraction(0)
    for size in sizes:
        rest = Fraction(size * total, problem.pupils) % 1
        apart = max(apart, min(rest, 1 - rest) / size)
    return apart * step


def _count_bound(problem: Problem, inside: NDArray[np.bool_]) -> int:
    """Return the least possible range of counts, given sizes and whoever is fixed."""
    held = _counts(problem.fixed[inside & (problem.fixed >= 0)], problem.classes)
    others = _counts(problem.fixed[~inside & (problem.fixed >= 0)], problem.classes)
    room = problem.sizes - others
    total = int(inside.sum())
    for apart in range(total + 1):
        for low in range(total // problem.classes + 1):
            if np.any(held > low + apart) or np.any(room < low):
                continue
            least = int(np.maximum(held, low).sum())
            most = int(np.minimum(room, low + apart).sum())
            if least <= total <= most:
                return apart
    return total


def _counts(classes: NDArray[np.int32], number: int) -> NDArray[np.int64]:
    return np.bincount(classes[classes >= 0], minlength=number).astype(np.int64)


def _range(counts: NDArray[np.int64]) -> int:
    return int(counts.max() - counts.min())
