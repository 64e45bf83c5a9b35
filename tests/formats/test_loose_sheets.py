"""Sheets kept by hand come out as rows of text, with what merged cells say in each of them."""

import zipfile
from pathlib import Path

import openpyxl
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
    assert found.unread == {(3, 0): "number_too_long"}


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


def test_cells_that_say_nothing_though_somebody_filled_them_are_told(tmp_path: Path) -> None:
    """Tests a failed formula, one never computed, one that came out empty, and a plain blank."""
    book = openpyxl.Workbook()
    book.active.append(["#N/A", "=1+1", None])
    book.save(tmp_path / "d.xlsx")
    (found,) = read_loose_sheets(tmp_path / "d.xlsx")
    assert found.unread == {(0, 0): "error_cell", (0, 1): "formula_unsaved"}
    book.active["B1"].value = None
    book.save(tmp_path / "d.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "d.xlsx") as old,
        zipfile.ZipFile(tmp_path / "e.xlsx", "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            empty = b'<c r="C1" t="str"><f>IF(1,"","x")</f><v></v></c></row>'
            new.writestr(name, data.replace(b"</row>", empty) if "sheet1" in name else data)
    assert read_loose_sheets(tmp_path / "e.xlsx")[0].unread == {(0, 0): "error_cell"}
