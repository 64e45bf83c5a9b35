"""Last year's list is read however it was kept, and nothing in it is guessed."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.rulebook.answers.messy_list import write_messy
from xueyou.rulebook.answers.old_lists import OldRow, plain, read_old_list
from xueyou.rulebook.language.faults import InputRefused

ROWS = [
    ("25010001", "临澄一中"),
    ("25010002", "临澄一中"),
    ("25010003", "临澄一中"),
    ("25010004", "临澄二中"),
    ("25010005", "未录取"),
    ("25010006", "未录取"),
]


def written(path: Path, rows: list[list[object]], name: str = "Sheet1") -> Path:
    """Write plain rows as a workbook."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def told(rows: tuple[OldRow, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Return who was where, as it is compared."""
    return [(plain(row.applicant), row.options) for row in rows]


def test_a_messy_list_says_who_was_where(tmp_path: Path) -> None:
    """Tests titles, a heading of two rows, merged cells, sums, repeated headings, other sheets."""
    write_messy(tmp_path / "old.xlsx", ROWS, page=2)
    old = read_old_list(tmp_path / "old.xlsx")
    assert told(old.rows) == [
        ("25010001", ("临澄一中",)),
        ("25010002", ("临澄一中",)),
        ("25010003", ("临澄一中",)),
        ("25010004", ("临澄二中",)),
        ("25010005", ()),
        ("25010006", ()),
    ]
    assert [row.row for row in old.rows] == [6, 7, 8, 11, 4, 5]


def test_the_plain_columns_of_the_contract_are_read(tmp_path: Path) -> None:
    """Tests applicant and option as headings, in .xlsx and in .csv."""
    rows: list[list[object]] = [["option", "applicant"], ["X", "a1"], ["", "a2"]]
    book = written(tmp_path / "old.xlsx", rows)
    text = tmp_path / "old.csv"
    text.write_text("﻿option,applicant\nX,a1\n,a2\n", encoding="utf-8")
    assert told(read_old_list(book).rows) == [("a1", ("X",)), ("a2", ())]
    assert told(read_old_list(text).rows) == [("a1", ("X",)), ("a2", ())]


def test_a_sheet_for_each_school_is_told_by_its_name(tmp_path: Path) -> None:
    """Tests a list whose only school is the name of its sheet."""
    book = written(tmp_path / "old.xlsx", [["准考证号", "姓名"], ["101", "甲"]], "临澄三中")
    assert told(read_old_list(book).rows) == [("101", ("临澄三中",))]


def test_where_somebody_came_from_is_not_where_he_went(tmp_path: Path) -> None:
    """Tests that the school left and the schools wished for are passed over."""
    heads: list[object] = ["报名号", "毕业学校", "第一志愿学校", "录取学校"]
    book = written(tmp_path / "old.xlsx", [heads, ["7", "城东初中", "一中", "二中"]])
    assert told(read_old_list(book).rows) == [("7", ("二中",))]


def test_an_id_that_lost_its_end_is_refused_by_its_cell(tmp_path: Path) -> None:
    """Tests an 18-digit id kept as a number."""
    book = written(tmp_path / "old.xlsx", [["准考证号", "录取学校"], [110101201501011234, "一中"]])
    with pytest.raises(InputRefused) as refused:
        read_old_list(book)
    found = refused.value.faults[0]
    assert (found.code, found.row, found.column) == ("number_too_long", 2, "A")


def test_a_school_without_a_person_and_a_book_without_a_list_are_refused(tmp_path: Path) -> None:
    """Tests rows that name nobody, and a book in which no heading stands."""
    book = written(tmp_path / "a.xlsx", [["准考证号", "录取学校"], ["", "一中"], ["5", "一中"]])
    with pytest.raises(InputRefused) as refused:
        read_old_list(book)
    assert [f.code for f in refused.value.faults] == ["no_applicant"]
    with pytest.raises(InputRefused) as refused:
        read_old_list(written(tmp_path / "b.xlsx", [["通知"], ["明天开会"]]))
    assert [f.code for f in refused.value.faults] == ["no_list_heading"]


def test_a_school_that_a_formula_lost_is_refused_by_its_cell(tmp_path: Path) -> None:
    """Tests that it is not taken for a blank, so for no place at all."""
    book = openpyxl.Workbook()
    for row in (["准考证号", "录取学校"], ["1", "=A1&B1"], ["2", "#REF!"], ["=1+1", "一中"]):
        book.active.append(row)
    book.save(tmp_path / "old.xlsx")
    with pytest.raises(InputRefused) as refused:
        read_old_list(tmp_path / "old.xlsx")
    assert [(f.row, f.column, f.code) for f in refused.value.faults] == [
        (2, "B", "formula_unsaved"),
        (3, "B", "error_cell"),
        (4, "A", "formula_unsaved"),
    ]


@pytest.mark.parametrize(
    "heads", [["准考证号", "录取学校"], ["序号", "准考证号", "录取学校"], ["录取学校", "准考证号"]]
)
def test_columns_printed_side_by_side_are_all_read(tmp_path: Path, heads: list[object]) -> None:
    """Tests two and three lists beside one another, to save paper."""
    cells = {"准考证号": "{}", "录取学校": "第{}中学", "序号": "no. {}"}
    for times in (2, 3):
        row: list[object] = [
            cells[str(head)].format(n) for n in range(1, times + 1) for head in heads
        ]
        book = written(tmp_path / f"{times}.xlsx", [["名单"], heads * times, row])
        found = told(read_old_list(book).rows)
        assert found == [(str(n), (f"第{n}中学",)) for n in range(1, times + 1)]


def test_rows_that_name_the_school_of_those_below_are_read(tmp_path: Path) -> None:
    """Tests a list without a column of schools, each school over its pupils."""
    rows: list[list[object]] = [
        ["名单"], ["准考证号", "姓名"], ["临澄一中"], ["1", "甲"], ["2", "乙"], ["合计", "2人"],
        ["", "临澄二中"], ["3", "丙"],
    ]  # fmt: skip
    found = told(read_old_list(written(tmp_path / "old.xlsx", rows)).rows)
    assert found == [("1", ("临澄一中",)), ("2", ("临澄一中",)), ("3", ("临澄二中",))]
