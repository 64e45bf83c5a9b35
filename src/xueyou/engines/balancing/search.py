"""Owns the search: a list that meets all demands, annealed; then one of many as good, by seed."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from xueyou.engines import compiling
from xueyou.engines.balancing import chances, loops
from xueyou.engines.balancing.columns import columns, gains
from xueyou.engines.balancing.conflict import explain
from xueyou.engines.balancing.loops import Lists, Tables
from xueyou.engines.balancing.measures import missed
from xueyou.engines.balancing.mending import counted, first_list, limits_of, shuffled
from xueyou.engines.balancing.problem import (
    MOST_WEIGHT,
    NOT_FIXED,
    Balanced,
    Problem,
    check,
)

STAGES = 64
ROUNDS = ((2, 1, 2048), (8, 64, 32), (3, 256, 8), (3, 256, 8))
"""Of each round: sixteenths of the steps; the part of what a swap changes on average at which its
heat begins; the part of that to which it falls. The first comes down from everywhere, as small
grades need; the others begin from the best list yet, in the heat in which large ones find more.
"""
SMALL, MOST_RESTARTS = 200, 64
RESTARTS = 3200
"""Up to so many pupils single swaps change much: three quarters of the steps go to beginning anew,
RESTARTS over the pupils times, and what is found then counts among the lists that are as good …
"""
WORTH_A_RESTART = 5_000
"""… but never in fewer steps than these."""
ALIKE = 32
"""So many lists are looked for among those as good as the best …"""
WALKED = 16
"""… in a walk of this part of the steps …"""
MARGIN = 5
"""… none above the least objective by more than its 2^-5th part, a thirty-second."""
_SAMPLES = 512
_PAIRS = 1 << 28

Step = Callable[[int, int], None]


def solve(problem: Problem, *, iterations: int, seed: bytes, step: Step | None = None) -> Balanced:
    """Return a list that meets all demands and is as even as so many tries of the search bring it.

    The same problem, iterations and seed give the same list on every machine. `step` hears how
    many of the iterations are done. Raises ProblemRefused, Unsolvable, Undecided.
    """
    check(problem)
    start = _start(problem, seed)
    search = _Search(problem, start, seed, step or (lambda done, total: None))
    return search.run(max(iterations, 1))


def objective(problem: Problem, home: NDArray[np.int32]) -> int:
    """Return F of a list, from its definition: what all others are checked against."""
    z, gain = columns(problem).astype(object), gains(problem.sizes).tolist()
    total = 0
    for c in range(problem.classes):
        sums = z[home == c].sum(axis=0)
        total += gain[c] * sum(int(value) ** 2 for value in sums)
    return total


def _start(problem: Problem, seed: bytes) -> NDArray[np.int64]:
    """Return a list that meets all demands, everybody else by chance."""
    home = first_list(problem, chances.stream(seed, "start"))
    if home is None:
        raise explain(problem)
    return home


class _Search:
    def __init__(self, problem: Problem, start: NDArray[np.int64], seed: bytes, step: Step) -> None:
        self._asked = self._weighed = problem
        self._seed, self._step = seed, step
        self._own = self._tables = tables(problem)
        self._home = start
        self._met: list[NDArray[np.int64]] = []
        self._best: tuple[tuple[Fraction, int], NDArray[np.int64]] | None = None

    def run(self, iterations: int) -> Balanced:
        walked = iterations // WALKED
        done = 0
        if len(self._tables.movers) > 1:
            mean = self._mean_change()
            if len(self._tables.movers) <= SMALL:
                done = self._restart(mean, 3 * (iterations - walked) // 4)
                self._step(done, iterations)
            rest = iterations - walked - done
            for number, (share, part, cooling) in enumerate(ROUNDS):
                steps = rest * share // 16
                lists = self._annealed(self._home, f"round {number}", mean // part, cooling, steps)
                self._keep(lists.home)
                done += steps
                self._step(done, iterations)
                self._weigh_anew()
            lists = self._lists(self._home, "descent")
            self._descend(lists)
            self._keep(lists.home)
        else:
            self._keep(self._home)
        assert self._best is not None
        (over, least), home = self._best
        taken, alike = self._one_of_many(home, over, least, walked)
        named = self._with_drawn_names(taken)
        found = named.astype(np.int32)
        return Balanced(
            home=found,
            objective=self._value(taken),
            least=least,
            alike=alike,
            iterations=iterations,
            missed=tuple(sorted(missed(self._asked, found))),
        )

    def _mean_change(self) -> int:
        """Return the mean size of what random swaps change."""
        lists = self._lists(self._home, "heat")
        total = seen = 0
        for _ in range(_SAMPLES):
            i, j = (
                int(
                    self._tables.movers[(loops.draw(lists.chance) * len(self._tables.movers)) >> 32]
                )
                for _ in range(2)
            )
            if lists.home[i] != lists.home[j]:
                total += abs(
                    loops.weigh(self._tables.z, lists.sums, self._tables.gain, lists.home, i, j)
                )
                seen += 1
        return min(total // max(seen, 1), 1 << 40)

    def _restart(self, mean: int, steps: int) -> int:
        """Anneal from the first list many times, each as if it were the only one."""
        start = self._home
        most = min(MOST_RESTARTS, RESTARTS // len(self._tables.movers))
        restarts = max(1, min(most, steps // WORTH_A_RESTART))
        for number in range(restarts):
            name = f"restart {number}"
            lists = self._annealed(start, name, mean, ROUNDS[0][2], steps // restarts)
            self._descend(lists)
            self._met.append(lists.home)
            self._keep(lists.home)
            self._weigh_anew()
        return steps

    def _annealed(
        self, home: NDArray[np.int64], name: str, heat: int, cooling: int, steps: int
    ) -> Lists:
        lists = self._lists(home, name)
        value = value_of(self._tables, lists)
        for stage in chances.falling(STAGES, cooling):
            now = (heat * stage) >> 32
            value = loops.walk(self._tables, lists, steps // STAGES, now, -1, value)
        return lists

    def _descend(self, lists: Lists) -> None:
        """Let a list become one that no swap betters, by the weights as they are now."""
        movers = len(self._tables.movers)
        value = value_of(self._tables, lists)
        loops.descend(self._tables, lists, max(1, _PAIRS // (movers * movers)), value)

    def _keep(self, home: NDArray[np.int64]) -> None:
        """Remember the better list: the one nearer to its tolerances, then of smaller objective."""
        rank = self._rank(home)
        if self._best is None or rank < self._best[0]:
            self._best = (rank, home.copy())
        self._home = self._best[1]

    def _rank(self, home: NDArray[np.int64]) -> tuple[Fraction, int]:
        over = missed(self._asked, home.astype(np.int32))
        return sum(over.values(), Fraction(0)), self._value(home)

    def _weigh_anew(self) -> None:
        """Let features whose tolerance is missed count four times as much from here on."""
        over = missed(self._asked, self._home.astype(np.int32))
        if not over:
            return
        numerics, categories = list(self._weighed.numerics), list(self._weighed.categories)
        for kind, index in over:
            if kind == "numeric":
                mean = min(4 * max(numerics[index].mean, 1), MOST_WEIGHT)
                numerics[index] = replace(numerics[index], mean=mean)
            else:
                weight = min(4 * max(categories[index].weight, 1), MOST_WEIGHT)
                categories[index] = replace(categories[index], weight=weight)
        self._weighed = replace(self._weighed, numerics=numerics, categories=categories)
        self._tables = tables(self._weighed)

    def _one_of_many(
        self, home: NDArray[np.int64], over: Fraction, least: int, steps: int
    ) -> tuple[NDArray[np.int64], int]:
        """Walk among lists as good as this one; return the one with the smallest ticket."""
        self._tables = self._own
        found = {_digest(home): home}
        if len(self._tables.movers) > 1:
            lists = self._lists(home, "walk")
            ceiling, value = least + (least >> MARGIN), least
            for _ in range(ALIKE):
                value = loops.walk(self._tables, lists, steps // ALIKE, 0, ceiling, value)
                if self._rank(lists.home)[0] <= over:
                    found.setdefault(_digest(lists.home), lists.home.copy())
            for other in self._met:
                rank = self._rank(other)
                if rank[0] <= over and rank[1] <= ceiling:
                    found.setdefault(_digest(other), other)
        taken = min(found, key=lambda digest: chances.ticket(self._seed, "take", digest))
        return found[taken], len(found)

    def _with_drawn_names(self, home: NDArray[np.int64]) -> NDArray[np.int64]:
        """Let a lot say which class is which, among those of one size where nobody is fixed."""
        names = np.arange(self._asked.classes)
        bound = set(self._asked.fixed[self._asked.fixed != NOT_FIXED].tolist())
        chance = chances.stream(self._seed, "names")
        for size in np.unique(self._asked.sizes):
            alike = [int(c) for c in np.flatnonzero(self._asked.sizes == size) if c not in bound]
            names[alike] = shuffled(np.array(alike, np.int64), chance)
        return names[home]

    def _lists(self, home: NDArray[np.int64], purpose: str) -> Lists:
        return lists(self._tables, home, self._asked, chances.stream(self._seed, purpose))

    def _value(self, home: NDArray[np.int64]) -> int:
        return value_of(self._own, lists(self._own, home, self._asked, np.zeros(4, np.int64)))


def tables(problem: Problem) -> Tables:
    """Return what a search reads and never changes."""
    n = problem.pupils
    blocks = [
        members
        for block in np.unique(problem.together[problem.together >= 0])
        if len(members := np.flatnonzero(problem.together == block)) > 1
    ]
    block = np.full(n, -1, np.int64)
    held = problem.fixed != NOT_FIXED
    for number, members in enumerate(blocks):
        block[members] = number
        if held[members].any():
            held[members] = True
    limits = limits_of(problem)
    return Tables(
        z=columns(problem).astype(np.int64 if compiling.plain() else np.int32),
        gain=gains(problem.sizes),
        movers=np.flatnonzero(~held),
        special=np.diff(limits.start) > 0,
        block=block,
        block_start=np.cumsum([0, *map(len, blocks)]).astype(np.int64),
        block_member=np.concatenate([*blocks, np.zeros(0, np.int64)]).astype(np.int64),
        limits=limits,
        longest=max([1, *map(len, blocks)]),
        logs=chances.logs(),
    )


def lists(
    tables: Tables, home: NDArray[np.int64], problem: Problem, chance: NDArray[np.int64]
) -> Lists:
    """Return a list with its sums, to be changed."""
    sums = np.zeros((problem.classes, tables.z.shape[1]), tables.z.dtype)
    for c in range(problem.classes):
        sums[c] = tables.z[home == c].sum(axis=0)
    return Lists(home.copy(), sums, counted(problem, home), chance)


def value_of(tables: Tables, lists: Lists) -> int:
    """Return F of a list whose sums are kept: `objective`, without going through the pupils."""
    squares = np.square(lists.sums.astype(np.int64)).sum(axis=1)
    return int((tables.gain * squares).sum())


def _digest(home: NDArray[np.int64]) -> str:
    return hashlib.sha256(home.astype("<i4").tobytes()).hexdigest()
