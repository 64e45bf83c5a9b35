"""Owns the balancing of classes: a grade's pupils in, a list of classes that nobody chose out.

Intent. Every class shall look like the grade: the same means, the same spread, as many of the
strongest and weakest, as many of each kind; what must be (together, apart, fixed, spread, at most)
is kept exactly, or refused with a smallest set of demands that contradict one another. Among the
very many lists that are as good one is taken by a public seed. Where rules want it the snake, with
or without the sexes apart, is dealt instead.

Objective, in whole numbers (ADR 26). Each feature gives columns z, centred over the grade
(`columns`): a standard deviation is 4,096, one pupil of a kind 8,192, times the root of the weight.
With n_c the size of class c, A_cj the sum of column j over it and g_c = ⌊64 · max n / n_c⌋ (over
their common divisor) a list's objective is F = Σ_c g_c Σ_j A_cj²; less is better, 0 the least.
No float decides anything: heat, logarithms and chance are whole numbers too, so that a list is
recomputed bit by bit on any machine.

Search (`search`). Annealing by swaps, so that sizes never change, then a descent to a list that no
swap betters. Means only would leave open how far a class spreads; the columns of squares are those
of k-plus (Papenberg 2024, Brit. J. Math. Stat. Psychol. 77:80). A tolerance that is missed raises
its feature's weight, and the search goes on.
"""

from xueyou.engines.balancing.arrivals import Arrival, arrive
from xueyou.engines.balancing.measures import (
    LevelRange,
    NumericRanges,
    broken,
    level_ranges,
    missed,
    numeric_ranges,
)
from xueyou.engines.balancing.problem import (
    ALONE,
    NOT_FIXED,
    Balanced,
    Category,
    Demand,
    Joint,
    Limit,
    Numeric,
    Problem,
    ProblemRefused,
    Undecided,
    Unsolvable,
)
from xueyou.engines.balancing.search import objective, solve
from xueyou.engines.balancing.snake import snake

__all__ = [
    "ALONE",
    "NOT_FIXED",
    "Arrival",
    "Balanced",
    "Category",
    "Demand",
    "Joint",
    "LevelRange",
    "Limit",
    "Numeric",
    "NumericRanges",
    "Problem",
    "ProblemRefused",
    "Undecided",
    "Unsolvable",
    "arrive",
    "broken",
    "level_ranges",
    "missed",
    "numeric_ranges",
    "objective",
    "snake",
    "solve",
]
