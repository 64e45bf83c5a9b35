"""What R's package anticlust makes of five made grades, and our port of its search beside it.

    python -m benchmarks.k_plus_fixtures          # the port against what is stored; exit 1: apart
    python -m benchmarks.k_plus_fixtures --make   # run R again; needs its package anticlust

Stored are, for each grade, what every descent of R's came to on our columns, and its best list, so
that anyone can reckon one of them again. The package maximises what is left within the classes,
which is nearly all there is; so the port must come within a hundredth of it, and of the rest, the
differences between classes, it must leave as much at the median.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.k_plus import SUBJECTS, Port, k_plus
from tests.engines.balancing.grades import grade
from xueyou.engines.balancing import Problem, objective
from xueyou.engines.balancing.columns import columns

HERE = Path(__file__).parent
STORED = HERE / "k_plus_fixtures.json"
PUPILS, CLASSES, DESCENTS = 600, 12, 40
SEEDS = range(5)
WITHIN, BETWEEN = 0.01, 0.05
"""How far the port may be from the package: within classes, and between them at the median."""


@dataclass(frozen=True)
class Beside:
    """The port's share of the package's: within classes (the more the better), and between."""

    within: float
    between: float

    @property
    def holds(self) -> bool:
        """Say whether the port is as good a search as the package."""
        return abs(self.within - 1) <= WITHIN and abs(self.between - 1) <= BETWEEN


def made(seed: int) -> Problem:
    """Return the grade of a seed as the peer sees it."""
    return k_plus(grade(PUPILS, CLASSES, seed))


def beside(seed: int, fixture: dict[str, list[int]]) -> Beside:
    """Hold as many descents of the port against those of the package on a grade."""
    problem = made(seed)
    port = Port(problem)
    ours = [port.once() for _ in fixture["between"]]
    # For classes of one size: all = within + between, between the objective over pupils and gain.
    squares = int(np.square(columns(problem).astype(np.int64)).sum())
    size = PUPILS // CLASSES
    within = [squares - min(every) / size for every in (ours, fixture["between"])]
    return Beside(
        within[0] / within[1], statistics.median(ours) / statistics.median(fixture["between"])
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the port's shares, or run the package again."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.k_plus_fixtures")
    parser.add_argument("--make", action="store_true")
    if parser.parse_args(arguments).make:
        STORED.write_text(json.dumps({str(seed): _in_r(seed) for seed in SEEDS}) + "\n")
    held = True
    for seed, fixture in json.loads(STORED.read_text()).items():
        share = beside(int(seed), fixture)
        held &= share.holds
        print(f"grade {seed}: within {share.within:.6f}, between {share.between:.3f}")
    return 0 if held else 1


def _in_r(seed: int) -> dict[str, list[int]]:
    problem = made(seed)
    marks = np.column_stack([numeric.values for numeric in problem.numerics]) / 2
    with tempfile.TemporaryDirectory() as folder:
        given, told = Path(folder) / "marks.csv", Path(folder) / "lists.csv"
        heads = ",".join(f"s{number}" for number in range(SUBJECTS))
        np.savetxt(given, marks, "%.1f", ",", header=heads, comments="")
        script = [str(HERE / "k_plus.R"), str(given), str(CLASSES), str(DESCENTS), str(told)]
        subprocess.run(["Rscript", *script], check=True)
        lists = np.loadtxt(told, np.int64, delimiter=",") - 1
    between = [objective(problem, home) for home in lists]
    return {"between": between, "best": lists[int(np.argmin(between))].tolist()}


if __name__ == "__main__":
    raise SystemExit(main())
