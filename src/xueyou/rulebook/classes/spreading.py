"""Owns where a list's pupils stand on each number, class by class: counts on a scale, no pupil."""

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueyou.rulebook.classes.compiling import Compiled

BINS = 60
"""Places on a scale; fewer where a number has fewer steps."""
_PLACES = 4


def spread_of(compiled: Compiled, home: NDArray[np.int32]) -> list[dict[str, Any]]:
    """Return the distribution of each number, in the roster's order.

    `counts`: pupils by class and place on the scale; `means` and `mean`: from 0 to 1 on it, None
    where nobody is known. Whole numbers decide, so it is the same on every machine.
    """
    return [_of(compiled, at, home) for kind, at in compiled.shown if kind == "number"]


def ranking_spread(compiled: Compiled, home: NDArray[np.int32]) -> dict[str, Any] | None:
    """Return the distribution of the number that ranks pupils, None where there is none."""
    return None if compiled.rank_by is None else _of(compiled, compiled.rank_by, home)


def _of(compiled: Compiled, at: int, home: NDArray[np.int32]) -> dict[str, Any]:
    numeric, classes = compiled.problem.numerics[at], compiled.problem.classes
    most = int(numeric.values[numeric.known].max()) if numeric.known.any() else 0
    bins = min(most + 1, BINS)
    counts = np.zeros((classes, bins), np.int64)
    np.add.at(
        counts,
        (home[numeric.known], numeric.values[numeric.known] * bins // (most + 1)),
        1,
    )
    return {
        "name": compiled.numbers[at].name,
        "low": _marks(compiled, at, 0),
        "high": _marks(compiled, at, most),
        "counts": counts.tolist(),
        "means": [_mean(numeric.values[(home == c) & numeric.known], most) for c in range(classes)],
        "mean": _mean(numeric.values[numeric.known], most),
    }


def _marks(compiled: Compiled, at: int, step: int) -> float:
    return float(compiled.bases[at] + step * compiled.steps[at])


def _mean(values: NDArray[np.int64], most: int) -> float | None:
    if not len(values):
        return None
    place = Fraction(int(values.sum()), len(values) * max(most, 1))
    return float(f"{int(place * 10**_PLACES + Fraction(1, 2))}e-{_PLACES}")
