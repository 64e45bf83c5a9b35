"""Sheets kept by hand come out as rows of text, with what merged cells say in each of them."""

from pathlib import Path

import pytest
import xlsxwriter

from xueyou.formats.loose_sheets import read_loose_sheets
from xueyou.formats.refusal import Refusal


def test_merged_cells_say_the_same_everywhere_and_hidden_sheets_nothing(tmp_path: Path) -> None:
    """Tests values under a merged cell, numbers, places of lost digits, and a hidden sheet."""
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("甲")
    sheet.merge_range(0, 0, 1, 1, "题目")
    sheet.write_row(2, 0, [7, " 两 "])
    sheet.write_number(3, 0, 110101201501011234)
    hidden = book.add_worksheet("乙")
    hidden.write(0, 0, "看不见")
    hidden.hide()
    book.close()
    (found,) = read_loose_sheets(tmp_path / "a.xlsx")
    assert found.name == "甲"
    assert found.rows[:3] == (("题目", "题目"), ("题目", "题目"), ("7", "两"))
    assert found.lost == {(3, 0)}


def test_ragged_csv_is_made_even(tmp_path: Path) -> None:
    """Tests rows of different width, a byte order mark, and GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        (tmp_path / "b.csv").write_bytes("名单\n号,学校\n1,一中,备注\n".encode(encoding))
        (found,) = read_loose_sheets(tmp_path / "b.csv")
        assert found.rows == (("名单", "", ""), ("号", "学校", ""), ("1", "一中", "备注"))


def test_what_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    """Tests a text that is called .xlsx."""
    (tmp_path / "c.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(Refusal) as refused:
        read_loose_sheets(tmp_path / "c.xlsx")
    assert refused.value.code == "format_mismatch"
