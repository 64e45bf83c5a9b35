"""Lists for other offices as workbooks: found by codes or heads, in any order, nothing guessed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xueyou.formats.check_columns import ID, Asked
from xueyou.formats.check_reader import AnswerUnfit, RawAnswer, read_answer
from xueyou.formats.check_workbook import check_workbook
from xueyou.formats.filled_sheet import RawCell
from xueyou.formats.list_writer import ListedRow
from xueyou.formats.refusal import Refusal

ASKED = [
    Asked("register", "户口登记的地址", hint="写到门牌"),
    Asked("home", "住的房子", ("自己的",)),
]
ROWS = [
    ListedRow(
        number,
        {"id": code, "name": name, "number": "350504202003010012", "register:told": "=1+1"},
    )
    for number, code, name in ((3, "K2345678923", "林知夏"), (4, "M2345678923", "𠮷·阿依"))
]


def changed(path: Path, change: Callable[[Any], None] | None = None) -> RawAnswer:
    """Write the list, change it as an office does, read it again."""
    path.write_bytes(check_workbook(ASKED, ROWS, [("依据", "通知第三条")]))
    book = openpyxl.load_workbook(path)
    if change is not None:
        change(book.worksheets[0])
    book.save(path)
    return read_answer(path, name="回复.xlsx")


def test_the_same_list_is_the_same_bytes_and_reads_back(tmp_path: Path) -> None:
    """Numbers and formula-like texts come back as texts; the sheet of explanations is no list."""
    assert check_workbook(ASKED, ROWS) == check_workbook(ASKED, ROWS)
    answer = changed(tmp_path / "a.xlsx")
    assert [row.id.upper() for row in answer.rows] == ["K2345678923", "M2345678923"]
    assert answer.rows[0].cells["number"] == RawCell("text", "350504202003010012")
    assert answer.rows[0].cells["register:told"].text == "=1+1"
    assert answer.rows[1].cells["name"].text == "𠮷·阿依"


def test_columns_are_found_without_our_row_and_in_any_order(tmp_path: Path) -> None:
    """The hidden row deleted, a column moved, a head renamed where the codes still stand."""

    def moved(sheet: Any) -> None:
        sheet.cell(3, 7).value = "相符"
        sheet.delete_rows(1)
        sheet.move_range("G1:G3", cols=20)

    answer = changed(tmp_path / "a.xlsx", moved)
    assert [row.number for row in answer.rows] == [2, 3]
    says = ASKED[0].says.title
    assert answer.rows[0].cells[says].text == "相符"
    assert answer.letter("register:says", says) == "AA"

    def renamed(sheet: Any) -> None:
        sheet.cell(2, 1).value = "序"
        sheet.cell(2, 7).value = "查得"
        sheet.cell(4, 7).value = "没查到"

    again = changed(tmp_path / "b.xlsx", renamed)
    assert [row.number for row in again.rows] == [3, 4]
    assert again.rows[1].cells["register:says"].text == "没查到"


def test_what_is_no_answer_is_refused_as_a_whole(tmp_path: Path) -> None:
    """Another table, a code that became a number, one code twice: nothing is guessed."""
    other = openpyxl.Workbook()
    other.active.append(["姓名", "结果"])
    other.save(tmp_path / "o.xlsx")
    with pytest.raises(AnswerUnfit, match=r"没有找到名单"):
        read_answer(tmp_path / "o.xlsx", name="o.xlsx")
    with pytest.raises(Refusal):
        changed(tmp_path / "a.xlsx", lambda sheet: setattr(sheet.cell(3, 1), "value", 1.2e17))
    with pytest.raises(Refusal):
        changed(
            tmp_path / "b.xlsx", lambda sheet: setattr(sheet.cell(3, 1), "value", "M2345678923")
        )


def test_wrong_cells_come_back_with_their_sentence(tmp_path: Path) -> None:
    """Rows stay where they were, as typed; only wrong ones have words in the last column."""
    typed = {"register:says": RawCell("text", "对"), "home:has": RawCell("number", "12")}
    rows = [
        ListedRow(7, ROWS[0].fixed, typed, {"register:says": "请选“相符”。"}),
        ListedRow(8, ROWS[1].fixed),
    ]
    (tmp_path / "a.xlsx").write_bytes(check_workbook(ASKED, rows))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert sheet.cell(7, heads.index("register:says") + 1).value == "对"
    assert sheet.cell(7, heads.index("home:has") + 1).value == 12
    assert [sheet.cell(row, len(heads)).value for row in (7, 8)] == ["请选“相符”。", None]
    assert sheet.cell(2, 1).value == ID.title
