"""Ours beside what others published for deferred acceptance: same problems, same placements.

`make bench NAME=matching_peers` wants the peers of requirements/peers.in in an environment of
their own: .cache/peers, or the Python named by PEERS_PYTHON (exit 4 without). All start from the
same dictionaries of lists; ours turns them into arrays within its time. A peer that has not
answered after 120 s is written DNF. Exit 1 where placements differ or we are not 50 times as fast.
"""

import argparse
import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.matching import UNPLACED, Problem, prepare, solve

EXIT_MISSED, EXIT_MISSING = 1, 4
ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "benchmarks" / "peer_programs.py"
SAME_PROBLEM, OWN_LOTTERY = ("matching", "algmatch"), ("py-school-match",)
LIMIT = 120.0
TIMES = 50
CHOICES = 6
Placed = dict[str, str]


class Missing(Exception):
    """The peer is not installed in the peers' environment."""


@dataclass(frozen=True, slots=True)
class Market:
    """Residents and hospitals as dictionaries of lists, as peers take them."""

    residents: dict[str, list[str]]
    hospitals: dict[str, list[str]]
    capacities: dict[str, int]

    def line(self) -> str:
        """Return one line of JSON."""
        return json.dumps(
            {
                "residents": self.residents,
                "hospitals": self.hospitals,
                "capacities": self.capacities,
            }
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and say by the exit code whether the bars hold."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.matching_peers", description=__doc__
    )
    parser.add_argument("--small", type=int, default=1000, help="how many problems of n <= 200")
    options = parser.parse_args(arguments)
    python = os.environ.get("PEERS_PYTHON") or str(ROOT / ".cache/peers/bin/python")
    if not Path(python).exists():
        print(
            "没有找到对照程序的环境：请按 requirements/peers.in 开头两行建好，或设置 PEERS_PYTHON。"
        )
        return EXIT_MISSING
    try:
        return 0 if _all_hold(python, options.small) else EXIT_MISSED
    except Missing as missing:
        print(f"对照程序 {missing} 没有装好：请按 requirements/peers.in 安装。")
        return EXIT_MISSING


def _all_hold(python: str, count: int) -> bool:
    prepare()
    ours(_market(np.random.default_rng(0), 50, 5))
    held = True
    dice = np.random.default_rng(1)
    small = [
        _market(dice, int(dice.integers(1, 201)), int(dice.integers(1, 21))) for _ in range(count)
    ]
    for peer in SAME_PROBLEM:
        answers = _ask(python, peer, small)
        if isinstance(answers, str):
            print(f"{peer:<16} {len(small)} small problems: {answers}", flush=True)
            continue
        same = sum(a["placed"] == ours(m) for a, m in zip(answers, small, strict=True))
        print(f"{peer:<16} {same} of {len(small)} small problems placed alike", flush=True)
        held &= same == len(small)
    for n in (1_000, 10_000):
        market = _market(np.random.default_rng(n), n, 50)
        told, placed = _timed(ours, market)
        drawn, _ = _timed(ours_by_lottery, market)
        print(f"{'ours':<16} {n:>6} × 50: {told:.4f} s, by one lottery {drawn:.4f} s", flush=True)
        for peer in (*SAME_PROBLEM, *OWN_LOTTERY):
            answers = _ask(python, peer, [market])
            if isinstance(answers, str):
                print(f"{peer:<16} {n:>6} × 50: {answers}", flush=True)
                continue
            seconds = drawn if peer in OWN_LOTTERY else told
            spent = answers[0]["seconds"]
            total = spent["ready"] + spent["solve"]
            alike = answers[0]["placed"] == placed
            words = ("placed alike" if alike else "PLACED OTHERWISE") * (peer in SAME_PROBLEM)
            print(
                f"{peer:<16} {n:>6} × 50: {total:.3f} s = {total / seconds:,.0f} × ours"
                f" ({spent['ready']:.3f} + {spent['solve']:.3f})"
                f"  {words or 'a lottery of its own'}",
                flush=True,
            )
            held &= total >= TIMES * seconds and (alike or peer in OWN_LOTTERY)
    return held


def ours(market: Market) -> Placed:
    """Return who is placed where, from the dictionaries to a dictionary."""
    start, pool = _flat(market.residents, market.hospitals)
    begins, resident = _flat(market.hospitals, market.residents)
    # A hospital's own list is its key: the rank there is the first part, and nothing is tied.
    rank = np.arange(len(resident)) - np.repeat(begins[:-1], np.diff(begins))
    table = np.empty((len(market.residents), len(market.hospitals)), np.int32)
    table[resident, np.repeat(np.arange(len(market.hospitals)), np.diff(begins))] = rank
    tier = table[np.repeat(np.arange(len(market.residents)), np.diff(start)), pool]
    return _placed(market, start, pool, tier, np.zeros(len(market.residents), np.int64))


def ours_by_lottery(market: Market) -> Placed:
    """Return who is placed where if all hospitals rank by one lottery."""
    start, pool = _flat(market.residents, market.hospitals)
    order = np.random.default_rng(5).permutation(len(market.residents))
    return _placed(market, start, pool, np.zeros(len(pool), np.int32), order)


def _flat(
    lists: Mapping[str, Sequence[str]], named: Mapping[str, object]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return where each list begins in the row of all, and that row as numbers of what it names."""
    start = np.zeros(len(lists) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, lists.values()), np.int64, len(lists)), out=start[1:])
    number = dict(zip(named, range(len(named)), strict=True))
    row = map(number.__getitem__, chain.from_iterable(lists.values()))
    return start, np.fromiter(row, np.int32, int(start[-1]))


def _placed(
    market: Market,
    start: NDArray[np.int64],
    pool: NDArray[np.int32],
    tier: NDArray[np.int32],
    order: NDArray[np.int64],
) -> Placed:
    capacities = market.capacities
    places = np.array([capacities[hospital] for hospital in market.hospitals], np.int64)
    given = solve(Problem(start, pool, tier, order, None, places)).slot.tolist()
    return {
        resident: own[slot]
        for (resident, own), slot in zip(market.residents.items(), given, strict=True)
        if slot != UNPLACED
    }


def _timed(work: Callable[[Market], Placed], market: Market) -> tuple[float, Placed]:
    seconds: list[float] = []
    placed: Placed = {}
    for _ in range(5):
        before = time.perf_counter()
        placed = work(market)
        seconds.append(time.perf_counter() - before)
    return statistics.median(seconds), placed


def _market(dice: np.random.Generator, residents: int, hospitals: int) -> Market:
    """Return lists of six by appeal; hospitals rank by three classes and a lottery."""
    appeal = np.log(0.05 + 0.95 * dice.random(hospitals) ** 4)
    wish = appeal + dice.gumbel(size=(residents, hospitals))
    lists = np.argsort(-wish, axis=1)[:, :CHOICES]
    lottery = dice.permutation(residents)
    ranked: dict[int, list[tuple[int, int, int]]] = {}
    for resident, own in enumerate(lists.tolist()):
        for hospital in own:
            key = (int(dice.integers(3)), int(lottery[resident]), resident)
            ranked.setdefault(hospital, []).append(key)
    listed = sorted(ranked)  # a peer refuses a hospital nobody ranks
    mean = 0.95 * residents / hospitals
    capacity = np.maximum(1, mean * dice.uniform(0.4, 1.6, hospitals)).astype(int)
    return Market(
        residents={str(r + 1): [str(h + 1) for h in own] for r, own in enumerate(lists.tolist())},
        hospitals={str(h + 1): [str(r + 1) for *_, r in sorted(ranked[h])] for h in listed},
        capacities={str(h + 1): int(capacity[h]) for h in listed},
    )


def _ask(python: str, peer: str, markets: Sequence[Market]) -> list[dict[str, Any]] | str:
    """Return the peer's answers, or in words why there are none. Raises Missing."""
    try:
        done = subprocess.run(
            [python, "-I", str(PROGRAM), peer],
            input="".join(market.line() + "\n" for market in markets),
            capture_output=True,
            text=True,
            timeout=LIMIT,
        )
    except subprocess.TimeoutExpired:
        return f"DNF in {LIMIT:.0f} s"
    if done.returncode == EXIT_MISSING:
        raise Missing(peer)
    if done.returncode:
        return f"DNF: {done.stderr.strip().splitlines()[-1][:80]}"
    return [json.loads(line) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    raise SystemExit(main())
