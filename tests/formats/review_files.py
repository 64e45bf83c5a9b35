"""Review workbooks as people fill them, for tests to hand in."""

import io
from collections.abc import Mapping
from typing import Any

import openpyxl

Rows = Mapping[str, Mapping[str, Any]]
"""Row by identifier: what is typed, by column code."""


def typed_into(book: bytes, rows: Rows) -> bytes:
    """Return the workbook with words typed into cells; None empties one."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    left = set(rows)
    for sheet in opened:
        codes = {cell.value: cell.column for cell in sheet[1]}
        for number in range(3, sheet.max_row + 1):
            uid = sheet.cell(number, codes["id"]).value
            for code, words in rows.get(uid, {}).items():
                sheet.cell(number, codes[code]).value = words
            left.discard(uid)
    assert not left, left
    return saved(opened)


def saved(opened: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    out = io.BytesIO()
    opened.save(out)
    return out.getvalue()


def cells(book: bytes) -> dict[str, dict[str, Any]]:
    """Return what stands in each row, by identifier and column code."""
    found: dict[str, dict[str, Any]] = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(book)):
        codes = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=3, values_only=True):
            said = dict(zip(codes, row, strict=True))
            found[said["id"]] = said
    return found
