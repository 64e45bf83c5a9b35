"""An appeal is cured by an added place inside the class size; nobody loses what he has."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.rulebook.answers.explained_worlds import (
    PRIMARY,
    PRIMARY_TABLES,
    SENIOR,
    SENIOR_TABLES,
    Tables,
    World,
    world,
)
from xueyou.rulebook.answers.appealing import Appealed, appeal
from xueyou.rulebook.answers.corrections import read_corrections
from xueyou.rulebook.answers.sealed import Sealed
from xueyou.rulebook.language.faults import InputRefused

ROOMY = SENIOR.replace("limit: 2", "limit: 3")
Fact = tuple[str, str, str]


def appealed(path: Path, run: World, facts: Sequence[Fact]) -> Appealed:
    """Appeal against a run with a file of facts."""
    file = path / "facts.csv"
    lines = ["applicant,fact,value", *(",".join(fact) for fact in facts)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    corrections = read_corrections(file, run.rulebook, run.inputs)
    return appeal(Sealed(path, run.rulebook, run.inputs, run.tickets, run.outcome), corrections)


def rows(found: Appealed) -> list[tuple[str, ...]]:
    """Return changes.csv."""
    return [change.row() for change in found.changes]


def results(found: Appealed) -> dict[str, str]:
    """Return what came of each appellant."""
    return {applicant: result for applicant, result, _ in found.appeals}


def test_who_was_owed_a_place_gets_an_added_one(tmp_path: Path) -> None:
    """Tests a pupil shut out by a wrong number of years: a place is added, nobody is moved."""
    found = appealed(tmp_path, world(ROOMY, SENIOR_TABLES), [("a4", "years", "3")])
    assert rows(found) == [("a4", "", "", "到校", "H1", "fact_corrected")]
    assert found.allowed
    (need,) = found.places
    assert need.row() == ("到校", "H1", "J1", 1, 1, 0, 1, 0, 1, 6, 6, "yes")
    causes = {change.applicant: change.cause for change in found.counterfactual}
    assert causes["a4"] == "fact_corrected"
    assert causes["a1"] == "displaced"  # a new run would have taken his place


def test_a_full_class_forbids_the_added_place_and_says_so(tmp_path: Path) -> None:
    """Tests the same pupil where the classes hold no more."""
    found = appealed(tmp_path, world(SENIOR, SENIOR_TABLES), [("a4", "years", "3")])
    assert (rows(found), results(found), found.allowed) == ([], {"a4": "no_room"}, False)
    (need,) = found.places
    assert (need.added, need.heads_after, need.class_limit, need.allowed) == (1, 6, 4, False)


def test_a_move_within_the_option_adds_nobody_to_its_classes(tmp_path: Path) -> None:
    """Tests a pupil who was at the option by another batch: the place he leaves is freed."""
    found = appealed(tmp_path, world(SENIOR, SENIOR_TABLES), [("a2", "moral", "49")])
    assert rows(found) == [("a2", "统招", "H1", "到校", "H1", "fact_corrected")]
    told = {
        need.pool: (need.gained, need.freed, need.added, need.heads_after) for need in found.places
    }
    assert told == {"J1": (1, 0, 1, 5), "*": (0, 1, 0, 5)}
    assert found.allowed


def test_an_empty_place_is_used_before_one_is_added(tmp_path: Path) -> None:
    """Tests that a vacancy nobody has, not even a later batch it flowed to, needs no new place."""
    tables: Tables = SENIOR_TABLES | {
        "choices": [c for c in SENIOR_TABLES["choices"] if c["applicant"] in ("a1", "a2", "a5")]
    }
    found = appealed(tmp_path, world(SENIOR, tables), [("a5", "years", "3")])
    assert rows(found)[0][3:5] == ("到校", "H1")
    need = next(need for need in found.places if need.pool == "J2")
    assert (need.vacant, need.added, found.allowed) == (1, 0, True)


def test_a_correction_that_gives_less_takes_nothing(tmp_path: Path) -> None:
    """Tests a pupil whose true mark would have cost him the place, and whom it had helped."""
    found = appealed(tmp_path, world(SENIOR, SENIOR_TABLES), [("a1", "moral", "40")])
    assert (rows(found), results(found)) == ([], {"a1": "kept"})
    causes = {change.applicant: change.cause for change in found.counterfactual}
    assert causes["a2"] == "follows"
    assert found.places == ()


def test_a_correction_that_decides_nothing_changes_nothing(tmp_path: Path) -> None:
    """Tests a fact that leaves the place as it was, and a run that stays as it is."""
    found = appealed(tmp_path, world(SENIOR, SENIOR_TABLES), [("a3", "score", "610")])
    assert (rows(found), results(found), found.counterfactual) == ([], {"a3": "no_change"}, ())


def test_each_result_is_told_in_its_own_words(tmp_path: Path) -> None:
    """Tests what was held and why it stays, that nothing moved, and the place that is owed."""
    run = world(SENIOR, SENIOR_TABLES)

    def told(*facts: Fact) -> str:
        ((_, _, zh),) = appealed(tmp_path, run, facts).appeals
        return zh

    kept = told(("a1", "moral", "40"))
    assert kept.startswith("现在录取在名额分配到校，第1志愿“一中”。")
    assert "按更正后的情况重算，这个志愿是：没有录取。" in kept
    assert "录取的最后一名是47，考生是40" in kept
    assert kept.endswith("更正只会增加、不会收回，已经录取的不变。")
    assert told(("a3", "score", "610")).startswith(
        "更正以后录取的仍是统一招生，第3志愿“二中”，没有变"
    )
    owed = told(("a4", "years", "3"))
    assert owed.startswith("按更正后的情况，应当录取在名额分配到校，第1志愿“一中”：录取。")
    nothing = told(("b0", "score", "500"))
    assert nothing == "更正以后仍然没有录取。没有填报志愿，也没有排给考生的学校。"


def test_twins_are_cured_together(tmp_path: Path) -> None:
    """Tests that the member of a bound group moves with the one whose fact was wrong."""
    rows_of = [
        dict(row) | ({"zone": "Z2"} if row["applicant"] == "c05" else {})
        for row in PRIMARY_TABLES["applicants"]
    ]
    run = world(PRIMARY, PRIMARY_TABLES | {"applicants": rows_of})
    found = appealed(tmp_path, run, [("c05", "zone", "Z1")])
    told = {row[0]: (row[3], row[4], row[5]) for row in rows(found)}
    assert told == {
        "c05": ("学区", "S1", "fact_corrected"),
        "c06": ("学区", "S1", "group_member"),
    }
    need = next(need for need in found.places if need.batch == "学区")
    assert (need.gained, need.vacant, need.added, need.class_limit) == (2, 1, 1, None)


def test_every_fault_of_the_facts_is_told_at_once(tmp_path: Path) -> None:
    """Tests strangers, unknown facts, sums, values out of their type, and two rows for one fact."""
    run = world(SENIOR, SENIOR_TABLES)
    facts = [
        ("zz", "score", "600"),
        ("a1", "nothing", "1"),
        ("a1", "score", "720.3"),
        ("a2", "moral", "51"),
        ("a3", "moral", "50"),
        ("a3", "moral", "49"),
    ]
    with pytest.raises(InputRefused) as refused:
        appealed(tmp_path, run, facts)
    assert [(fault.row, fault.code) for fault in refused.value.faults] == [
        (2, "unknown_applicant"),
        (3, "unknown_fact"),
        (4, "off_step"),
        (5, "above_maximum"),
        (7, "correction_twice"),
    ]
    with pytest.raises(InputRefused) as refused:
        appealed(tmp_path, run, [])
    assert [fault.code for fault in refused.value.faults] == ["no_corrections"]
