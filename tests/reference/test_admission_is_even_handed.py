"""What must not matter does not matter to the reference: row order, names, ways to say the same."""

from random import Random  # noqa: TID251 - seeded, and only for made cases
from typing import Any

import pytest

from tests.reference import admission
from tests.reference.admission import Outcome, Stopped, run
from tests.reference.admission_cases import batch, rulebook
from tests.reference.admission_worlds import Made, made_from


def outcome(made: Made) -> Outcome | str:
    """Return what comes out, or why the run stopped."""
    try:
        return run(made.rules, made.tables, made.seed, made.circle)
    except Stopped as stopped:
        return str(stopped)


def shuffled(case: Made, seed: int) -> Made:
    mixed = {name: list(rows) for name, rows in case.tables.items()}
    for rows in mixed.values():
        Random(seed).shuffle(rows)
    return case._replace(tables=mixed)


def minding_rows() -> int:
    """Return in how many made cases another order of rows gives another outcome."""
    cases = [(seed, made_from(seed, 30, 6)) for seed in range(60)]
    return sum(outcome(shuffled(case, seed)) != outcome(case) for seed, case in cases)


def test_the_order_of_rows_changes_nothing() -> None:
    assert minding_rows() == 0


def test_first_come_first_served_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """If who comes first in the tables had an advantage, the count above is not 0."""

    def first_come(slots: Any, room: Any) -> Any:
        got, rest = {}, dict(room)
        by_row = sorted(slots, key=lambda unit: rows.index(unit.members[0]))
        for unit in by_row:
            free = [slot for slot in slots[unit] if rest.get(slot.place, 0) >= len(unit.members)]
            for slot in free[:1]:
                got[unit] = slot
                rest[slot.place] -= len(unit.members)
        return got, set()

    rows: list[str] = []
    plain = admission.Given

    def given(rules: Any, tables: Any, *more: Any) -> Any:
        rows[:] = [row["applicant"] for row in tables["applicants"]]
        return plain(rules, tables, *more)

    monkeypatch.setattr(admission, "Given", given)
    monkeypatch.setattr(admission, "rounds", first_come)
    assert minding_rows() > 0


def minding_names(tie_last: str) -> int:
    """Return in how many made cases changed names change more than the names."""
    found = 0
    for seed in range(60):
        case = made_from(seed, 30, 6, ties=(tie_last, tie_last))
        for rule in case.rules["batches"]:
            rule.pop("home", None)  # there the smallest id breaks ties
            rule["ties"] = [term for term in rule.get("ties", ()) if term != "lottery"]
        del case.rules["batches"][2:]
        case.rules["batches"][1].pop("leftover", None)
        tables = {
            name: [dict(row) for row in rows if row.get("batch") != "c"]
            for name, rows in case.tables.items()
        }
        case = case._replace(tables=tables)
        if case.rules["batches"][0].get("leftover") == {"to": "c"}:
            del case.rules["batches"][0]["leftover"]
        names = sorted(row["applicant"] for row in tables["applicants"])
        new = dict(zip(names, reversed(names), strict=True))
        renamed = {
            name: [
                row | ({"applicant": new[row["applicant"]]} if "applicant" in row else {})
                for row in rows
            ]
            for name, rows in tables.items()
        }
        one, other = outcome(case), outcome(case._replace(tables=renamed))
        if isinstance(one, str) or isinstance(other, str):
            found += one != other
            continue
        moved = {new[who]: at for who, at in one.placements.items()}
        found += (moved, one.cutoffs) != (other.placements, other.cutoffs)
    return found


def test_names_count_only_where_they_break_ties() -> None:
    """With `admit_all` nobody minds another's name; with `stable_id` they do: it can be found."""
    assert minding_names("admit_all") == 0
    assert minding_names("stable_id") > 0


def alike(first: dict[str, Any], second: dict[str, Any]) -> list[bool]:
    """Return, for made tables, whether two batches give the same."""
    found = []
    for seed in range(30):
        made = made_from(seed, 30, 6, modes=("parallel", "parallel"))
        rows = {
            name: [row for row in rows if row.get("batch", "a") == "a"]
            for name, rows in made.tables.items()
        }
        rows["quotas"] = []
        rows["applicants"] = [row | {"group": ""} for row in rows["applicants"]]
        outcomes = []
        for one in (first, second):
            longest = one["choices"]["max"]
            filed = [row for row in rows["choices"] if int(row["rank"]) <= longest]
            case = Made(
                rulebook(one, facts=made.rules["facts"]), rows | {"choices": filed}, bytes(32), None
            )
            outcomes.append(outcome(case))
        found.append(outcomes[0] == outcomes[1])
    return found


@pytest.mark.parametrize("mode", ["parallel", "sequential", "banded"])
def test_one_pass_is_rounds_where_nobody_is_bound(mode: str) -> None:
    skip = {"group": {"bind": True, "straddle": "skip"}, "tie_last": "stable_id"}
    assert all(alike(batch(mode=mode, tie_last="stable_id"), batch(mode=mode, **skip)))


def test_modes_differ_only_where_there_is_a_second_choice() -> None:
    """Parallel is deferred where all rank alike; single is a list of one; by rank is another."""

    def of(mode: str, choices: int) -> dict[str, Any]:
        return batch(mode=mode, tie_last="stable_id", choices=choices)

    assert all(alike(of("parallel", 6), of("deferred", 6)))
    assert all(alike(of("single", 1), of("parallel", 1)))
    assert all(alike(of("single", 1), of("deferred", 1)))
    assert not any(alike(of("single", 1), of("parallel", 6)))
    assert not all(alike(of("parallel", 6), of("sequential", 6)))
