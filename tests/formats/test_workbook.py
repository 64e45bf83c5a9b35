"""Spreadsheets out: text stays text, the same bytes each time, names Excel takes."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from xueyou.formats.workbook import MAX_CELL, Column, Sheet, is_formula_like, workbook

ATTACKS = ["=cmd|'/c calc'!A1", "+1+1", "-2", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("http://x")']


def _open(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("text", ATTACKS)
def test_text_never_becomes_a_formula(text: str) -> None:
    """Stored as a string, marked with Excel's text prefix, read back as it was."""
    sheet = _open(workbook([Sheet("表", [Column("甲")], [[text]])])).active
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix
    assert is_formula_like(text)


def test_long_identifiers_stay_text() -> None:
    """Eighteen digits as a number would lose the last three."""
    sheet = _open(workbook([Sheet("表", [Column("号")], [["330302201611200012"]])])).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("330302201611200012", "s")


def test_values_of_each_kind() -> None:
    """Numbers stay numbers, dates dates, nothing stays nothing."""
    rows = [["甲", 3, 2.5, date(2026, 11, 20), True, None]]
    sheet = _open(workbook([Sheet("表", [Column(c) for c in "一二三四五六"], rows)])).active
    got = [cell.value for cell in sheet[2]]
    assert got[:3] == ["甲", 3, 2.5]
    assert got[3].date() == date(2026, 11, 20)
    assert got[4:] == ["是", None]
    assert sheet.freeze_panes == "A2"


def test_same_sheets_same_bytes() -> None:
    """No clock and no chance in the file, so exports can be compared."""
    sheets = [Sheet("表", [Column("甲")], [["乙"]])]
    assert workbook(sheets) == workbook(sheets)


def test_sheet_names_are_made_to_fit() -> None:
    """Forbidden signs go, long names are cut, equal ones numbered."""
    names = ["a/b", "长" * 40, "长" * 40, "", "A_B"]
    made = _open(workbook([Sheet(n, [Column("甲")], []) for n in names])).sheetnames
    assert made == ["a_b", "长" * 31, "长" * 29 + " 2", "表", "A_B 2"]


def test_controls_and_endless_text() -> None:
    """What XML forbids is left out, what a cell cannot hold is cut and says so."""
    data = workbook([Sheet("表", [Column("甲")], [["a\x00b\x0b\ud800"], ["长" * (MAX_CELL + 9)]])])
    sheet = _open(data).active
    assert sheet["A2"].value == "ab"
    assert len(sheet["A3"].value) == MAX_CELL
    assert sheet["A3"].value.endswith("见原文）")


def test_no_macro_and_no_link_inside() -> None:
    """The package holds plain parts only."""
    data = workbook([Sheet("表", [Column("甲")], [["http://127.0.0.1/x"]])])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [n for n in archive.namelist() if "vba" in n or "external" in n.lower()]
        assert b"hyperlink" not in archive.read("xl/worksheets/sheet1.xml")
