"""How fast places are given, beside one read of the lists and one radix sort of the keys.

`make bench NAME=matching` runs to a million units with ten choices each, without quotas, with
quotas as reserved places (hard and soft), and with one common order; `python -m
benchmarks.matching --units 18000000` a country. Lists are drawn like wishes in life: by appeal,
from the whole country, units in no order (the worst case for a processor's caches).

Times are medians of wall seconds, compiling excluded, packing included; a run beside other load is
said to be one. Exit 1 where a bar is missed, 7 where the machine is too busy to say.
"""

import argparse
import os
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.matching_demand import country, with_reserves
from xueyou.engines.matching import Problem, certify, prepare, solve
from xueyou.engines.matching.sorting import sorted_by

EXIT_MISSED, EXIT_BUSY = 1, 7
MILLION = 1_000_000
# Bars of seconds by (kind, units); a kind or a size without one is only told.
BARS = {
    ("no quotas", 18 * MILLION): 4.0,
    ("hard quotas", MILLION): 1.0,
    ("soft quotas", MILLION): 1.0,
    ("hard quotas", 18 * MILLION): 20.0,
}
BUSY = 0.5


@dataclass(frozen=True, slots=True)
class Yardsticks:
    """What the machine does at least, seconds."""

    read: float
    sort: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and say by the exit code whether the bars hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--units", type=int, nargs="+", default=[100_000, MILLION])
    parser.add_argument("--choices", type=int, default=10)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--certify", action="store_true", help="and look at every slot afterwards")
    options = parser.parse_args(arguments)
    load = os.getloadavg()[0]
    prepare()
    for kind in options.kinds:  # compile before anything is timed
        solve(KINDS[kind](3000, 3), threads=2)
        _yardsticks(KINDS[kind](3000, 3), 1)
    missed = False
    print(f"load before: {load:.2f}" + ("  (busy: figures are too high)" if load > BUSY else ""))
    for units in options.units:
        for kind in options.kinds:
            problem = KINDS[kind](units, options.choices)
            sticks = _yardsticks(problem, options.repeats)
            for threads in options.threads:
                seconds, found = _median(
                    lambda p=problem, t=threads: solve(p, threads=t), options.repeats
                )
                bar = BARS.get((kind, units))
                missed |= bar is not None and threads == max(options.threads) and seconds > bar
                print(
                    f"{kind:<12} {units:>10,} × {options.choices} threads {threads} {seconds:7.3f} s"
                    f"  = {seconds / sticks.read:5.0f} reads = {seconds / sticks.sort:5.1f} sorts"
                    f"  {found.proposals / units:.2f} proposals a unit,"
                    f" {np.mean(found.slot < 0):.3f} unplaced" + (f"  bar {bar} s" if bar else ""),
                    flush=True,
                )
            print(
                f"{'':<12} {len(problem.slot_pool):,} slots; one read {sticks.read:.3f} s, one"
                f" radix sort {sticks.sort:.3f} s; peak {_peak():.2f} GiB"
            )
            if options.certify:
                said = certify(problem, found)
                print(f"{'':<12} feasible {said.feasible}, blocking pairs {said.blocking}")
                missed |= not said.feasible or said.blocking > 0
    return EXIT_BUSY if missed and load > BUSY else EXIT_MISSED if missed else 0


def _common(units: int, choices: int) -> Problem:
    """One order for all, of 39 bits: a score and a lottery number behind it."""
    problem = country(units, choices)
    score = np.random.default_rng(7).integers(0, 751, units)
    return Problem(
        problem.slot_start,
        problem.slot_pool,
        np.zeros_like(problem.slot_tier),
        (score << 29) | problem.order,
        None,
        problem.places,
    )


KINDS: dict[str, Callable[[int, int], Problem]] = {
    "no quotas": country,
    "hard quotas": lambda units, choices: with_reserves(country(units, choices), soft=False),
    "soft quotas": lambda units, choices: with_reserves(country(units, choices), soft=True),
    "common order": _common,
}


def _yardsticks(problem: Problem, repeats: int) -> Yardsticks:
    """One sequential read of the pools of all slots, one radix sort of 39-bit keys of all units."""
    score = np.random.default_rng(7).integers(0, 751, problem.units)
    key = (score << 29) | problem.order
    return Yardsticks(
        read=_median(problem.slot_pool.sum, repeats)[0],
        sort=_median(lambda: sorted_by(key), repeats)[0],
    )


def _median(work: Callable[[], object], repeats: int) -> tuple[float, object]:
    seconds, found = [], None
    for _ in range(repeats):
        before = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - before)
    return statistics.median(seconds), found


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    raise SystemExit(main())
