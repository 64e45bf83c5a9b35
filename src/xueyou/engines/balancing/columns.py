"""Owns how features become columns of whole numbers, the same on every machine.

A standard deviation of a number is UNIT; one pupil of a kind more or less is 2 · UNIT, as much as
a standard deviation of an even split would be, so that rare kinds do not outweigh all else. Weights
enter by their roots. Unknown numbers count as the mean.
"""

from collections.abc import Callable, Iterator, Sequence
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.balancing.problem import (
    Category,
    Joint,
    Numeric,
    Problem,
    ProblemRefused,
)

UNIT = 1 << 12
TAILS = ((1, 10), (1, 4))
"""Shares of the grade, counted from either end."""
_AT_ONCE = 16
"""Columns are filled up with zeros to a multiple of this: processors multiply so many at once."""
_ROOM = 1 << 62


def columns(problem: Problem) -> NDArray[np.int32]:
    """Return the columns of all features, (n, J). Raises ProblemRefused where too large."""
    found = [
        *(column for numeric in problem.numerics for column in _of_numeric(numeric)),
        *(column for category in problem.categories for column in _of_category(category)),
        *(column for joint in problem.joints for column in _of_joint(problem, joint)),
    ]
    width = -(-max(1, len(found)) // _AT_ONCE) * _AT_ONCE
    made = np.zeros((problem.pupils, width), np.int64)
    for index, column in enumerate(found):
        made[:, index] = column
    _check_room(made, problem.sizes)
    return made.astype(np.int32)


def gains(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return g_c: by how much the squares of a class count, for smaller classes more."""
    largest = int(sizes.max())
    made: NDArray[np.int64] = (64 * largest) // sizes
    shared: np.int64 = np.gcd.reduce(made)
    return made // shared


def tail_sets(numeric: Numeric) -> list[NDArray[np.bool_]]:
    """Return who is in the lowest tenth and quarter, the highest quarter and tenth.

    The k-th value from an end bounds a tail, k being the share of known pupils, rounded up; who
    equals it is in.
    """
    known = np.sort(numeric.values[numeric.known])
    if not len(known):
        return [np.zeros(len(numeric.values), np.bool_)] * 4
    ranks = [-(-len(known) * share // of) for share, of in TAILS]
    low = [numeric.known & (numeric.values <= known[rank - 1]) for rank in ranks]
    high = [numeric.known & (numeric.values >= known[-rank]) for rank in ranks]
    return [*low, *reversed(high)]


def _of_numeric(numeric: Numeric) -> Iterator[list[int]]:
    centred = _centred(numeric.values.tolist(), numeric.known)
    if not any(centred):
        return  # all alike, or nobody known
    if numeric.mean:
        yield _standard(centred, numeric.known, numeric.mean)
    if numeric.spread:
        squares = _centred([value * value for value in centred], numeric.known)
        yield _standard(squares, numeric.known, numeric.spread)
    if numeric.tails:
        for tail in tail_sets(numeric):
            yield _counted(tail, numeric.tails)
    if not numeric.known.all():
        yield _counted(~numeric.known, numeric.mean)


def _of_category(category: Category) -> Iterator[list[int]]:
    if category.weight:
        for level in _levels(category):
            yield _counted(category.levels == level, category.weight)


def _levels(category: Category) -> range:
    """Return the levels worth a column: of two the second says nothing new."""
    return range(1 if category.count == 2 else category.count)


def _of_joint(problem: Problem, joint: Joint) -> Iterator[list[int]]:
    numeric, category = problem.numerics[joint.numeric], problem.categories[joint.category]
    centred = _centred(numeric.values.tolist(), numeric.known)
    if not joint.weight or not any(centred):
        return
    for level in _levels(category):
        inside = (category.levels == level).tolist()
        share = sum(inside)
        both = [c * (len(inside) * is_in - share) for c, is_in in zip(centred, inside, strict=True)]
        product = _centred(both, numeric.known)
        if any(product):
            yield _standard(product, numeric.known, joint.weight)


def _centred(values: Sequence[int], known: NDArray[np.bool_]) -> list[int]:
    """Return known · value − sum for who is known, 0 for the others: exact, and adding up to 0."""
    flags = known.tolist()
    count = sum(flags)
    total = sum(value for value, is_known in zip(values, flags, strict=True) if is_known)
    return [
        count * value - total if is_known else 0
        for value, is_known in zip(values, flags, strict=True)
    ]


def _standard(centred: Sequence[int], known: NDArray[np.bool_], weight: int) -> list[int]:
    """Return centred / deviation · UNIT · √weight, to the nearest whole number."""
    count, squares = int(known.sum()), sum(value * value for value in centred)
    if not squares:
        return [0] * len(centred)
    return _each(centred, lambda value: value * value * UNIT * UNIT * weight * count, squares)


def _counted(inside: NDArray[np.bool_], weight: int) -> list[int]:
    """Return 2 · (in or not − share) · UNIT · √weight, to the nearest whole number."""
    n, share = len(inside), int(inside.sum())
    centred = [n * int(is_in) - share for is_in in inside.tolist()]
    return _each(centred, lambda value: 4 * value * value * UNIT * UNIT * weight, n * n)


def _each(centred: Sequence[int], square: Callable[[int], int], under: int) -> list[int]:
    """Return ±√(square / under) of each value, to the nearest whole number, signs kept."""
    found: dict[int, int] = {}
    for value in centred:
        if value not in found:
            root = (isqrt(4 * square(value) // under) + 1) // 2
            found[value] = root if value >= 0 else -root
    return [found[value] for value in centred]


def _check_room(made: NDArray[np.int64], sizes: NDArray[np.int64]) -> None:
    """Refuse what could pass 64 bits within the search, or 32 bits in a class's sum."""
    squares = sum(int(np.square(made[:, j]).sum()) for j in range(made.shape[1]))
    widest = int(np.abs(made).sum(axis=0).max(initial=0))
    bound = 4 * int(gains(sizes).max()) * int(sizes.max()) * squares
    if bound >= _ROOM or widest >= 1 << 30:
        raise ProblemRefused("too many pupils, features or weights for exact arithmetic")
