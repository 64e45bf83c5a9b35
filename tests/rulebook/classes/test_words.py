"""What people read of a list: few are not counted out, a snake owns up, misses are said."""

from fractions import Fraction

from tests.rulebook.classes.offices import SUBJECTS, plain_csv, pupils
from xueyou.rulebook.classes.model import ClassRules, FeatureRule
from xueyou.rulebook.classes.reporting import rounded
from xueyou.rulebook.classes.roster import read_roster
from xueyou.rulebook.classes.running import Wanted, run
from xueyou.rulebook.classes.speed import steps_in
from xueyou.rulebook.classes.wording import report_page


def page(path, rows, wanted, rules=None):
    """Return the words and the report of a run."""
    rules = rules or ClassRules()
    roster = read_roster(plain_csv(path / "a.csv", rows), rules, list(SUBJECTS))
    found = run(roster, rules, wanted, program="test")
    return report_page(found.report, "一中"), found


def test_a_few_are_not_counted_out_and_nobody_is_named(tmp_path):
    """Tests a kind of two pupils, and that no identifier stands anywhere."""
    rows = pupils(40)
    for at, row in enumerate(rows):
        row["特殊需要"] = "是" if at < 2 else "否"
    said, _ = page(tmp_path, rows, Wanted(classes=2, iterations=5_000))
    kinds = {(row[0], row[1]): row[2] for row in said.tables[1].rows}
    assert kinds["特殊需要", "是"] == "少于5"
    assert kinds["特殊需要", "否"] == "38"
    assert "2026" not in str(said).replace("种子", "")[: str(said).index("种子")]
    assert said.title == "一中分班情况"


def test_a_snake_says_which_demands_it_broke(tmp_path):
    """Tests that what the snake does not look at is said."""
    rows = pupils(40)
    for at, row in enumerate(rows):
        row["固定班"] = "1" if at < 15 else ""
    said, found = page(tmp_path, rows, Wanted(classes=2, method="snake"))
    assert found.report["hard_broken"] > 0
    assert any("没有做到" in sentence for sentence in said.head)


def test_a_tolerance_that_is_missed_is_said(tmp_path):
    """Tests the sentence about it, and the one where all are kept."""
    rows = pupils(40)
    for tolerance, words in ((60, "都达到了"), ("1/1000", "没有达到容许差的：语文")):
        rules = ClassRules(features={"语文": FeatureRule(tolerance=Fraction(tolerance))})
        said, _ = page(tmp_path, rows, Wanted(classes=2, iterations=500), rules)
        assert any(words in sentence for sentence in said.head)


def test_numbers_are_rounded_alike_everywhere():
    """Tests halves, in decimals that binary numbers do not have."""

    assert rounded(Fraction("0.00005")) == 0.0001
    assert rounded(Fraction("2.67499999")) == 2.675
    assert rounded(Fraction(1, 3)) == 0.3333


def test_a_longer_time_is_more_steps(tmp_path):
    """Tests that a time becomes a round number of steps, more for more time."""
    _, found = page(tmp_path, pupils(40), Wanted(classes=2, iterations=100))
    short, long = (steps_in(found.compiled.problem, ms) for ms in (60, 2000))
    assert 1000 <= short < long
    assert len(str(long).rstrip("0")) <= 2
