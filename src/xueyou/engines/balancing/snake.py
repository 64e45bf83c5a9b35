"""Owns the snake (S形): pupils by rank, dealt to the classes there and back again."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.balancing.problem import Numeric


def snake(
    rank_by: Numeric, sizes: NDArray[np.int64], apart: NDArray[np.int32] | None = None
) -> NDArray[np.int32]:
    """Deal pupils by a number, highest first, equals in their fixed order, the unknown last.

    `apart`: each kind (sex) is ranked on its own, the most numerous first; the next goes on where
    the last one ended. A class that is full is passed over. Demands are not looked at.
    """
    n = len(rank_by.values)
    kinds = np.zeros(n, np.int32) if apart is None else apart
    numbers = np.bincount(kinds)
    home = np.empty(n, np.int32)
    dealt = _there_and_back(sizes.tolist())
    for kind in sorted(range(len(numbers)), key=lambda kind: (-numbers[kind], kind)):
        own = np.flatnonzero(kinds == kind)
        order = np.lexsort((own, -rank_by.values[own], ~rank_by.known[own]))
        for pupil in own[order]:
            home[pupil] = next(dealt)
    return home


def _there_and_back(left: list[int]) -> Iterator[int]:
    classes = list(range(len(left)))
    while any(left):
        for c in classes:
            if left[c]:
                left[c] -= 1
                yield c
        classes.reverse()
