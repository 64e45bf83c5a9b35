"""Reads a year's folder of published tables and joins quotas to cut-offs, pair by pair.

Scores are held in half points. A pair is (senior high, junior high, district) under the names of
the cut-off table where the school stands there, else under the quota table's.
"""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.shanghai_names import reconcile

FILES = ("cutoffs_by_junior_high.csv", "cutoffs_by_district.csv", "quotas_by_junior_high.csv")
VECTOR = (
    "comprehensive_quality_score",
    "chinese_math_foreign_sum",
    "math_score",
    "chinese_score",
    "integrated_test_score",
)


@dataclass(frozen=True, slots=True)
class Last:
    """The last admitted: score of 800 and the six steps of the tie chain, in half points."""

    score: int
    preferred: bool
    comprehensive: int
    main3: int
    math: int
    chinese: int
    integrated: int


Pair = tuple[str, str, str]  # senior high, junior high, district
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Year:
    """What was published, joined. `reasons` counts why a row found no partner."""

    cutoffs: Mapping[Pair, Last]
    quotas: Mapping[Pair, int]
    districts: Mapping[tuple[str, str], Last]  # senior high, district
    matched: tuple[Pair, ...]
    joined_by: Mapping[str, int]
    without_quota: Mapping[str, tuple[Pair, ...]]
    without_cutoff: Mapping[str, tuple[Pair, ...]]
    problems: tuple[str, ...]  # rows that hold no sound numbers


def read_year(folder: Path) -> Year:
    """Read and join the three tables; raises FileNotFoundError, KeyError on a foreign column."""
    problems: list[str] = []
    cutoffs: dict[Pair, Last] = {}
    for row in _rows(folder / FILES[0]):
        pair = (row["senior_high"], row["junior_high"], row["district"])
        _enter(cutoffs, pair, row, problems)
    districts: dict[tuple[str, str], Last] = {}
    for row in _rows(folder / FILES[1]):
        _enter(districts, (row["senior_high"], row["district"]), row, problems)
    quotas, joined_by = _joined(_rows(folder / FILES[2]), cutoffs, problems)
    matched = tuple(sorted(set(cutoffs) & set(quotas)))
    return Year(
        cutoffs=cutoffs,
        quotas=quotas,
        districts=districts,
        matched=matched,
        joined_by=Counter(joined_by[pair] for pair in matched),
        without_quota=_why(set(cutoffs) - set(quotas), set(quotas), "quota"),
        without_cutoff=_why(set(quotas) - set(cutoffs), set(cutoffs), "cut-off"),
        problems=tuple(problems),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _half(text: str) -> int:
    twice = 2 * float(text)
    if twice != int(twice):
        raise ValueError(text)
    return int(twice)


def _enter(into: dict[Key, Last], key: Key, row: dict[str, str], wrong: list[str]) -> None:
    try:
        last = Last(
            _half(row["min_score"]),
            row["is_tie_preferred"] == "true",
            *(_half(row[name]) for name in VECTOR),
        )
    except ValueError:
        wrong.append(f"no number: {key}")
        return
    if key in into:
        wrong.append(f"twice: {key}")
        return
    into[key] = last


def _joined(
    rows: list[dict[str, str]], cutoffs: Mapping[Pair, Last], problems: list[str]
) -> tuple[dict[Pair, int], dict[Pair, str]]:
    """Return the quotas under the cut-offs' names, and how each junior high was found."""
    high = reconcile({row["senior_high"] for row in rows}, {pair[0] for pair in cutoffs}).same
    low = {
        district: reconcile(
            {row["junior_high"] for row in rows if row["district"] == district},
            {pair[1] for pair in cutoffs if pair[2] == district},
        ).same
        for district in {row["district"] for row in rows}
    }
    quotas: dict[Pair, int] = {}
    how: dict[Pair, str] = {}
    for row in rows:
        senior, by_senior = high.get(row["senior_high"], (row["senior_high"], "written alike"))
        junior, by_junior = low[row["district"]].get(
            row["junior_high"], (row["junior_high"], "written alike")
        )
        pair = (senior, junior, row["district"])
        if pair in quotas or not row["places"].isdigit():
            problems.append(f"quota twice or no number: {pair}")
            continue
        quotas[pair] = int(row["places"])
        how[pair] = by_junior if by_junior != "written alike" else by_senior
    return quotas, how


def _why(pairs: set[Pair], others: set[Pair], what: str) -> dict[str, tuple[Pair, ...]]:
    """Sort pairs without a partner by the first reason that holds."""
    districts = {pair[2] for pair in others}
    seniors = {(pair[0], pair[2]) for pair in others}
    juniors = {(pair[1], pair[2]) for pair in others}
    found: dict[str, list[Pair]] = {}
    for pair in sorted(pairs):
        if pair[2] not in districts:
            why = f"no {what} of the district is published"
        elif (pair[1], pair[2]) not in juniors:
            why = f"the junior high stands in no {what} table of the district"
        elif (pair[0], pair[2]) not in seniors:
            why = f"the senior high has no {what} in the district"
        else:
            why = f"both schools are known, their pair has no {what}"
        found.setdefault(why, []).append(pair)
    return {why: tuple(listed) for why, listed in found.items()}
