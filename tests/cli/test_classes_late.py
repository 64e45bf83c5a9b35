"""`xueyou classes ROSTER --after A.csv`: late arrivals, as a school office would run it."""

import csv
import json

import pytest

from tests.cli.run import xueyou
from tests.rulebook.classes.offices import plain_csv, pupils

SEED = "5a" * 32


def given(path):
    """Return the class of each pupil."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: int(row["class"]) for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def first_list(tmp_path_factory):
    """Return the list of a grade of 88 in two classes."""
    folder = tmp_path_factory.mktemp("first")
    roster = plain_csv(folder / "名单.csv", pupils(91)[:88])
    ran = xueyou("classes", roster, "--classes", 2, "--iterations", 5_000, "--out", folder / "a")
    assert ran.code == 0, ran.err
    return (folder / "a" / "assignment.csv").read_bytes()


@pytest.fixture
def divided(tmp_path, first_list):
    """Return the rows of the grade with three more, and the file of its list."""
    first = tmp_path / "a" / "assignment.csv"
    first.parent.mkdir()
    first.write_bytes(first_list)
    return pupils(91), first


def arrive(tmp_path, rows, first, *more):
    """Run the command on the whole roster."""
    roster = plain_csv(tmp_path / "后来.csv", rows)
    out = tmp_path / "b"
    return out, xueyou("classes", roster, "--after", first, "--out", out, *more)


def test_nobody_who_has_a_class_is_moved(tmp_path, divided):
    """Tests that late ones go to the smaller classes, and that the lot is told."""
    rows, first = divided
    out, ran = arrive(tmp_path, rows, first, "--seed", SEED)
    assert ran.code == 0, ran.err
    before, after = given(first), given(out / "assignment.csv")
    assert {pupil: after[pupil] for pupil in before} == before
    assert len(after) == 91
    said = json.loads((out / "arrivals.json").read_bytes())
    assert (said["seed"], said["rehearsal"], said["sizes_before"]) == (SEED, False, [44, 44])
    assert sorted(said["sizes_after"]) == [45, 46]
    assert {one["id"]: one["class"] for one in said["arrivals"]} == {
        pupil: after[pupil] for pupil in set(after) - set(before)
    }
    assert all(one["class"] in one["drawn_among"] for one in said["arrivals"])
    assert {path.name for path in out.iterdir()} == {
        "assignment.csv",
        "arrivals.json",
        "classes.xlsx",
    }


def test_the_order_of_rows_changes_nothing(tmp_path, divided):
    """Tests the lot against a roster written the other way round."""
    rows, first = divided
    out, _ = arrive(tmp_path, rows, first, "--seed", SEED)
    one = (out / "arrivals.json").read_bytes()
    out, ran = arrive(tmp_path, rows[::-1], first, "--seed", SEED, "--force")
    assert ran.code == 0, ran.err
    assert (out / "arrivals.json").read_bytes() == one


def test_a_twin_follows_a_twin(tmp_path, divided):
    """Tests that demands bind a late pupil too."""
    rows, first = divided
    rows = [row | {"同班组": "双1" if at in (0, 90) else ""} for at, row in enumerate(rows)]
    out, ran = arrive(tmp_path, rows, first)
    assert ran.code == 0, ran.err
    after = given(out / "assignment.csv")
    assert after[rows[0]["学号"]] == after[rows[90]["学号"]]
    assert "这是演练" in ran.out


def test_no_room_is_said_and_nothing_is_written(tmp_path, divided):
    """Tests full classes: exit 5, the first list stands."""
    rows, first = divided
    out, ran = arrive(tmp_path, rows, first, "--most", 45)
    assert ran.code == 5
    assert "已经满了" in ran.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        (lambda rows, first: (rows[:88], first), 3, "已经有班"),
        (lambda rows, first: (rows, _written(first, "id,class\nx,\n")), 3, "assignment.csv"),
        (lambda rows, first: (rows, _written(first, "id,class\nx,1\nx,2\n")), 3, "assignment.csv"),
        (lambda rows, first: (rows, _written(first, "id,class\nx,1\n")), 3, "同一个年级"),
        (lambda rows, first: (rows, _written(first, "甲,乙\n1,2\n")), 3, "assignment.csv"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path, divided, spoil, code, words):
    """Tests wrong lists and rosters without anybody late."""
    rows, first = spoil(*divided)
    out, ran = arrive(tmp_path, rows, first)
    assert ran.code == code
    assert words in ran.err
    assert not out.exists()


def test_a_whole_runs_options_are_refused(tmp_path, divided):
    """Tests that nobody believes the grade was divided anew."""
    rows, first = divided
    _, ran = arrive(tmp_path, rows, first, "--classes", 3)
    assert ran.code == 2
    assert "--classes" in ran.err


def _written(path, text):
    path.write_text(text, encoding="utf-8")
    return path
