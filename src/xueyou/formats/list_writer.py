"""Owns writing a list that goes out to be filled, and comes back with what is wrong beside it.

Codes and numbers are text cells; a hidden first row holds the codes of the columns. A list given
back keeps each row where it was. The same rows give the same bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import xlsxwriter

from xueyou.formats.filled_sheet import RawCell
from xueyou.formats.progress_workbook import MOST_COMMENTS
from xueyou.formats.sheet_columns import WRONG, SheetColumn
from xueyou.formats.workbook import clean_text, is_formula_like, new_book

FIRST = 2
"""Index of the first row that is filled: the codes and the heads stand above."""


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row. `fixed`: texts by column code; `typed`: cells as they came back; `wrong`: sentences.

    `number` is the row's as a spreadsheet shows it.
    """

    number: int
    fixed: Mapping[str, str]
    typed: Mapping[str, RawCell] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListForm:
    """A list to be filled: its sheet, its columns; what may be chosen, notes on heads, by code.

    `about`: heading and text, line by line, of a second sheet of that name.
    """

    sheet: str
    columns: Sequence[SheetColumn]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    about: Sequence[tuple[str, str]] = ()


ABOUT = "说明"


def list_workbook(form: ListForm, rows: Sequence[ListedRow]) -> bytes:
    """Return the .xlsx bytes.

    Where any row has something wrong, a last column says it, only in those rows.
    """
    buffer, book = new_book()
    _Writer(book, form).write(rows)
    if form.about:
        _about(book, form.about)
    book.close()
    return buffer.getvalue()


def _about(book: "xlsxwriter.Workbook", about: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(ABOUT)
    bold = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 80)
    for row, (head, says) in enumerate(about):
        sheet.write_string(row, 0, clean_text(head), bold)
        sheet.write_string(row, 1, clean_text(says), text)


class _Writer:
    """The one sheet of a list while it is written."""

    def __init__(self, book: "xlsxwriter.Workbook", form: ListForm) -> None:
        base: dict[str, Any] = {"valign": "top", "text_wrap": True, "num_format": "@"}
        self._head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self._to_fill = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#E2F0F0"}
        )
        self._looks = {
            (kind, quoted): book.add_format(
                base | look | ({"quote_prefix": True} if quoted else {})
            )
            for kind, look in (
                ("fixed", {"bg_color": "#F2F2F2"}),
                ("open", {}),
                ("wrong", {"bg_color": "#FBE3E0"}),
            )
            for quoted in (False, True)
        }
        self._days = {
            wrong: book.add_format(
                {"valign": "top", "num_format": "yyyy-mm-dd"}
                | ({"bg_color": "#FBE3E0"} if wrong else {})
            )
            for wrong in (False, True)
        }
        self._plain = {
            wrong: book.add_format({"valign": "top"} | ({"bg_color": "#FBE3E0"} if wrong else {}))
            for wrong in (False, True)
        }
        self._said = book.add_format({"valign": "top", "text_wrap": True, "font_color": "#A3271F"})
        self._form = form
        self._columns = list(form.columns)
        self._sheet = book.add_worksheet(form.sheet)
        self._comments = 0

    def write(self, rows: Sequence[ListedRow]) -> None:
        """Write codes, heads, drop-downs and rows."""
        faulty = any(row.wrong for row in rows)
        columns = [*self._columns, WRONG] if faulty else self._columns
        sheet = self._sheet
        for index, column in enumerate(columns):
            look = self._looks["open", False] if column.filled else None
            sheet.set_column(index, index, column.width, look)
            sheet.write_string(0, index, column.code)
            sheet.write_string(
                1, index, column.title, self._to_fill if column.filled else self._head
            )
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.freeze_panes(FIRST, 2)
        last = max((row.number for row in rows), default=FIRST + 1)
        self._helps(last)
        for row in rows:
            for index, column in enumerate(self._columns):
                self._cell(row.number - 1, index, column, row)
            if row.wrong:
                says = "；".join(dict.fromkeys(row.wrong.values()))
                sheet.write_string(row.number - 1, len(self._columns), says, self._said)

    def _helps(self, last: int) -> None:
        for index, column in enumerate(self._columns):
            if among := self._form.choices.get(column.code):
                self._choice(index, last, among, column.title)
            if hint := self._form.hints.get(column.code):
                self._sheet.write_comment(1, index, hint)

    def _choice(self, index: int, last: int, among: Sequence[str], title: str) -> None:
        self._sheet.data_validation(
            FIRST, index, last - 1, index,
            {
                "validate": "list",
                "source": list(among),
                "error_title": "请从列表里选",
                "error_message": f"“{title}”请从列表里选。",
            },
        )  # fmt: skip

    def _cell(self, row: int, index: int, column: SheetColumn, given: ListedRow) -> None:
        says = given.wrong.get(column.code, "")
        typed = given.typed.get(column.code)
        kind = "wrong" if says else ("open" if column.filled or typed else "fixed")
        if typed is not None:
            self._typed(row, index, typed, kind, wrong=bool(says))
        elif text := given.fixed.get(column.code, ""):
            look = self._looks[kind, is_formula_like(text)]
            self._sheet.write_string(row, index, clean_text(text), look)
        elif kind != "open":
            self._sheet.write_blank(row, index, None, self._looks[kind, False])
        if says and self._comments < MOST_COMMENTS:
            self._comments += 1
            self._sheet.write_comment(row, index, says)

    def _typed(self, row: int, index: int, cell: RawCell, kind: str, *, wrong: bool) -> None:
        """Write what somebody typed as he typed it; a formula as its text."""
        if cell.kind in ("number", "percent"):
            self._sheet.write_number(row, index, float(cell.text), self._plain[wrong])
        elif cell.kind == "date":
            self._sheet.write_datetime(row, index, date.fromisoformat(cell.text), self._days[wrong])
        else:
            quoted = cell.kind == "formula" or is_formula_like(cell.text)
            self._sheet.write_string(row, index, clean_text(cell.text), self._looks[kind, quoted])
