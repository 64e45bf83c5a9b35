"""Shanghai's published cut-offs predicted by a fitted population and the shipped rulebook.

`python -m benchmarks.shanghai --data DIR --out DIR` (any year's folder of these columns): joins
quota and cut-off tables name by name, keeps 30 % of the matched pairs aside, fits a population of
at least 100,000 pupils on the rest and the districts' cut-offs, replays it by `xueyou admit run`,
and says how far the replay's cut-offs lie from those kept aside. What was fitted is no validation
and is not reported as one. Writes pairs.csv, heldout.csv, report.json, the folder and its result.
Exit 1 where a gate is missed, 4 where tables or columns are absent.
"""

import argparse
import csv
import json
import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.shanghai_fit import fit
from benchmarks.shanghai_population import LINE, populate
from benchmarks.shanghai_tables import FILES, Last, Pair, Year, read_year
from benchmarks.shanghai_year import SCHOOL, Result, check, pool_of, write_folder

LEAST_MATCHED = {"2024": 1100}
LEAST_PUPILS = 100_000
KEPT = 0.3
FEWEST = 20
NEAR = 5
SOURCE_OF_LINE = "上海市教育考试院 2025-07-08 公告的 605 分；2024 年的公告待核"
EXIT_MISSED, EXIT_ABSENT = 1, 4

Report = dict[str, dict[str, object]]


class TooFew(Exception):
    """Too few pairs are matched to keep some aside."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write, and say by the exit code whether the gates hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.shanghai", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of one year's tables")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=2024, help="of the split and the population")
    parser.add_argument("--pupils", type=int, default=110_000)
    options = parser.parse_args(arguments)
    missing = [name for name in FILES if not (options.data / name).is_file()]
    if missing:
        print(f"data absent: {', '.join(missing)} not in {options.data}", file=sys.stderr)
        return EXIT_ABSENT
    try:
        report = measure(options.data, options.out, options.seed, options.pupils)
    except KeyError as column:
        print(f"data absent: the tables have no column {column}", file=sys.stderr)
        return EXIT_ABSENT
    except TooFew as few:
        print(few, file=sys.stderr)
        return EXIT_MISSED
    _write_json(options.out / "report.json", report)
    print(json.dumps(report, ensure_ascii=False, indent=2))
    return 0 if all(report["gates"].values()) else EXIT_MISSED


@dataclass(frozen=True, slots=True)
class Kept:
    """How far three predictions lie from the pairs kept aside; errors in points."""

    pairs: int
    median_absolute_error: float
    within_5_points: float
    baseline_median_absolute_error: float  # the median of the district's seen pairs
    baseline_within_5_points: float
    effects_alone_median_absolute_error: float  # what the population was made after, not replayed
    left_empty_by_the_replay: int


def measure(data: Path, out: Path, seed: int, size: int) -> Report:
    """Do everything of the module's text; returns the report."""
    out.mkdir(parents=True, exist_ok=True)
    year = read_year(data)
    _write_pairs(out / "pairs.csv", year)
    if len(year.matched) < FEWEST:
        raise TooFew(f"only {len(year.matched)} pairs are matched, {FEWEST} are needed")
    random = np.random.default_rng(seed)
    order = random.permutation(len(year.matched))
    kept = round(KEPT * len(year.matched))
    aside = [year.matched[at] for at in sorted(order[:kept])]
    seen = {year.matched[at]: year.cutoffs[year.matched[at]] for at in sorted(order[kept:])}
    expectation = fit(seen, year.quotas, year.districts)
    expected = {pair: last.score for pair, last in seen.items()}
    for pair in aside:
        expected[pair] = max(expectation.of(pair, year.quotas[pair]), LINE + 110)
    population = populate(expected, seen, year.quotas, year.districts, _juniors(year), size, random)
    write_folder(out / "folder", population, year.quotas, year.districts)
    started = time.perf_counter()
    _replay(out / "folder", out / "result")
    seconds = time.perf_counter() - started
    result = check(out / "folder", out / "result", population, year.districts)
    compared = _compare(out / "heldout.csv", aside, seen, expected, year, result)
    replay: dict[str, object] = {
        "pupils": len(population.pupils),
        "fitted_on_pairs": len(seen),
        "seconds_of_the_whole_process": round(seconds, 2),
    }
    return _report(data.name, year, len(population.pupils), replay, result, compared)


def _juniors(year: Year) -> dict[str, list[str]]:
    """The junior highs of each district; one without a name where none is published."""
    found: dict[str, set[str]] = {district: set() for _, district in year.districts}
    for _, junior, district in (*year.cutoffs, *year.quotas):
        found.setdefault(district, set()).add(junior)
    return {district: sorted(names) or ["校名未公布"] for district, names in found.items()}


def _replay(folder: Path, out: Path) -> None:
    # Nothing is drawn, so each replay is an official result, which --force would not replace.
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "xueyou.cli", "admit", "run", str(folder), "--out", str(out)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _compare(
    path: Path,
    aside: list[Pair],
    seen: Mapping[Pair, Last],
    expected: Mapping[Pair, int],
    year: Year,
    result: Result,
) -> Kept:
    """Compare the replay with the pairs kept aside, and with the median of each district."""
    known: dict[str, list[int]] = defaultdict(list)
    for pair, last in seen.items():
        known[pair[2]].append(last.score)
    everywhere = statistics.median(last.score for last in seen.values())
    rows: list[tuple[object, ...]] = []
    errors: dict[str, list[float]] = {"replay": [], "median": [], "effects": []}
    empty = 0
    for pair in aside:
        said = result.cutoffs.get((SCHOOL, pair[0], pool_of(pair[1], pair[2])))
        empty += said is None
        said = LINE + 100 if said is None else said
        median = statistics.median(known[pair[2]]) if pair[2] in known else everywhere
        true = year.cutoffs[pair].score
        for name, guess in (("replay", said), ("median", median), ("effects", expected[pair])):
            errors[name].append(abs(guess - true) / 2)
        rows.append((*pair, year.quotas[pair], true / 2, said / 2, median / 2))
    header = ("senior_high", "junior_high", "district", "places", "min_score", "replayed", "median")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return Kept(
        pairs=len(aside),
        median_absolute_error=statistics.median(errors["replay"]),
        within_5_points=_near(errors["replay"]),
        baseline_median_absolute_error=statistics.median(errors["median"]),
        baseline_within_5_points=_near(errors["median"]),
        effects_alone_median_absolute_error=statistics.median(errors["effects"]),
        left_empty_by_the_replay=empty,
    )


def _near(errors: list[float]) -> float:
    return round(sum(error <= NEAR for error in errors) / len(errors), 4)


def _report(
    name: str, year: Year, pupils: int, replay: dict[str, object], result: Result, kept: Kept
) -> Report:
    published = [last.score for last in (*year.cutoffs.values(), *year.districts.values())]
    too_low = sum(score < LINE + 100 for score in published)
    lasts = result.lasts_met == result.lasts_asked
    better = kept.median_absolute_error < kept.baseline_median_absolute_error
    return {
        "joined": {
            "cutoffs": len(year.cutoffs),
            "quotas": len(year.quotas),
            "matched": len(year.matched),
            "joined_by": dict(year.joined_by),
            "without_quota": _counts(year.without_quota),
            "without_cutoff": _counts(year.without_cutoff),
            "problems": len(year.problems),
        },
        "line": {
            "of_750": LINE // 2,
            "source": SOURCE_OF_LINE,
            "lowest_published_of_800": min(published) / 2,
            "published_below_line_plus_50": too_low,
        },
        "replay": replay
        | {
            "placed": result.placed,
            "pools_over_their_places": result.over_places,
            "placed_below_the_line": result.below_line,
            "turned_away_against_the_chain": result.chain_broken,
            "turned_away_by_the_chain_alone": result.decided_by_chain,
            "district_lasts_met_by_construction": f"{result.lasts_met} / {result.lasts_asked}",
        },
        "kept_aside": asdict(kept),
        "gates": {
            "matched": len(year.matched) >= LEAST_MATCHED.get(name, 1),
            "pupils": pupils >= LEAST_PUPILS,
            "feasible": result.over_places == 0,
            "line": result.below_line == 0 and too_low == 0,
            "chain": result.chain_broken == 0 and result.decided_by_chain > 0 and lasts,
            "better_than_district_median": better
            and kept.within_5_points > kept.baseline_within_5_points,
        },
    }


def _counts(reasons: Mapping[str, Sequence[Pair]]) -> dict[str, int]:
    return {why: len(pairs) for why, pairs in reasons.items()}


def _write_pairs(path: Path, year: Year) -> None:
    rows: list[tuple[str, ...]] = [(*pair, "matched") for pair in year.matched]
    for table, reasons in (("cut-off", year.without_quota), ("quota", year.without_cutoff)):
        rows += [(*pair, f"{table}: {why}") for why, pairs in reasons.items() for pair in pairs]
    with path.open("w", encoding="utf-8", newline="") as file:
        header = ("senior_high", "junior_high", "district", "found")
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def _write_json(path: Path, report: object) -> None:
    path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
