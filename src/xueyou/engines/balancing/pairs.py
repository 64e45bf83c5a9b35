"""Owns groups of items that are known only by how unlike each pair is: the sum within groups, most.

It is the maximally diverse grouping problem of the literature (MDGPLIB; Gallego, Laguna, Martí &
Duarte 2013, J. Oper. Res. Soc. 64:724), searched by the same annealing as classes are: so that the
search can be held against instances and optima that others know. Groups have intervals of sizes.
"""

from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.balancing import chances
from xueyou.engines.balancing.loops import LOG_BITS, LOGS, draw
from xueyou.engines.balancing.problem import ProblemRefused
from xueyou.engines.compiling import either

STAGES = 128
COOLING = 30
MOST_RUNS = 16
WORTH_A_RUN = 2_000
"""A run more pays from so many steps for each pair of items on: long runs of large instances do
better than several short ones.
"""
_MOST = 1 << 40


@dataclass(frozen=True, slots=True)
class Pairs:
    """n items; `unlike` (n, n) is symmetric, not negative, 0 with oneself."""

    unlike: NDArray[np.int64]
    least: NDArray[np.int64]
    most: NDArray[np.int64]


def diverse(pairs: Pairs, *, steps: int, seed: bytes) -> NDArray[np.int64]:
    """Return the group of each item after so many tries. Raises ProblemRefused."""
    n = len(pairs.unlike)
    if not (pairs.least.sum() <= n <= pairs.most.sum()) or np.any(pairs.least > pairs.most):
        raise ProblemRefused("sizes allow no grouping")
    if int(pairs.unlike.max(initial=0)) * max(n, 1) >= _MOST or np.any(pairs.unlike < 0):
        raise ProblemRefused("distances must lie between 0 and 2^40 / n")
    runs = max(1, min(MOST_RUNS, steps // (WORTH_A_RUN * n * n)))
    found = [_run(pairs, steps // runs, chances.stream(seed, f"pairs {r}")) for r in range(runs)]
    return max(found, key=lambda home: total(pairs, home))


def _run(pairs: Pairs, steps: int, chance: NDArray[np.int64]) -> NDArray[np.int64]:
    n = len(pairs.unlike)
    sizes = _sizes(pairs, n)
    home = np.repeat(np.arange(len(sizes)), sizes)
    near = np.zeros((len(sizes), n), np.int64)
    np.add.at(near, home, pairs.unlike)
    # From what moving one item may bring down to what exchanging two alike ones does.
    mean, deviation = int(pairs.unlike.sum()) // max(1, n * (n - 1)), _deviation(pairs)
    heat = max(mean, 2 * deviation)
    best, value = home.copy(), total(pairs, home)
    most = value
    for stage in (*chances.falling(STAGES, max(2, COOLING * heat // (2 * deviation))), 0):
        value = anneal(
            pairs.unlike,
            pairs.least,
            pairs.most,
            sizes,
            home,
            near,
            chance,
            chances.logs(),
            max(1, steps // (STAGES + 1)),
            (heat * stage) >> 32,
            value,
        )
        if value >= most:
            best, most = home.copy(), value
    return best


def total(pairs: Pairs, home: NDArray[np.int64]) -> int:
    """Return the sum of all pairs within groups."""
    same = home[:, None] == home[None, :]
    return int(pairs.unlike[same].sum()) // 2


def _deviation(pairs: Pairs) -> int:
    """Return the standard deviation of all pairs, rounded down, at least 1."""
    n = len(pairs.unlike)
    values = pairs.unlike[np.triu_indices(n, 1)].astype(object)
    number = max(1, len(values))
    squares = number * int((values * values).sum()) - int(values.sum()) ** 2
    return max(1, isqrt(squares // number**2))


def _sizes(pairs: Pairs, n: int) -> NDArray[np.int64]:
    """Return sizes to begin with: the least of each, the rest dealt one by one."""
    sizes = pairs.least.copy()
    while (left := n - int(sizes.sum())) > 0:
        open_to = np.flatnonzero(sizes < pairs.most)
        sizes[open_to[:left]] += 1
    return sizes


@either
def anneal(
    unlike: NDArray[np.int64],
    least: NDArray[np.int64],
    most: NDArray[np.int64],
    sizes: NDArray[np.int64],
    home: NDArray[np.int64],
    near: NDArray[np.int64],
    chance: NDArray[np.int64],
    logs: NDArray[np.int64],
    steps: int,
    heat: int,
    value: int,
) -> int:
    """Try so many exchanges and moves at one heat; return the sum within groups.

    `near[g, i]` is how unlike item i is to all of group g.
    """
    n = len(home)
    for _ in range(steps):
        i = (draw(chance) * n) >> 32
        word = draw(chance)
        j = (word * n) >> 32
        bar = (heat * logs[word & (LOGS - 1)]) >> LOG_BITS
        a = home[i]
        if (word >> 12) & 7 == 0:  # one step of eight moves i alone
            b = (draw(chance) * len(sizes)) >> 32
            if a == b or sizes[a] <= least[a] or sizes[b] >= most[b]:
                continue
            growth = near[b, i] - near[a, i]
            if growth >= -bar:
                for k in range(n):
                    near[a, k] -= unlike[i, k]
                    near[b, k] += unlike[i, k]
                home[i] = b
                sizes[a] -= 1
                sizes[b] += 1
                value += growth
            continue
        b = home[j]
        if a == b:
            continue
        growth = near[b, i] - near[a, i] + near[a, j] - near[b, j] - 2 * unlike[i, j]
        if growth >= -bar:
            for k in range(n):
                d = unlike[j, k] - unlike[i, k]
                near[a, k] += d
                near[b, k] -= d
            home[i], home[j] = b, a
            value += growth
    return int(value)
