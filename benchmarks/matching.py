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
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.matching_demand import country, with_reserves
from benchmarks.radix_sort import radix_sorted
from xueyou.engines.matching import Problem, certify, prepare, solve

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
    print(f"load before: {load:.2f}" + ("  (busy: figures are too high)" if load > BUSY else ""))
    held = True
    for units in options.units:
        for kind in options.kinds:
            held &= _measured(kind, units, options)
    return 0 if held else EXIT_BUSY if load > BUSY else EXIT_MISSED


def _measured(kind: str, units: int, options: argparse.Namespace) -> bool:
    """Measure and print one kind of problem; return whether its bar holds."""
    problem = KINDS[kind](units, options.choices)
    sticks = _yardsticks(problem, options.repeats)
    print(
        f"{kind}, {units:,} × {options.choices} ({len(problem.slot_pool):,} slots):"
        f" one read {sticks.read:.3f} s, one radix sort {sticks.sort:.3f} s"
    )
    best, found = float("inf"), None
    for threads in options.threads:
        _forget_peak()
        before = time.process_time()
        seconds, found = _median(partial(solve, problem, threads=threads), options.repeats)
        cpu = (time.process_time() - before) / options.repeats
        best = min(best, seconds)
        print(
            f"  threads {threads}  {seconds:7.3f} s (CPU {cpu:.3f})"
            f" = {seconds / sticks.read:4.0f} reads = {seconds / sticks.sort:4.1f} sorts,"
            f" peak {_peak():.2f} GiB",
            flush=True,
        )
    assert found is not None
    proposals, unplaced = found.proposals / units, np.mean(found.slot < 0)
    print(f"  {proposals:.2f} proposals a unit, {unplaced:.1%} unplaced")
    bar = BARS.get((kind, units))
    held = bar is None or best <= bar
    if bar is not None:
        print(f"  bar {bar} s: {'held' if held else 'MISSED'}")
    if options.certify:
        said = certify(problem, found)
        print(f"  feasible {said.feasible}, blocking pairs {said.blocking}", flush=True)
        held &= said.feasible and said.blocking == 0
    return held


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
    key = ((score << 29) | problem.order).astype(np.uint64)
    return Yardsticks(
        read=_median(problem.slot_pool.max, repeats)[0],
        sort=_median(lambda: radix_sorted(key, 39), repeats)[0],
    )


def _median(work: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    seconds, found = [], None
    for _ in range(repeats):
        before = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - before)
    return statistics.median(seconds), found


def _forget_peak() -> None:
    """Begin a new peak of memory, where the system can (Linux)."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak() -> float:
    """Return the peak of memory in GiB, problem included."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    raise SystemExit(main())
