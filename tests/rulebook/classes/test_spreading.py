"""Where the pupils of a class stand on a scale: against counting by hand, from the roster alone."""

from statistics import mean

from tests.rulebook.classes.offices import SUBJECTS, pupils
from tests.rulebook.classes.test_runs import listed
from xueyou.rulebook.classes.wording import number_zh, strips_of


def test_each_class_stands_where_its_pupils_do(tmp_path):
    """Tests every subject: who is known is counted once, in his class; means as by hand."""
    rows = pupils(60)
    rows[7]["数学"] = ""
    found, given = listed(tmp_path, rows)
    spread = {one["name"]: one for one in found.report["spread"]}
    assert list(spread)[: len(SUBJECTS)] == list(SUBJECTS)
    for subject in SUBJECTS:
        one = spread[subject]
        marks = {
            row["学号"]: float(row[subject]) for row in rows if isinstance(row[subject], float)
        }
        low, high = min(marks.values()), max(marks.values())
        assert (one["low"], one["high"]) == (low, high)
        for c, (counts, place) in enumerate(zip(one["counts"], one["means"], strict=True), 1):
            here = [mark for pupil, mark in marks.items() if given[pupil] == c]
            assert sum(counts) == len(here)
            assert abs(place - (mean(here) - low) / (high - low)) < 1e-4
        assert abs(one["mean"] - (mean(marks.values()) - low) / (high - low)) < 1e-4
        lowest = [c for c in range(3) if one["counts"][c][0]]
        assert {given[pupil] - 1 for pupil, mark in marks.items() if mark == low} <= set(lowest)


def test_plans_are_on_one_scale(tmp_path):
    """Tests that the snake's strip counts the same pupils at the same places."""
    found, _ = listed(tmp_path, pupils(45))
    ranked = [one["spread"] for one in found.report["methods"].values()]
    assert len(ranked) > 1
    columns = [[sum(column) for column in zip(*one["counts"], strict=True)] for one in ranked]
    assert all(one == columns[0] for one in columns)
    assert {(one["name"], one["low"], one["high"]) for one in ranked} == {
        (ranked[0]["name"], ranked[0]["low"], ranked[0]["high"])
    }


def test_many_classes_are_drawn_on_several_pages():
    """Tests that a drawing has twenty rows at most, and that all classes are drawn."""
    one = {"name": "总分", "low": 1.0, "high": 9.5, "mean": 0.5}
    one |= {"counts": [[1, 2]] * 45, "means": [0.5] * 45}
    parts = strips_of({"spread": [one]})
    assert [len(part.labels) for part in parts] == [20, 20, 5]
    assert parts[1].labels[0] == "21班"
    assert parts[1].title == "总分（21班起）"
    assert (parts[0].low, parts[0].high) == ("1", "9.5")


def test_months_are_said_as_months():
    """Tests the first and the last month of a year."""
    assert number_zh("出生年月", 2013 * 12 + 1) == "2013年1月"
    assert number_zh("出生年月", 2013 * 12 + 12) == "2013年12月"
    assert number_zh("语文", 93.5) == "93.5"
