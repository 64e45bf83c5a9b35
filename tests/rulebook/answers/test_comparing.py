"""Last year's list replayed: the same placements, or each difference with its clause."""

from pathlib import Path

import pytest

from tests.rulebook.answers.messy_city import IDS, NAMES, city, write_old
from xueyou.rulebook.allocation.result_tables import placements
from xueyou.rulebook.answers.comparing import Comparison, compare
from xueyou.rulebook.answers.old_lists import read_old_list

CITY = city()
NOW = {str(row[0]): str(row[2]) for row in placements(CITY.rulebook, CITY.inputs, CITY.outcome)}
UNPLACED = "未录取"


def compared(path: Path, old: dict[str, str], *more: tuple[str, str]) -> Comparison:
    """Compare the city with a messy list of what was."""
    rows = sorted(old.items(), key=lambda pair: pair[1])
    return compare(read_old_list(write_old(path / "旧.xlsx", [*rows, *more])), CITY.explainer())


@pytest.fixture
def old() -> dict[str, str]:
    """Return last year's list as the rules give it."""
    return {id: NOW.get(id, UNPLACED) for id in IDS}


def test_a_messy_list_of_the_same_placements_has_no_difference(
    tmp_path: Path, old: dict[str, str]
) -> None:
    """Tests forty pupils under names, merged cells, odd digits and lost zeros."""
    assert 0 < len(NOW) < len(IDS)
    found = compared(tmp_path, old)
    assert (found.differences, found.same, found.unexplained) == ((), len(IDS), 0)
    assert found.passed_over > 0


def test_a_slip_of_the_office_is_told_with_its_clause(tmp_path: Path, old: dict[str, str]) -> None:
    """Tests a pupil who had been taken before one of a better score, and the one left out."""
    last = min((id for id in NOW if NOW[id] == "1001"), key=score)
    out = next(id for id in IDS if reason(id, "1001") == "outranked")
    old[last], old[out] = UNPLACED, "1001"
    found = compared(tmp_path, old)
    rows = {difference.applicant: difference for difference in found.differences}
    assert set(rows) == {last, out}
    assert (rows[last].then, rows[last].now) == ("", "1001")
    assert (rows[out].then, rows[out].now) == ("1001", NOW.get(out, ""))
    assert rows[last].clause.startswith("placed｜《临澄市招生办法》第八条，待核｜统一招生，第")
    assert rows[out].clause.startswith("outranked｜《临澄市招生办法》第八条，待核｜统一招生，第")
    assert f"录取的最后一名是{score(last)}，考生是{score(out)}" in rows[out].clause
    assert (found.same, found.unexplained) == (len(IDS) - 2, 0)


def test_a_line_that_was_not_kept_is_told(tmp_path: Path, old: dict[str, str]) -> None:
    """Tests somebody below the line who had been taken."""
    below, option = next(
        (id, c.option)
        for id, person in CITY.explained().items()
        for c in person.choices
        if c.said.code == "below_line"
    )
    old[below] = option
    (difference,) = compared(tmp_path, old).differences
    assert difference.clause.startswith("below_line｜《临澄市招生办法》第五条，待核｜")
    assert difference.explained


def test_what_no_clause_explains_is_left_to_people(tmp_path: Path, old: dict[str, str]) -> None:
    """Tests a school never wished for, an unknown school, a stranger, somebody missing."""
    free = [id for id in IDS if id not in NOW]
    wished = {c.option for c in CITY.explained()[free[0]].choices}
    old[free[0]] = next(option for option in NAMES if option not in wished)
    old[free[1]] = "西山职业学校"
    gone = next(iter(NOW))
    del old[gone]
    found = compared(tmp_path, old, ("099999999", "1002"))
    told = {d.applicant: (d.then, d.now, d.explained) for d in found.differences}
    assert told == {
        free[0]: (old[free[0]], "", False),
        free[1]: ("？西山职业学校", "", False),
        gone: ("", NOW[gone], False),
        "99999999": ("1002", "", False),
    }
    assert found.unexplained == len(found.differences) == 4


def test_rows_that_repeat_count_once_and_rows_that_disagree_are_shown(
    tmp_path: Path, old: dict[str, str]
) -> None:
    """Tests one pupil listed twice alike, and one in two schools."""
    twice, torn = [id for id in NOW if NOW[id] == "1001"][:2]
    found = compared(tmp_path, old, (twice, "1001"), (torn, "1003"))
    assert found.repeated == 2
    (difference,) = found.differences
    assert (difference.applicant, difference.now) == (torn, "1001")
    assert set(difference.then.split("、")) == {"1001", "1003"}
    assert not difference.explained


def score(id: str) -> str:
    """Return somebody's score as the tables have it."""
    return next(row["score"] for row in CITY.tables["applicants"] if row["applicant"] == id)


def reason(id: str, option: str) -> str:
    """Return what became of one choice, empty where it was not wished for."""
    choices = CITY.explained()[id].choices
    return next((c.said.code for c in choices if c.option == option), "")
