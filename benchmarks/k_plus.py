"""A port of k-plus exchange, written from the paper and the package's description, as a peer.

Papenberg (2024, Brit. J. Math. Stat. Psychol. 77:80) adds squares to the features and minimises the
differences of means; the package's "local-maximum" goes through the pupils, lets each take the
exchange that helps most, and begins anew until a round changes nothing. It runs on our own columns
and the same compiled weighing of a swap, so that neither is helped by its program.
"""

import time
from dataclasses import replace

import numpy as np

from xueyou.engines.balancing import Numeric, Problem
from xueyou.engines.balancing.loops import swap, weigh
from xueyou.engines.balancing.search import lists, tables, value_of
from xueyou.engines.compiling import either

SUBJECTS = 6


def k_plus(problem: Problem) -> Problem:
    """Return the problem as the peer sees it: means and spreads of the subjects, nothing else."""
    numerics = [_alike(numeric) for numeric in problem.numerics[:SUBJECTS]]
    return replace(problem, numerics=numerics, categories=(), joints=())


def _alike(numeric: Numeric) -> Numeric:
    return replace(numeric, mean=1, spread=1, tails=0)


class Port:
    """The peer on one problem without demands."""

    def __init__(self, problem: Problem) -> None:
        self._problem, self._tables = problem, tables(problem)
        self._chance = np.random.default_rng(0)
        self.weighed = 0
        self.once()  # compile

    def once(self) -> int:
        """Return the objective of one descent from a random list."""
        problem = self._problem
        home = np.repeat(np.arange(problem.classes), problem.sizes)
        self._chance.shuffle(home)
        made = lists(self._tables, home, problem, np.zeros(4, np.int64))
        self.weighed += exchange(self._tables.z, made.sums, self._tables.gain, made.home)
        return value_of(self._tables, made)

    def best_within(self, seconds: float) -> tuple[int, int]:
        """Return the least objective of the descents that so much CPU allows, and their number."""
        self.weighed = 0
        before, best, number = time.process_time(), self.once(), 1
        while time.process_time() - before < seconds:
            best, number = min(best, self.once()), number + 1
        return best, number


@either
def exchange(z, sums, gain, home):
    """Exchange until a whole round changes nothing; return how many exchanges were weighed."""
    changed, weighed = True, 0
    while changed:
        changed = False
        for i in range(len(home)):
            best, partner = 0, -1
            for j in range(len(home)):
                if home[i] != home[j]:
                    weighed += 1
                    growth = weigh(z, sums, gain, home, i, j)
                    if growth < best:
                        best, partner = growth, j
            if partner >= 0:
                swap(z, sums, home, i, partner)
                changed = True
    return weighed
