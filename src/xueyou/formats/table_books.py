"""Owns tables in .xlsx and .parquet: what a cell means as text, exactly or not at all.

A number of more than 15 digits in a spreadsheet has lost its end already, so it is refused; the
same digits in a text cell are taken as they stand.
"""

import re
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


def read_xlsx(path: Path) -> Table:
    """Return the first visible sheet that holds anything. Raises TableRefused."""
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
        for about in book.sheets_metadata:
            if about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            if about.visible != calamine.SheetVisibleEnum.Visible:
                continue
            values = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
            if not any(any(cell != "" for cell in row) for row in values):
                continue
            errors = _error_cells(archive, parts.get(about.name))
            return _table(path.name, about.name, values, errors)
    raise refused(path.name, "empty_file", "表里没有内容，第一行要写列名。", "The file is empty.")


def _error_cells(archive: Any, part: str | None) -> list[tuple[int, str]]:
    if part is None:
        return []
    with open_member(archive, part) as member:
        found = _ERROR_CELL.findall(member.read())
    return [(int(row), column.decode()) for column, row in found]


def _table(file: str, sheet: str, values: list[list[Any]], errors: list[tuple[int, str]]) -> Table:
    heads = [_text(value) or "" for value in values[0]]
    faults = [
        _fault(file, sheet, row, column, "error_cell", "这一格是出错的公式，请填上值。")
        for row, column in errors
    ]
    encoders = [Encoder() for _ in heads]
    for number, row in enumerate(values[1:], start=2):
        for index, value in enumerate(row):
            text = value if type(value) is str else _text(value)
            if text is None:
                faults.append(
                    _fault(
                        file,
                        sheet,
                        number,
                        column_letter(index),
                        "number_too_long",
                        "这一格是 15 位以上的数字，表格软件已经把末尾几位变成了零。"
                        "请把这一列设成文本，重新填写。",
                    )
                )
            encoders[index].add(text or "")
    if faults:
        raise TableRefused(faults)
    return assemble(file, sheet, heads, encoders, np.arange(2, len(values) + 1, dtype=np.int64))


_ENGLISH = {
    "error_cell": "The cell shows an error such as #N/A.",
    "number_too_long": "A number of more than 15 digits has lost its end; format it as text.",
}


def _fault(file: str, sheet: str, row: int, column: str, code: str, zh: str) -> TableFault:
    return TableFault(file, sheet, row, column, code, zh, _ENGLISH[code])


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
