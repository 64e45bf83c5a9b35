"""Fits what a cut-off is expected to be, from pairs that may be seen and the districts' cut-offs.

expected(senior, junior, district) = middle + senior + junior + district + places: additive effects
by ridge regression, in half points. Effects nobody has seen are zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.shanghai_tables import Last, Pair

_SHRINK = {"senior": 1.0, "junior": 1.0, "district": 0.5, "places": 0.01, "margin": 0.01}
_MARGIN = 0.3  # how much a district's cut-off weighs beside a pair's


@dataclass(frozen=True, slots=True)
class Expectation:
    """Effects by ("senior" | "junior" | "district" | "places", name), in half points."""

    middle: float
    effects: Mapping[tuple[str, str], float]

    def of(self, pair: Pair, places: int) -> int:
        """Return the expected cut-off of a pair, in whole half points."""
        found = sum(self.effects.get(name, 0.0) * times for name, times in _parts(pair, places))
        return round(self.middle + found)


def _parts(pair: Pair, places: int) -> tuple[tuple[tuple[str, str], float], ...]:
    senior, junior, district = pair
    return (
        (("senior", senior), 1.0),
        (("junior", f"{district} {junior}"), 1.0),
        (("district", district), 1.0),
        (("places", ""), float(np.log(places))),
    )


def fit(
    seen: Mapping[Pair, Last],
    quotas: Mapping[Pair, int],
    districts: Mapping[tuple[str, str], Last],
) -> Expectation:
    """Fit the effects of the pairs that may be seen, and of the districts' cut-offs."""
    scores = [last.score for last in seen.values()]
    middle = float(np.median(scores))
    rows = [(_parts(pair, quotas[pair]), 1.0) for pair in seen]
    rows += [
        (((("senior", senior), 1.0), (("district", district), 0.5), (("margin", ""), 1.0)), _MARGIN)
        for senior, district in sorted(districts)
    ]
    wanted = np.array(scores + [districts[key].score for key in sorted(districts)], dtype=float)
    names = sorted({name for parts, _ in rows for name, _ in parts})
    weights = np.array([weight for _, weight in rows])
    design = _design(names, (parts for parts, _ in rows), len(rows)) * weights[:, None]
    shrink = np.diag([_SHRINK[kind] for kind, _ in names])
    target = (wanted - middle) * weights
    solved = np.linalg.solve(design.T @ design + shrink, design.T @ target)
    return Expectation(middle, dict(zip(names, solved.tolist(), strict=True)))


def _design(
    names: list[tuple[str, str]],
    rows: Iterable[tuple[tuple[tuple[str, str], float], ...]],
    count: int,
) -> NDArray[np.float64]:
    at = {name: column for column, name in enumerate(names)}
    design = np.zeros((count, len(names)))
    for row, parts in enumerate(rows):
        for name, times in parts:
            design[row, at[name]] = times
    return design
