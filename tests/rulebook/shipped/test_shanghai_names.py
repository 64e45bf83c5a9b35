"""School names of two tables are matched one to one, or left alone with a reason."""

from pathlib import Path

from benchmarks.shanghai import main
from benchmarks.shanghai_names import reconcile
from benchmarks.shanghai_tables import read_year
from tests.rulebook.shipped.made_year import JUNIORS, write_year


def test_names_are_found_in_each_way() -> None:
    """Tests brackets, the city's name, a former name and a shortened one."""
    ours = ["甲中学（东校）", "乙中学", "丙中学(原丁学校)", "中山学校", "音附中学"]
    theirs = ["甲中学(东校)", "上海市乙中学", "丁学校", "区教院附属中山学校", "音乐附属中学"]
    found = reconcile(ours, theirs).same
    assert found == {
        "甲中学（东校）": ("甲中学(东校)", "alike in form"),
        "乙中学": ("上海市乙中学", "alike in form"),
        "丙中学(原丁学校)": ("丁学校", "former name"),
        "中山学校": ("区教院附属中山学校", "shortened"),
        "音附中学": ("音乐附属中学", "shortened"),
    }


def test_a_name_with_two_candidates_is_left_alone() -> None:
    """Tests that nothing is guessed."""
    assert reconcile(["中山学校"], ["东区附属中山学校", "西区附属中山学校"]).same == {}


def test_the_better_way_comes_first() -> None:
    """Tests that a school with its former name is not taken for its namesake."""
    found = reconcile(
        ["大同初级中学（原黄浦学校）"], ["上海市大同初级中学", "上海市大同初级中学（原黄浦学校）"]
    ).same
    assert found["大同初级中学（原黄浦学校）"][0] == "上海市大同初级中学（原黄浦学校）"


def test_each_row_is_matched_or_has_a_reason(tmp_path: Path) -> None:
    """Tests the sums of a made year."""
    year = read_year(write_year(tmp_path / "year"))
    unmatched = sum(len(pairs) for pairs in year.without_quota.values())
    assert len(year.cutoffs) == 2 * 4 * JUNIORS == len(year.matched) + unmatched
    assert set(year.without_quota) == {"both schools are known, their pair has no quota"}
    assert not year.without_cutoff
    assert set(year.joined_by) == {"written alike", "alike in form"}


def test_absent_data_are_told_by_exit_four(tmp_path: Path) -> None:
    """Tests a folder without the tables."""
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 4
    assert not (tmp_path / "out").exists()
