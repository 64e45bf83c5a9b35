"""Rosters are read as school offices send them, or refused with every place that is wrong."""

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from tests.rulebook.classes.offices import SUBJECTS, office_book, plain_csv, pupils
from xueyou.rulebook.classes.cells import class_number, groups, mark, month
from xueyou.rulebook.classes.faults import ClassesRefused
from xueyou.rulebook.classes.model import Cap, ClassRules, FeatureRule
from xueyou.rulebook.classes.roster import read_roster

RULES = ClassRules()


def book(path: Path, *rows: list[object]) -> Path:
    """Write rows as they stand."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def refused(path: Path, rules: ClassRules = RULES, scores: list[str] | None = None):
    """Return the faults of a roster."""
    with pytest.raises(ClassesRefused) as caught:
        read_roster(path, rules, scores)
    return [(fault.code, fault.row, fault.column) for fault in caught.value.faults], caught.value


def test_an_office_roster_is_read_past_titles_merged_heads_and_sums(tmp_path):
    """Tests titles, two rows of heads, numbers as text, missing marks, sums, private columns."""
    rows = pupils(60)
    rows[0]["同班组"] = rows[1]["同班组"] = "双1"
    read = read_roster(office_book(tmp_path / "名单.xlsx", rows), RULES, None)
    assert len(read.ids) == 60
    assert read.ids[0] == "20260001"
    assert [number.name for number in read.numbers] == [*SUBJECTS, "总分"]
    assert read.numbers[0].values[6] == Fraction(str(rows[6]["语文"]))
    assert read.numbers[1].values[49] is None
    assert read.numbers[6].values[49] is None
    assert [kind.name for kind in read.kinds] == ["性别", "片区"]
    assert read.together[:3] == ("双1", "双1", "")
    assert read.guessed_scores
    assert any("家长电话" in note for note in read.notes)
    assert any("行不是学生" in note for note in read.notes)


def test_the_same_pupils_from_csv(tmp_path):
    """Tests that a plain table says the same."""
    rows = pupils(30)
    one = read_roster(plain_csv(tmp_path / "a.csv", rows), RULES, list(SUBJECTS))
    assert [number.name for number in one.numbers] == [*SUBJECTS, "总分"]
    assert not one.guessed_scores
    assert one.names[0] == rows[0]["姓名"]


def test_a_roster_without_scores_has_months_and_kinds(tmp_path):
    """Tests the first year of primary: sex, month of birth, kindergarten, levels."""
    rows = [
        [
            f"a{i}",
            "男" if i % 2 else "女",
            f"2020-0{i % 9 + 1}-11",
            f"园{i % 3}",
            "AB"[i % 2],
            100 + i,
        ]
        for i in range(20)
    ]
    path = book(
        tmp_path / "a.xlsx", ["编号", "性别", "出生日期", "幼儿园", "语文等级", "身高"], *rows
    )
    read = read_roster(path, ClassRules(stage="primary"), None)
    assert [(n.name, n.role) for n in read.numbers] == [("出生日期", "other")]
    assert [kind.name for kind in read.kinds] == ["性别", "幼儿园", "语文等级"]


def test_every_fault_is_told_with_its_place(tmp_path):
    """Tests identifiers missing, twice and lost, marks that are none, classes that are none."""
    path = book(
        tmp_path / "a.xlsx",
        ["编号", "性别", "语文", "固定班"],
        ["1", "男", "九十", None],
        [None, "女", 80, "火箭班"],
        ["1", "女", "NaN", None],
        ["1.23E+17", "男", "1e12", 2],
    )
    found, error = refused(path, scores=["语文"])
    assert found == [
        ("bad_mark", 2, "C"),
        ("id_missing", 3, "A"),
        ("bad_class", 3, "D"),
        ("id_twice", 4, "A"),
        ("bad_mark", 4, "C"),
        ("id_lost", 5, "A"),
        ("bad_mark", 5, "C"),
    ]
    assert not error.forbidden
    assert "九十" not in "".join(fault.zh for fault in error.faults)


def test_identifiers_that_would_do_harm_are_refused(tmp_path):
    """Tests formulas, signs nobody sees, and whole sentences."""
    ids = ["=1+1", "@x", "1\u200b2", "长" * 65, "5"]
    text = "编号,性别\n" + "".join(f"{one},男\n" for one in ids)
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    found, _ = refused(tmp_path / "a.csv")
    assert found == [
        ("id_formula", 2, "A"),
        ("id_formula", 3, "A"),
        ("id_hidden", 4, "A"),
        ("id_long", 5, "A"),
    ]


def test_a_first_pupil_without_identifier_is_no_second_row_of_heads(tmp_path):
    """Tests that nobody is swallowed as a head; a second row under empty heads is one."""
    lone = book(
        tmp_path / "a.xlsx", ["编号", "性别", "片区"], [None, "男", "甲"], ["2", "女", "甲"]
    )
    assert refused(lone)[0] == [("id_missing", 2, "A")]
    two = book(
        tmp_path / "b.xlsx",
        ["编号", "性别", "成绩", None, None],
        [None, None, "语文", "数学", "英语"],
        *([str(i), "男", 50 + i, 60 + i, 70 + i] for i in range(5)),
    )
    read = read_roster(two, RULES, None)
    assert [number.name for number in read.numbers] == ["语文", "数学", "英语", "总分"]
    assert len(read.ids) == 5


def test_what_may_not_be_asked_is_forbidden(tmp_path):
    """Tests parents' work as a column: exit 6, not 3."""
    path = book(tmp_path / "a.xlsx", ["编号", "性别", "父亲职业"], ["1", "男", "教师"])
    found, error = refused(path)
    assert [code for code, _, _ in found] == ["forbidden_fact"]
    assert error.forbidden


def test_scores_that_are_not_there_or_are_ranks(tmp_path):
    """Tests names given for scores, and rules that name no column."""
    path = book(tmp_path / "a.xlsx", ["编号", "性别", "年级名次"], ["1", "男", 3])
    found, _ = refused(path, scores=["语文", "年级名次"])
    assert [code for code, _, _ in found] == ["no_score_column", "not_a_score"]
    found, _ = refused(path, ClassRules(features={"毕业学校": FeatureRule()}))
    assert [code for code, _, _ in found] == ["rule_column"]


def test_rules_about_columns_that_play_no_part_are_refused(tmp_path):
    """Tests a tolerance for a private column, and a cap on a number."""
    path = book(
        tmp_path / "a.xlsx",
        ["编号", "备注", "语文"],
        *([str(i), f"x{i}", 60 + i] for i in range(9)),
    )
    rules = ClassRules(features={"备注": FeatureRule()}, caps=[Cap("语文", "61", 1)])
    assert [code for code, _, _ in refused(path, rules)[0]] == ["rule_unused", "cap_no_kind"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["姓名", "性别"], ["王一", "男"]], "no_roster"),
        ([["编号", "性别"]], "no_pupils"),
        ([["编号", "语文", "语文"], ["1", 1, 2]], "heading_twice"),
    ],
)
def test_what_is_no_roster(tmp_path, rows, code):
    """Tests sheets without identifiers, without pupils, with a head twice."""
    found, _ = refused(book(tmp_path / "a.xlsx", *rows))
    assert [one for one, _, _ in found] == [code]


def test_two_rosters_in_one_book_are_not_guessed_between(tmp_path):
    """Tests a book with a sheet for each old class."""
    made = openpyxl.Workbook()
    for sheet in (made.active, made.create_sheet("二")):
        sheet.append(["编号", "性别"])
        sheet.append(["1", "男"])
    made.save(tmp_path / "a.xlsx")
    found, _ = refused(tmp_path / "a.xlsx")
    assert [code for code, _, _ in found] == ["sheets_many"]


def test_headings_between_pupils_are_no_pupils(tmp_path):
    """Tests a merged line over a part of the list, and heads again on the next page."""
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (
        ["编号", "性别", "片区"],
        ["第一组"],
        ["1", "男", "甲"],
        ["编号", "性别", "片区"],
        ["2", "女", "甲"],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:C2")
    made.save(tmp_path / "a.xlsx")
    read = read_roster(tmp_path / "a.xlsx", RULES, None)
    assert read.ids == ("1", "2")
    assert any("第 2、4 行" in note for note in read.notes)


def test_cells():
    """Tests marks, months, classes and groups as people write them."""
    assert mark("８５．５分") == Fraction("85.5")
    assert mark(" 缺考 ") is None
    assert mark("-3") == -3
    assert [month(text) for text in ("2013-05-20", "201305", "2013年5月", "2013.5")] == [24161] * 4
    assert [class_number(text) for text in ("3班", "(12)班", "三班", "十二班", "")] == [
        3,
        12,
        3,
        12,
        None,
    ]
    assert groups("甲、乙, 甲") == ("甲", "乙")
    for read, text in ((mark, "NaN"), (mark, "1e3"), (month, "2013-13"), (class_number, "火箭班")):
        with pytest.raises(ValueError, match=r"no (mark|month|class)"):
            read(text)
