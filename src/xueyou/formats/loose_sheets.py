"""Owns lists that people kept by hand: sheets of .xlsx or .csv as rows of text, nothing assumed.

Unlike `tables`, no row is a heading yet and cells may be merged: what a merged cell says holds for
every cell under it. Texts are in NFC without blanks around them. Cells that lost what they held (a
number of more than 15 digits, a formula that failed or was never computed) are told beside the
rows.
"""

import csv
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import python_calamine as calamine

from xueyou.formats.archive import damaged, open_archive
from xueyou.formats.plaintext import decode
from xueyou.formats.refusal import Refusal
from xueyou.formats.spreadsheet_parts import MAX_AREA, SheetShape, sheet_shapes

MAX_SHEETS = 200
_EXACT = 10**15
_MOST_BYTES = 50 * 1024 * 1024

Place = tuple[int, int]
"""(row, column), both from 0."""


@dataclass(frozen=True, slots=True)
class LooseSheet:
    """One sheet: `rows[r][c]`, all rows equally long; a spreadsheet shows row r as r + 1."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    unread: Mapping[Place, str]  # "number_too_long", "error_cell" or "formula_unsaved"


def read_loose_sheets(path: Path) -> tuple[LooseSheet, ...]:
    """Return the visible sheets of a .xlsx file in order, or the one of a .csv file.

    Raises Refusal.
    """
    if path.suffix.lower() == ".csv":
        return (_csv(path),)
    try:
        with open_archive(path) as archive:
            # Refuses what would fill the memory, too.
            shapes = sheet_shapes(archive, lambda done, total: None)
        book = calamine.CalamineWorkbook.from_path(path)
        shown = [s for s in book.sheets_metadata if s.visible == calamine.SheetVisibleEnum.Visible]
        if len(shown) > MAX_SHEETS:
            raise Refusal("too_large", detail=f"工作表超过 {MAX_SHEETS} 张。")
        return tuple(
            _sheet(book.get_sheet_by_name(about.name), shapes.get(about.name, SheetShape()))
            for about in shown
            if about.typ == calamine.SheetTypeEnum.WorkSheet
        )
    except calamine.PasswordError:
        raise Refusal("encrypted") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise damaged() from None


def _sheet(sheet: "calamine.CalamineSheet", shape: SheetShape) -> LooseSheet:
    values = sheet.to_python(skip_empty_area=False)
    width = max((len(row) for row in values), default=0)
    grid = [[*row, *[""] * (width - len(row))] for row in values]
    spread = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        bottom, right = min(bottom, len(grid) - 1), min(right, width - 1)
        spread += max(0, bottom - top + 1) * max(0, right - left + 1)
        if spread > MAX_AREA:
            raise Refusal("too_large", detail="合并的单元格太多。")
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                grid[row][column] = grid[top][left]
    unread = {
        **dict.fromkeys(shape.unsaved, "formula_unsaved"),
        **dict.fromkeys(shape.errors, "error_cell"),
        **{
            (r, c): "number_too_long"
            for r, row in enumerate(grid)
            for c, value in enumerate(row)
            if _is_lost(value)
        },
    }
    return LooseSheet(sheet.name, tuple(tuple(map(_text, row)) for row in grid), unread)


def _csv(path: Path) -> LooseSheet:
    if path.stat().st_size > _MOST_BYTES:
        raise Refusal("too_large")
    text = decode(path.read_bytes())[0].removeprefix("\ufeff")
    try:
        records = [[_text(cell) for cell in record] for record in csv.reader(io.StringIO(text))]
    except csv.Error:
        raise damaged() from None
    width = max((len(record) for record in records), default=0)
    rows = tuple((*record, *[""] * (width - len(record))) for record in records)
    return LooseSheet(path.stem, rows, {})


def _is_lost(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) >= _EXACT


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return unicodedata.normalize("NFC", str(value)).strip()
