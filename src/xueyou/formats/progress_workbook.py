"""Owns the progress workbook going out: to be filled, or given back with what is wrong in it.

Identifiers are text cells; a hidden first row holds the codes of the columns. What people typed is
written back as they typed it, so that a file given back can be put right and sent again. The same
lines give the same bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from xueyou.formats.filled_sheet import RawCell
from xueyou.formats.progress_columns import COLUMNS, SHEET, STATUSES, WRONG
from xueyou.formats.sheet_columns import SheetColumn
from xueyou.formats.workbook import clean_text, is_formula_like, new_book

_FIRST = 2
_SPARE_ROWS = 200
MOST_COMMENTS = 1_000
"""Notes on cells beyond which a spreadsheet opens slowly; the last column says it for every row."""

_HELP = {
    "id": "系统靠这个编号认行。请不要改、不要复制到别的行；整行删掉没有关系，那一项就不变。",
    "value": "填到截至日期为止的累计数。没有新数就空着。也可以写“1.27万”。",
    "numerator": "比率可以填分子和分母，系统来除。",
    "as_of": "这个数算到哪一天，例如 2026-11-18。",
    "words": "数从哪里来，例如“验收单6份”。填了数就要写。",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row going out. `fixed`: text, number or day by column code; `typed`: what came back.

    `wrong`: sentences by column code; "" for what is about the whole row.
    """

    fixed: Mapping[str, str | Decimal | date | None]
    typed: Mapping[str, RawCell] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


def progress_workbook(lines: Sequence[Line]) -> bytes:
    """Return the .xlsx bytes; with a last column of sentences where any line has something wrong.

    The last column says what to put right, only in the rows where something is.
    """
    buffer, book = new_book()
    faulty = any(line.wrong for line in lines)
    _Writer(book, (*COLUMNS, WRONG) if faulty else COLUMNS).write(lines)
    book.close()
    return buffer.getvalue()


class _Writer:
    """The one sheet of a book while it is written."""

    def __init__(self, book: "xlsxwriter.Workbook", columns: Sequence[SheetColumn]) -> None:
        base: dict[str, Any] = {"valign": "top", "text_wrap": True}
        grey = base | {"bg_color": "#F2F2F2"}
        red = base | {"bg_color": "#FBE3E0"}
        self._head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self._text = {
            False: book.add_format(grey | {"num_format": "@"}),
            True: book.add_format(base),
        }
        self._quoted = book.add_format(base | {"quote_prefix": True})
        self._day = book.add_format(base | {"num_format": "yyyy-mm-dd"})
        self._fixed_day = book.add_format(grey | {"num_format": "yyyy-mm-dd"})
        self._percent = book.add_format(base | {"num_format": "0.00%"})
        self._red = book.add_format(red)
        self._red_quoted = book.add_format(red | {"quote_prefix": True})
        self._red_day = book.add_format(red | {"num_format": "yyyy-mm-dd"})
        self._said = book.add_format(base | {"font_color": "#A3271F"})
        self._columns = columns
        self._sheet = book.add_worksheet(SHEET)
        self._comments = 0

    def write(self, lines: Sequence[Line]) -> None:
        """Write codes, heads, rows, drop-downs and help."""
        sheet = self._sheet
        for index, column in enumerate(self._columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, column.code)
            sheet.write_string(1, index, column.title, self._head)
            if column.code in _HELP:
                sheet.write_comment(1, index, _HELP[column.code])
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.freeze_panes(_FIRST, 2)
        for row, line in enumerate(lines, start=_FIRST):
            for index, column in enumerate(self._columns):
                self._cell(row, index, column, line)
        last = max(_FIRST, _FIRST + len(lines) - 1)
        sheet.autofilter(1, 0, last, len(self._columns) - 1)
        self._drop_downs(last + _SPARE_ROWS)

    def _cell(self, row: int, index: int, column: SheetColumn, line: Line) -> None:
        if column is WRONG:
            if line.wrong:
                self._sheet.write_string(row, index, "；".join(line.wrong.values()), self._said)
            return
        says = line.wrong.get(column.code, "")
        if column.code in line.typed:
            self._typed(row, index, line.typed[column.code], wrong=bool(says))
        elif column.filled:
            if says:
                self._sheet.write_blank(row, index, None, self._red)
        else:
            self._known(row, index, line.fixed.get(column.code))
        if says and self._comments < MOST_COMMENTS:
            self._comments += 1
            self._sheet.write_comment(row, index, says)

    def _known(self, row: int, index: int, value: str | Decimal | date | None) -> None:
        if isinstance(value, date):
            self._sheet.write_datetime(row, index, value, self._fixed_day)
        elif value is not None:
            self._sheet.write_string(row, index, clean_text(str(value)), self._text[False])

    def _typed(self, row: int, index: int, cell: RawCell, *, wrong: bool) -> None:
        """Write what somebody typed as he typed it; a formula as its text."""
        sheet = self._sheet
        if cell.kind in ("number", "percent"):
            marked = self._red if wrong else self._text[True]
            shown = self._percent if cell.kind == "percent" else marked
            sheet.write_number(row, index, float(cell.text), shown)
        elif cell.kind == "date":
            day = self._red_day if wrong else self._day
            sheet.write_datetime(row, index, date.fromisoformat(cell.text), day)
        else:
            quoted = cell.kind == "formula" or is_formula_like(cell.text)
            plain = self._red if wrong else self._text[True]
            guarded = self._red_quoted if wrong else self._quoted
            sheet.write_string(row, index, clean_text(cell.text), guarded if quoted else plain)

    def _drop_downs(self, last: int) -> None:
        places = {column.code: index for index, column in enumerate(self._columns)}
        for code in ("value", "numerator", "denominator"):
            self._sheet.data_validation(
                _FIRST, places[code], last, places[code],
                {"validate": "any", "input_title": "填数", "input_message": _HELP["value"]},
            )  # fmt: skip
        self._sheet.data_validation(
            _FIRST, places["status"], last, places["status"],
            {
                "validate": "list",
                "source": list(STATUSES),
                "error_title": "请从列表里选",
                "error_message": "只能是“确定”或“暂估”；空着就是确定。",
            },
        )  # fmt: skip
        self._sheet.set_column(places["as_of"], places["as_of"], 12, self._day)
