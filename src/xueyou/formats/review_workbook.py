"""Owns the review workbook: items going out to be decided at one's desk, and read as they return.

Every cell is text, so that nothing a spreadsheet program thinks of a number changes it; a hidden
first row holds the codes of the columns. The same items give the same bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import xlsxwriter

from xueyou.formats.filled_sheet import (
    RawRow,
    Step,
    filled_sheets,
    row_as_json,
    rows_of,
)
from xueyou.formats.isolation import read_result_apart
from xueyou.formats.load import never, require_kind
from xueyou.formats.refusal import Refusal
from xueyou.formats.review_columns import AFTER, BEFORE, DECISIONS, FIELDS, HEADS, SHEETS, TITLES
from xueyou.formats.workbook import clean_text, is_formula_like, new_book

NEEDED = ("id", "revision", "decision")
_FIRST = 2
_LONGEST_LIST = 255
"""Characters that a drop-down in a cell may hold in all."""
_HELP = {
    "id": "系统靠这个编号认行。请不要改、不要复制到别的行；整行删掉没有关系，那一项就不动。",
    "revision": "导出时这一项改到第几次。交回来时系统用它看有没有别人先改了，请不要改。",
    "decision": "接受：照这一行记下并接受。退回：不是一项。不动：这一项先放着。",
    "units": "牵头的后面写（牵头），用顿号分开。",
    "period": "2026、2026Q3、2026-09 或 SY2026（学年）；空着按计划的最后一天。",
    "tolerance": "填 0 就是一个不少。",
}


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """A sheet as it came back: its name, the letter of each column found, its rows."""

    name: str
    letters: Mapping[str, str]
    rows: tuple[RawRow, ...]


def review_workbook(
    lines: Mapping[str, Sequence[Mapping[str, str]]], choices: Mapping[str, Sequence[str]]
) -> bytes:
    """Return the .xlsx bytes: by kind of item its rows, each the words by column code.

    `choices`: by column code the words of its drop-down. A kind without rows gets no sheet.
    """
    buffer, book = new_book()
    writer = _Writer(book, {"decision": tuple(DECISIONS), **choices})
    for kind, name in SHEETS.items():
        if lines.get(kind):
            writer.write(book.add_worksheet(name), kind, lines[kind])
    if not book.worksheets():
        book.add_worksheet("没有可定的")
    book.close()
    return buffer.getvalue()


class _Writer:
    """One book's formats and drop-downs while its sheets are written."""

    def __init__(self, book: "xlsxwriter.Workbook", choices: Mapping[str, Sequence[str]]) -> None:
        base: dict[str, Any] = {"valign": "top", "text_wrap": True, "num_format": "@"}
        grey = base | {"bg_color": "#F2F2F2"}
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._formats = {
            (filled, guarded): book.add_format(
                (base if filled else grey) | ({"quote_prefix": True} if guarded else {})
            )
            for filled in (False, True)
            for guarded in (False, True)
        }
        self._choices = choices

    def write(
        self,
        sheet: "xlsxwriter.worksheet.Worksheet",
        kind: str,
        lines: Sequence[Mapping[str, str]],
    ) -> None:
        """Write codes, heads, rows, drop-downs and help of one kind's sheet."""
        columns = (*BEFORE, *FIELDS[kind], *AFTER)
        last = _FIRST + len(lines) - 1
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, column.code)
            sheet.write_string(1, index, column.title, self._head)
            if column.code in _HELP:
                sheet.write_comment(1, index, _HELP[column.code])
            words = self._choices.get(column.code, ())
            if words and sum(map(len, words)) + len(words) <= _LONGEST_LIST:
                rule = {"validate": "list", "source": list(words), "error_title": "请从列表里选"}
                sheet.data_validation(_FIRST, index, last, index, rule)
        for row, line in enumerate(lines, start=_FIRST):
            for index, column in enumerate(columns):
                text = clean_text(line.get(column.code, ""))
                style = self._formats[column.filled, is_formula_like(text)]
                if text:
                    sheet.write_string(row, index, text, style)
                else:
                    sheet.write_blank(row, index, None, style)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.freeze_panes(_FIRST, 1)
        sheet.autofilter(1, 0, last, len(columns) - 1)


def read_review(path: Path, *, name: str) -> list[ReviewSheet]:
    """Read a review workbook that came back, in a process of its own. Raises Refusal.

    `name` is the file's name as its owner gave it.
    """
    require_kind(path, "xlsx", name=name)
    said = read_result_apart("review", path, progress=None, cancelled=never)
    return [
        ReviewSheet(sheet["name"], sheet["letters"], tuple(rows_of(sheet["rows"])))
        for sheet in said["sheets"]
    ]


def review_sheets(path: Path, step: Step) -> dict[str, Any]:
    """Return the sheets of a review workbook as JSON values; runs in the reading process.

    Raises Refusal: broken_ids where the identifiers, or a column without which no row can be
    taken, are damaged, doubled or gone.
    """
    sheets = []
    seen: dict[str, tuple[str, int]] = {}
    for found in filled_sheets(path, step, TITLES):
        _refuse_without(found.name, found.columns)
        rows = list(found.rows(step))
        for row in rows:
            if row.id and not _is_uid(row.id):
                raise _destroyed(found.name, row, found.letters["id"])
            if row.id and row.id in seen:
                raise _doubled(found.name, row, seen[row.id], found.letters["id"])
            seen[row.id] = (found.name, row.number)
        sheets.append(
            {"name": found.name, "letters": found.letters, "rows": [row_as_json(r) for r in rows]}
        )
    if not sheets:
        _refuse_without("", {})
    return {"sheets": sheets}


def _refuse_without(sheet: str, columns: Mapping[str, int]) -> None:
    missing = next((code for code in NEEDED if code not in columns), None)
    if missing is not None:
        where = f"“{sheet}”表里" if sheet else ""
        raise Refusal(
            "broken_ids",
            detail=f"{where}没有找到“{HEADS[missing]}”这一列，这不像是核对页上取的表。",
            detail_en=f"A sheet has no column {missing}: this is no exported workbook.",
            sheet=sheet or None,
        )


def _is_uid(words: str) -> bool:
    try:
        return str(UUID(words)) == words
    except ValueError:
        return False


def _destroyed(sheet: str, row: RawRow, letter: str) -> Refusal:
    return Refusal(
        "broken_ids",
        detail=f"“{sheet}”表第 {row.number} 行的编号变了样。",
        detail_en=f"The identifier in row {row.number} is damaged.",
        sheet=sheet,
        row=row.number,
        column=letter,
    )


def _doubled(sheet: str, row: RawRow, other: tuple[str, int], letter: str) -> Refusal:
    return Refusal(
        "broken_ids",
        detail=f"“{sheet}”表第 {row.number} 行的编号和“{other[0]}”表第 {other[1]} 行的一样。",
        detail_en=f"An identifier of row {row.number} stands twice.",
        sheet=sheet,
        row=row.number,
        column=letter,
    )


def cell_of(sheet: ReviewSheet, code: str, row: int) -> str:
    """Return where a cell stands as a spreadsheet names it: E7; the row alone for no column."""
    return f"{sheet.letters.get(code, '')}{row}" if code else f"{row}"
