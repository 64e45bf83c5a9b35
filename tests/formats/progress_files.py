"""Filled progress workbooks as people and their programs make them, for tests to read."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from xueyou.formats.progress_columns import COLUMNS
from xueyou.formats.progress_workbook import Line, progress_workbook

ONE = "0192f3a0-0000-7000-8000-000000000001"
TWO = "0192f3a0-0000-7000-8000-000000000002"
CODES = tuple(column.code for column in COLUMNS)
TITLES = {column.code: column.title for column in COLUMNS}

Write = Callable[[Any, int, int, Any], None]


def line(uid: str = ONE, **fixed: str | Decimal | date | None) -> Line:
    """Return a row going out, with made words."""
    known: dict[str, str | Decimal | date | None] = {
        "id": uid, "task": "1 加快学校建设", "unit_of": "甲市", "name": "新增公办学位",
        "target": "不低于 4,200 个", "period": "2026", "unit": "个",
        "last": Decimal("2640"), "last_on": date(2026, 10, 31),
    }  # fmt: skip
    return Line(known | fixed)


def exported(path: Path, *lines: Line) -> Path:
    """Write a workbook as the system exports it."""
    path.write_bytes(progress_workbook(lines or (line(ONE), line(TWO))))
    return path


def filled(
    path: Path,
    rows: Sequence[Mapping[str, Any]],
    *,
    codes: Sequence[str] = CODES,
    code_row: bool = True,
    titles: bool = True,
    above: Sequence[str] = (),
    hide: Sequence[int] = (),
    empty_sheet_first: bool = False,
) -> Path:
    """Write a workbook with these rows as a spreadsheet program would.

    A value that begins with "=" becomes a formula, an Error a cell that shows one.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    if empty_sheet_first:
        book.add_worksheet("说明").hide()
    sheet = book.add_worksheet("进度")
    if empty_sheet_first:
        sheet.activate()
        sheet.set_first_sheet()
    percent = book.add_format({"num_format": "0.0%"})
    number = 0
    for text in above:
        sheet.merge_range(number, 0, number, 5, text)
        number += 1
    if code_row:
        sheet.write_row(number, 0, codes)
        sheet.set_row(number, None, None, {"hidden": True})
        number += 1
    if titles:
        sheet.write_row(number, 0, [TITLES.get(code, code) for code in codes])
        number += 1
    for index, row in enumerate(rows):
        for column, code in enumerate(codes):
            _write(sheet, number, column, row.get(code), percent)
        if index in hide:
            sheet.set_row(number, None, None, {"hidden": True})
        number += 1
    book.close()
    path.write_bytes(buffer.getvalue())
    return path


class Percent(float):
    """A number that the sheet shows as a percentage."""


class Error(str):
    """A formula whose result is an error, such as #DIV/0!."""

    __slots__ = ()


def _write(sheet: Any, row: int, column: int, value: Any, percent: Any) -> None:
    if value is None:
        return
    if isinstance(value, Percent):
        sheet.write_number(row, column, value, percent)
    elif isinstance(value, Error):
        sheet.write_formula(row, column, "=1/0", None, str(value))
    elif isinstance(value, str):
        if value.startswith("="):
            sheet.write_formula(row, column, value)
        else:
            sheet.write_string(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    else:
        sheet.write_number(row, column, value)
