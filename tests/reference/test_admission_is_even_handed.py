"""What must not matter does not matter to the reference: row order, names, ways to say the same."""

from copy import deepcopy
from random import Random  # noqa: TID251 - seeded, and only for made cases
from typing import Any

import pytest

from tests.reference.admission import Outcome, Stopped, run
from tests.reference.admission_cases import batch, rulebook
from tests.reference.admission_worlds import Made, made_from


def outcome(made: Made) -> Outcome | str:
    """Return what comes out, or why the run stopped."""
    try:
        return run(made.rules, made.tables, made.seed, made.circle)
    except Stopped as stopped:
        return str(stopped)


@pytest.mark.parametrize("seed", range(60))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    case = made_from(seed, 30, 6)
    mixed = {name: list(rows) for name, rows in case.tables.items()}
    for rows in mixed.values():
        Random(seed).shuffle(rows)
    assert outcome(case._replace(tables=mixed)) == outcome(case)


@pytest.mark.parametrize("seed", range(60))
def test_names_count_only_where_they_break_ties(seed: int) -> None:
    """With `admit_all` (and no home, where they do) everybody may change names with another."""
    case = made_from(seed, 30, 6, ties=("admit_all", "admit_all"))
    for rule in case.rules["batches"]:
        rule.pop("home", None)
    names = sorted(row["applicant"] for row in case.tables["applicants"])
    new = dict(zip(names, reversed(names), strict=True))
    tables = deepcopy(case.tables)
    for row in (*tables["applicants"], *tables["choices"]):
        row["applicant"] = new[row["applicant"]]
    plain, renamed = outcome(case), outcome(case._replace(tables=tables))
    if isinstance(plain, Outcome):
        assert isinstance(renamed, Outcome)
        assert {new[who]: at for who, at in plain.placements.items()} == renamed.placements
        assert plain.cutoffs == renamed.cutoffs
    else:
        assert plain == renamed


def same(first: dict[str, Any], second: dict[str, Any], seed: int) -> None:
    """Check that two batches give the same places for the same tables."""
    found = []
    for one in (first, second):
        made = made_from(seed, 30, 6, modes=("parallel", "parallel"))
        rules = rulebook(one, facts=made.rules["facts"])
        rows = {
            name: [row for row in rows if row.get("batch", "a") == "a"]
            for name, rows in made.tables.items()
        }
        rows["choices"] = [
            row for row in rows["choices"] if int(row["rank"]) <= one["choices"]["max"]
        ]
        rows["quotas"] = []
        rows["applicants"] = [row | {"group": ""} for row in rows["applicants"]]
        found.append(outcome(made._replace(rules=rules, tables=rows)))
    assert found[0] == found[1]


@pytest.mark.parametrize("seed", range(30))
def test_two_ways_to_say_the_same(seed: int) -> None:
    """Skip without groups is rounds; one choice makes modes one; parallel is deferred."""
    skip = {"group": {"bind": True, "straddle": "skip"}, "tie_last": "stable_id"}
    for mode in ("parallel", "sequential", "banded"):
        same(batch(mode=mode, tie_last="stable_id"), batch(mode=mode, **skip), seed)
    one = batch(mode="single", tie_last="admit_all")
    same(one, batch(mode="parallel", tie_last="admit_all", choices=1), seed)
    same(one, batch(mode="deferred", tie_last="admit_all", choices=1), seed)
    deferred = batch(mode="deferred", tie_last="stable_id")
    same(batch(mode="parallel", tie_last="stable_id"), deferred, seed)
