"""Lists of classes beside both snakes and beside the best published search, on made grades.

`make bench NAME=balancing`: grades of 600 pupils in 12 classes, six subjects in half marks, their
total, sex and eight home areas. For each length of search (milliseconds, one thread) the median
over the grades of every subject's range of means as a share of the snake's, and the ranges.
With `--peer` also our own port of k-plus exchange (anticlust's "local-maximum": every pupil in turn
takes the exchange that helps most, until none does; restarted until as much CPU is used), on the
port's own objective; `benchmarks.k_plus_fixtures` holds the port against the package. A whole city
is `benchmarks.classes_city`. Exit 1 where a bar is missed.
"""

import argparse
import os
import statistics
import time
from collections.abc import Sequence

import numpy as np

from benchmarks.k_plus import Port, k_plus
from tests.engines.balancing.grades import grade
from xueyou.engines.balancing import (
    Problem,
    broken,
    level_ranges,
    numeric_ranges,
    snake,
    solve,
)
from xueyou.rulebook.classes.speed import steps_in

EXIT_MISSED = 1
SEED = bytes(32)
SHARES = {100: 1 / 8, 4000: 1 / 10}
RANGES = {4000: (0.6, 0.6, 2, 1)}
"""Mean and deviation in marks, tails and counts in pupils, at most."""
PORT_SPEED = 0.95
"""A port that weighs fewer exchanges a second than our own search would be no peer."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and say by the exit code whether the bars hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.balancing", description=__doc__)
    parser.add_argument("--sets", type=int, default=20)
    parser.add_argument("--ms", type=int, nargs="+", default=[100, 4000])
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args(arguments)
    print(f"load before: {os.getloadavg()[0]:.2f}")
    made = [grade(600, 12, seed) for seed in range(options.sets)]
    held = all([_beside_snakes(made, ms) for ms in options.ms])
    if options.peer:
        held &= _beside_the_port(made, max(options.ms))
    return 0 if held else EXIT_MISSED


def _beside_snakes(made: Sequence[Problem], ms: int) -> bool:
    shares: dict[str, list[list[float]]] = {"snake": [], "snake-sex": []}
    lines = []
    for problem in made:
        iterations = steps_in(problem, ms)
        before = time.process_time()
        found = solve(problem, iterations=iterations, seed=SEED)
        took = time.process_time() - before
        own = _means(problem, found.home)
        for name, apart in (("snake", None), ("snake-sex", problem.categories[0].levels)):
            dealt = _means(problem, snake(problem.numerics[6], problem.sizes, apart))
            shares[name].append([o / d for o, d in zip(own, dealt, strict=True)])
        lines.append((own, *_others(problem, found.home), took, broken(problem, found.home)))
    print(
        f"\n{ms} ms, {len(made)} grades, medians"
        f" (CPU {statistics.median(x[4] for x in lines):.2f} s)"
    )
    held = all(line[5] == 0 for line in lines)
    for name, rows in shares.items():
        medians = [statistics.median(column) for column in zip(*rows, strict=True)]
        print(f"  mean range / {name:<10}", " ".join(f"{m:.3f}" for m in medians))
        held &= max(medians) <= SHARES.get(ms, 1)
    means = [statistics.median(c) for c in zip(*(line[0] for line in lines), strict=True)]
    deviations = [statistics.median(c) for c in zip(*(line[1] for line in lines), strict=True)]
    tails, counts = (
        max(statistics.median(c) for c in zip(*(x[k] for x in lines), strict=True)) for k in (2, 3)
    )
    print("  mean range, marks      ", " ".join(f"{m:.2f}" for m in means))
    print("  deviation range, marks ", " ".join(f"{d:.2f}" for d in deviations))
    print(f"  tails {tails}, counts {counts}, demands broken {sum(x[5] for x in lines)}")
    mean, deviation, tail, count = RANGES.get(ms, (99, 99, 99, 99))
    held &= max(means) <= mean and max(deviations) <= deviation
    held &= tails <= tail and counts <= count
    print(f"  bars {'held' if held else 'MISSED'}", flush=True)
    return held


def _means(problem: Problem, home: np.ndarray) -> list[float]:
    """Return ranges of the subjects' class means, in marks."""
    return [float(numeric_ranges(problem, n, home).mean) / 2 for n in problem.numerics[:6]]


def _others(problem: Problem, home: np.ndarray) -> tuple[list[float], list[int], list[int]]:
    deviations = []
    for numeric in problem.numerics[:6]:
        own = [float(v) ** 0.5 / 2 for v in numeric_ranges(problem, numeric, home).variances]
        deviations.append(max(own) - min(own))
    tails = list(numeric_ranges(problem, problem.numerics[6], home).tails)
    counts = [max(x.range for x in level_ranges(problem, c, home)) for c in problem.categories]
    return deviations, tails, counts


def _beside_the_port(made: Sequence[Problem], ms: int) -> bool:
    """Hold both searches against each other on the port's objective: means and spreads alone."""
    better = worse = slow = 0
    print(f"\nk-plus objective, {ms} ms of CPU each: ours / port")
    for problem in made:
        plain = k_plus(problem)
        port = Port(plain)
        before = time.process_time()
        found = solve(plain, iterations=steps_in(plain, ms), seed=SEED)
        took = time.process_time() - before
        theirs, restarts = port.best_within(took)
        better += found.least < theirs
        worse += found.least > theirs
        speeds = (found.iterations / took / 1e6, port.weighed / took / 1e6)
        slow += speeds[1] < PORT_SPEED * speeds[0]
        print(
            f"  {found.least / theirs:.4f}  {restarts} restarts, {took:.2f} s,"
            f" millions of exchanges weighed a second: {speeds[0]:.0f} / {speeds[1]:.0f}",
            flush=True,
        )
    print(f"  better {better}, worse {worse} of {len(made)}; port too slow on {slow}")
    return not slow and (worse == 0 or better >= 15 * len(made) / 20)


if __name__ == "__main__":
    raise SystemExit(main())
