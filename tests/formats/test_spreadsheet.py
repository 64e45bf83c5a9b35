"""Spreadsheets as documents: titles as lines, tables as grids, values as the sheet shows them."""

import io
from pathlib import Path

import openpyxl
import pytest

from xueyou.formats.document import Document
from xueyou.formats.load import load
from xueyou.formats.refusal import Refusal


def _load(tmp_path: Path, book: openpyxl.Workbook) -> Document:
    buffer = io.BytesIO()
    book.save(buffer)
    file = tmp_path / "a.xlsx"
    file.write_bytes(buffer.getvalue())
    return load(file)


def _plan() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "目标分解"
    sheet["A1"] = "临澄市2026年目标任务分解表"
    sheet.merge_cells("A1:D1")
    sheet.append(["填报单位：临澄市教育局"])
    sheet.append(["序号", "指标", "2026年", "责任单位"])
    sheet.append([1, "优质幼儿园覆盖率", 0.91, "学前教育科"])
    sheet.append([None, "巩固率", 0.9955, "基础教育科"])
    sheet.append(["一、小计"])
    sheet.append([2, "学位（个）", 13000, "规划科"])
    sheet.append(["注：以上为年末数。"])
    sheet["C4"].number_format = "0%"
    sheet["C5"].number_format = "0.00%"
    sheet.merge_cells("A4:A5")
    return book


def test_titles_and_notes_are_lines_the_rest_a_grid(tmp_path: Path) -> None:
    """Rows of one value before and after the table are prose; inside it they are rows."""
    document = _load(tmp_path, _plan())
    (grid,) = document.grids
    before, after = document.text[: grid.start], document.text[grid.end :]
    assert before.splitlines() == [
        "目标分解",
        "临澄市2026年目标任务分解表",
        "填报单位：临澄市教育局",
    ]
    assert after.strip() == "注：以上为年末数。"
    assert grid.caption == "临澄市2026年目标任务分解表"
    rows = {c.row for c in grid.cells}
    assert rows == set(range(5))


def test_percentages_are_shown_as_percentages(tmp_path: Path) -> None:
    """0.91 in a cell that shows 91% is 91%, and no binary fraction leaks out."""
    document = _load(tmp_path, _plan())
    shown = {document.text[c.start : c.end] for c in document.grids[0].cells}
    assert {"91%", "99.55%", "13000", "1"} <= shown


def test_merged_cells_are_one(tmp_path: Path) -> None:
    """A number merged over two rows belongs to both."""
    document = _load(tmp_path, _plan())
    tall = [c for c in document.grids[0].cells if c.rowspan > 1]
    assert [(c.row, c.column, c.rowspan) for c in tall] == [(1, 0, 2)]


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    """What its author hid was not handed over."""
    book = _plan()
    hidden = book.create_sheet("隐藏")
    hidden["A1"] = "不该读"
    hidden.sheet_state = "hidden"
    assert "不该读" not in _load(tmp_path, book).text


def test_formulas_give_no_code(tmp_path: Path) -> None:
    """A formula without a stored value is empty; its text is never shown or run."""
    book = _plan()
    book.active["E4"] = '=HYPERLINK("http://127.0.0.1/","x")'
    assert "HYPERLINK" not in _load(tmp_path, book).text


@pytest.mark.parametrize("part", ["left", "center", "right"])
def test_a_secrecy_mark_in_the_printed_head_refuses_the_file(tmp_path: Path, part: str) -> None:
    """It stands at the head of every printed page, though no cell holds it."""
    book = _plan()
    head = getattr(book.active.oddHeader, part)
    head.text, head.size, head.font, head.color = "机密★5年", 16, "黑体,常规", "FF0000"
    with pytest.raises(Refusal) as refused:
        _load(tmp_path, book)
    assert refused.value.code == "classified"


def test_other_words_in_the_printed_head_are_no_mark(tmp_path: Path) -> None:
    """Name and page number do not stop the reading."""
    book = _plan()
    book.active.oddHeader.center.text = "目标任务分解表 第&P页"
    assert "优质幼儿园覆盖率" in _load(tmp_path, book).text
