"""Owns spreadsheets going out: one function from sheets to the bytes of an .xlsx file.

Text never becomes a formula: every string is written as a string, and one that a spreadsheet
program could take for a formula is also marked with Excel's own text prefix, so that it stays
text when somebody edits it, while its characters come back unchanged. The same sheets give the
same bytes.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import xlsxwriter

from xueyou.formats.refusal import Refusal

Value = str | int | float | date | bool | None

MAX_ROWS = 1_048_575
MAX_CELL = 32_767
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_FORMULA_LIKE = re.compile(r"^[\s\x00-\x1f]*[=+\-@＝＋－＠\t\r]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHEET_ILLEGAL = re.compile(r"[\[\]:*?/\\']")
_CUT = "…（后面还有，见原文）"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and whether long text wraps."""

    title: str
    width: float = 12
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: name, columns, rows of values. Identifiers are given as str, and stay text."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return the .xlsx bytes of the sheets, heading row frozen and filterable.

    Raises Refusal("too_large") when a sheet has more rows than the format can hold.
    """
    buffer, book = new_book()
    used: set[str] = set()
    writer = _Writer(book)
    for sheet in sheets:
        name = _sheet_name(sheet.name, used)
        writer.write(book.add_worksheet(name), sheet)
    book.close()
    return buffer.getvalue()


def new_book() -> tuple[io.BytesIO, "xlsxwriter.Workbook"]:
    """Return an empty book, and the buffer that holds its bytes once it is closed.

    Nothing written turns into a formula, a number or a link; the same cells give the same bytes.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": True,
        },
    )
    book.set_properties({"created": _CREATED})
    return buffer, book


def is_formula_like(text: str) -> bool:
    """Say whether a spreadsheet program could take this text for a formula."""
    return _FORMULA_LIKE.match(text) is not None


class _Writer:
    """Holds one book's formats while its sheets are written."""

    def __init__(self, book: "xlsxwriter.Workbook") -> None:
        top = {"valign": "top"}
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._plain = book.add_format(top)
        self._wrapped = book.add_format(top | {"text_wrap": True})
        self._guarded = book.add_format(top | {"text_wrap": True, "quote_prefix": True})
        self._day = book.add_format(top | {"num_format": "yyyy-mm-dd"})

    def write(self, target: "xlsxwriter.worksheet.Worksheet", sheet: Sheet) -> None:
        for index, column in enumerate(sheet.columns):
            target.set_column(index, index, column.width)
            target.write_string(0, index, clean_text(column.title), self._head)
        last = 0
        for last, row in enumerate(sheet.rows, start=1):
            if last > MAX_ROWS:
                raise Refusal(
                    "too_large",
                    detail=f"“{sheet.name}”超过 {MAX_ROWS} 行，一张工作表放不下。",
                    detail_en="One sheet cannot hold that many rows.",
                )
            for index, value in enumerate(row):
                self._cell(target, last, index, value, sheet.columns[index].wrap)
        target.freeze_panes(1, 0)
        if sheet.columns:
            target.autofilter(0, 0, max(last, 1), len(sheet.columns) - 1)

    def _cell(
        self,
        target: "xlsxwriter.worksheet.Worksheet",
        row: int,
        column: int,
        value: Value,
        wrap: bool,
    ) -> None:
        plain = self._wrapped if wrap else self._plain
        if value is None:
            target.write_blank(row, column, None, plain)
        elif isinstance(value, bool):
            target.write_string(row, column, "是" if value else "否", plain)
        elif isinstance(value, int | float):
            target.write_number(row, column, value, plain)
        elif isinstance(value, date):
            target.write_datetime(row, column, value, self._day)
        else:
            guarded = self._guarded if is_formula_like(value) else plain
            target.write_string(row, column, clean_text(value), guarded)


def clean_text(text: str) -> str:
    """Return a text without characters no cell can hold, cut where it is longer than one can."""
    legal = _ILLEGAL.sub("", text)
    return legal if len(legal) <= MAX_CELL else legal[: MAX_CELL - len(_CUT)] + _CUT


def _sheet_name(name: str, used: set[str]) -> str:
    """Return a name Excel takes: at most 31 characters, none of []:*?/\\', not used before."""
    base = _SHEET_ILLEGAL.sub("_", clean_text(name)).strip()[:31] or "表"
    chosen, number = base, 1
    while chosen.lower() in used:
        number += 1
        tail = f" {number}"
        chosen = base[: 31 - len(tail)] + tail
    used.add(chosen.lower())
    return chosen
