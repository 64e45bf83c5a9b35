"""Owns tables in .xlsx and .parquet: what a cell means as text, exactly or not at all.

A number of more than 15 digits in a spreadsheet has lost its end already, so it is refused; the
same digits in a text cell are taken as they stand.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import python_calamine as calamine

from xueyou.formats.archive import open_archive, open_member
from xueyou.formats.refusal import Refusal
from xueyou.formats.spreadsheet_parts import sheet_parts
from xueyou.formats.tables import (
    Encoder,
    Table,
    TableFault,
    TableRefused,
    assemble,
    column_letter,
    refused,
)

_EXACT = 10**15
_ERROR_CELL = re.compile(
    rb'<c\b(?=[^>]*\bt=["\']e["\'])[^>]*\br=["\']([A-Z]{1,3})([0-9]{1,7})["\']'
)

_UNSAVED_FORMULA = re.compile(
    rb'<c\b(?![^>]*\bt=["\']str["\'])[^>]*\br=["\']([A-Z]{1,3})([0-9]{1,7})["\'][^>]*>\s*'
    rb"<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)


def read_xlsx(path: Path) -> Table:
    """Return the one visible sheet that holds anything. Raises TableRefused."""
    try:
        return _sheet(path)
    except Refusal as refusal:
        raise refused(path.name, refusal.code, refusal.zh, refusal.en) from None
    except calamine.PasswordError:
        raise _refused_by_code(path, "encrypted") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise _refused_by_code(path, "format_mismatch") from None


def _refused_by_code(path: Path, code: str) -> TableRefused:
    refusal = Refusal(code)
    return refused(path.name, code, refusal.zh, refusal.en)


def _sheet(path: Path) -> Table:
    with open_archive(path) as archive:
        parts = sheet_parts(archive)
        book = calamine.CalamineWorkbook.from_path(path)
        filled = list(_filled_sheets(book))
        if not filled:
            zh = "表里没有内容，第一行要写列名。"
            raise refused(path.name, "empty_file", zh, "The file is empty.")
        if len(filled) > 1:
            raise _many(path.name, [sheet.name for sheet, _ in filled])
        sheet, values = filled[0]
        faults = list(_cell_faults(archive, path.name, sheet.name, parts.get(sheet.name)))
        faults += _merged_faults(path.name, sheet, values)
        return _table(path.name, sheet.name, values, faults)


def _filled_sheets(
    book: calamine.CalamineWorkbook,
) -> Iterator[tuple[calamine.CalamineSheet, list[list[Any]]]]:
    """Yield the visible sheets that hold anything, with their cells."""
    for about in book.sheets_metadata:
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        if about.visible != calamine.SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_name(about.name)
        values = sheet.to_python(skip_empty_area=False)
        if any(any(cell != "" for cell in row) for row in values):
            yield sheet, values


def _many(file: str, names: list[str]) -> TableRefused:
    said = "、".join(names)
    zh = (
        f"有内容的工作表不止一张：{said}。只读一张，不知道是哪一张。"
        "请把表都放在一张里；说明之类的请删去，或把那张工作表隐藏。"
    )
    return refused(file, "sheets_many", zh, "Several visible sheets hold cells. Keep one.")


def _cell_faults(archive: Any, file: str, sheet: str, part: str | None) -> Iterator[TableFault]:
    """Yield the cells that show an error, and formulas without a result."""
    if part is None:
        return
    with open_member(archive, part) as member:
        data = member.read()
    for grammar, code in ((_ERROR_CELL, "error_cell"), (_UNSAVED_FORMULA, "formula_unsaved")):
        for column, row in grammar.findall(data):
            yield _fault(file, sheet, int(row), column.decode(), code)


def _merged_faults(
    file: str, sheet: calamine.CalamineSheet, values: list[list[Any]]
) -> Iterator[TableFault]:
    """Yield the cells that were merged with others, but for a lone text over its row."""
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top == 0 or top >= len(values) or left >= len(values[top]):
            continue
        if values[top][left] == "" or _is_lone(values[top]):
            continue
        first, last = (f"{column_letter(c)}{r + 1}" for r, c in ((top, left), (bottom, right)))
        yield _fault(
            file, sheet.name, top + 1, column_letter(left), "merged_cells", f"{first}:{last}"
        )


def _is_lone(row: list[Any]) -> bool:
    return len([cell for cell in row if cell != ""]) == 1


def _table(file: str, sheet: str, values: list[list[Any]], faults: list[TableFault]) -> Table:
    heads = [_text(value) or "" for value in values[0]]
    encoders = [Encoder() for _ in heads]
    for number, row in enumerate(values[1:], start=2):
        for index, value in enumerate(row):
            text = value if type(value) is str else _text(value)
            if text is None:
                letter = column_letter(index)
                faults.append(_fault(file, sheet, number, letter, "number_too_long"))
            encoders[index].add(text or "")
    if faults:
        raise TableRefused(faults)
    return assemble(file, sheet, heads, encoders, np.arange(2, len(values) + 1, dtype=np.int64))


_SAYINGS = {
    "error_cell": ("这一格是出错的公式，请填上值。", "The cell shows an error such as #N/A."),
    "formula_unsaved": (
        "这一格是公式，文件里却没有存它的结果。请用表格软件打开、保存一次再交，或把公式换成值。",
        "The result of this formula was never saved. Open and save the workbook, or put the value.",
    ),
    "merged_cells": (
        "这里合并了单元格（{detail}），只有第一格算有内容。请取消合并，逐格填写。",
        "Merged cells ({detail}): only the first holds anything. Unmerge and fill them one by one.",
    ),
    "number_too_long": (
        "这一格是 15 位以上的数字，表格软件已经把末尾几位变成了零。请把这一列设成文本，重新填写。",
        "A number of more than 15 digits has lost its end; format it as text.",
    ),
}


def _fault(file: str, sheet: str, row: int, column: str, code: str, detail: str = "") -> TableFault:
    zh, en = (saying.format(detail=detail) for saying in _SAYINGS[code])
    return TableFault(file, sheet, row, column, code, zh, en)


def _text(value: object) -> str | None:
    """Return a cell as text, None where its number cannot be exact."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _number(value: int | float) -> str | None:
    if isinstance(value, float) and not value.is_integer():
        shown = f"{value:.15g}"
        return f"{Decimal(shown):f}" if "e" in shown else shown
    return str(int(value)) if abs(value) < _EXACT else None


def read_parquet(path: Path) -> Table:
    """Return the table in a .parquet file; its first row counts as row 2. Raises TableRefused."""
    try:
        table = parquet.read_table(path)
    except (pa.ArrowInvalid, OSError):
        raise _refused_by_code(path, "format_mismatch") from None
    encoders = []
    for column in table.columns:
        encoder = Encoder()
        encoder.extend(_exact(value) for value in column.to_pylist())
        encoders.append(encoder)
    rows = np.arange(2, table.num_rows + 2, dtype=np.int64)
    return assemble(path.name, None, list(table.column_names), encoders, rows)


def _exact(value: object) -> str:
    """Return a typed value as text; a column of integers is exact at any length."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) >= _EXACT:
        return repr(value)
    return _text(value) or ""
