"""Owns reading a sheet that people filled: rows by column code, cells as typed, nothing guessed.

Columns are found by the hidden row of codes, or by their heads where somebody deleted that row, so
their order does not matter. The column of identifiers is all or nothing: one that a spreadsheet
program turned into a number, or one that stands twice, refuses the file.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import python_calamine as calamine

from xueyou.formats.archive import damaged, open_archive
from xueyou.formats.refusal import Refusal
from xueyou.formats.spreadsheet_parts import SheetShape, sheet_shapes

HEAD_ROWS = 10
"""Rows in which the codes, or the heads, are looked for."""
MOST_ROWS = 50_000
_STEP = 2_000
_NUMBERS = (int, float)

Step = Callable[[int, int], None]


def column_letter(index: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as somebody left it. `kind`: text number percent date bool formula error.

    `text` is what was typed; of a number its shortest exact form, of a date ISO.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of the sheet: its number as the spreadsheet shows it, its id, its cells by code."""

    number: int
    id: str
    cells: dict[str, RawCell]
    hidden: bool = False

    def text(self, code: str) -> str:
        """Return what was typed in a column, "" where nothing was."""
        cell = self.cells.get(code)
        return cell.text.strip() if cell is not None else ""

    def holds(self, codes: Iterable[str]) -> bool:
        """Whether any of these columns holds something."""
        return any(self.text(code) for code in codes)


def filled_sheets(path: Path, step: Step, titles: Mapping[str, str]) -> Iterator["FilledSheet"]:
    """Yield the sheets of a workbook in which the columns are found. Raises Refusal."""
    with open_archive(path) as archive:
        shapes = sheet_shapes(archive, step)
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        for about in book.sheets_metadata:
            if about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            values = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
            found = FilledSheet(values, shapes.get(about.name, SheetShape()), about.name, titles)
            step(1, 2)
            if found.columns:
                yield found
    except calamine.PasswordError:
        raise Refusal("encrypted") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise damaged() from None


def row_as_json(row: RawRow) -> list[Any]:
    """Return a row for the report of the reading process: [number, id, cells, hidden]."""
    cells = {code: (cell.kind, cell.text) for code, cell in row.cells.items()}
    return [row.number, row.id, cells, row.hidden]


def rows_of(said: Sequence[Any]) -> Iterator[RawRow]:
    """Yield the rows that the reading process reported; equal cells are one object."""
    known: dict[tuple[str, str], RawCell] = {}
    for number, uid, cells, hidden in said:
        made = {}
        for code, cell in cells.items():
            kind, text = cell
            made[code] = known.get((kind, text)) or known.setdefault(
                (kind, text), RawCell(sys.intern(kind), text)
            )
        yield RawRow(number, uid, made, hidden)


class FilledSheet:
    """One sheet while its columns are found and its rows are read.

    `titles`: the code of each column by its head; the column of identifiers is "id".
    """

    def __init__(
        self,
        values: Sequence[Sequence[Any]],
        shape: SheetShape,
        name: str,
        titles: Mapping[str, str],
    ) -> None:
        self._values, self._shape, self.name = values, shape, name
        self._titles = titles
        self._first = 0
        self.columns: dict[str, int] = {}
        self._find_columns()

    @property
    def letters(self) -> dict[str, str]:
        """Return the letter of each column found."""
        return {code: column_letter(index) for code, index in self.columns.items()}

    def rows(self, step: Step) -> Iterator[RawRow]:
        """Yield the rows that hold anything. Raises Refusal on an id that cannot be trusted."""
        if len(self._values) > MOST_ROWS:
            raise Refusal("too_large", detail=f"超过 {MOST_ROWS} 行。")
        seen: dict[str, int] = {}
        for index in range(self._first, len(self._values)):
            if index % _STEP == 0:
                step(len(self._values) + index, 2 * len(self._values))
            cells = {
                code: cell
                for code, column in self.columns.items()
                if (cell := self._cell(index, column)) is not None
            }
            if not cells:
                continue
            uid = self._id(index, cells.pop("id", None))
            if uid and uid in seen:
                raise self._broken(
                    index, f"第 {index + 1} 行的编号和第 {seen[uid]} 行的一样。",
                    f"Rows {seen[uid]} and {index + 1} bear the same identifier.",
                )  # fmt: skip
            seen[uid] = index + 1
            yield RawRow(index + 1, uid, cells, index in self._shape.hidden_rows)

    def _find_columns(self) -> None:
        """Take the row of codes where it still stands, else the row of heads."""
        for known in ({code: code for code in self._titles.values()}, self._titles):
            for index, row in enumerate(self._values[:HEAD_ROWS]):
                words = {str(value).strip(): column for column, value in enumerate(row) if value}
                found = {known[word]: column for word, column in words.items() if word in known}
                if "id" in found and len(found) > 2:
                    self.columns = found
                    self._first = index + 1
                    if self._is_heads(self._first):
                        self._first += 1
                    return

    def _is_heads(self, index: int) -> bool:
        if index >= len(self._values):
            return False
        words = {str(value).strip() for value in self._values[index] if value}
        return len(words & set(self._titles)) > 2

    def _cell(self, row: int, column: int) -> RawCell | None:
        values = self._values[row]
        value = values[column] if column < len(values) else ""
        place = (row, column)
        if place in self._shape.formulas:
            return RawCell("formula", f"={self._shape.formulas[place]}")
        if place in self._shape.errors:
            return RawCell("error", "#")
        return raw_cell(value, place in self._shape.percentages)

    def _id(self, index: int, cell: RawCell | None) -> str:
        if cell is None:
            return ""
        if cell.kind != "text":
            raise self._broken(
                index, f"第 {index + 1} 行的编号变成了数字或公式。",
                f"The identifier in row {index + 1} has become a number or a formula.",
            )  # fmt: skip
        text = cell.text.strip()
        if _is_number(text):
            raise self._broken(
                index, f"第 {index + 1} 行的编号变成了数字。",
                f"The identifier in row {index + 1} has become a number.",
            )  # fmt: skip
        return text.lower()

    def _broken(self, index: int, detail: str, detail_en: str) -> Refusal:
        return Refusal(
            "broken_ids",
            detail=detail,
            detail_en=detail_en,
            sheet=self.name,
            row=index + 1,
            column=column_letter(self.columns["id"]),
        )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def raw_cell(value: Any, percentage: bool) -> RawCell | None:
    """Return a value that calamine read as a cell, None for an empty one."""
    if isinstance(value, str):
        return RawCell("text", value) if value.strip() else None
    if isinstance(value, bool):
        return RawCell("bool", "是" if value else "否")
    if isinstance(value, _NUMBERS):
        return RawCell("percent" if percentage else "number", _plain(float(value)))
    if isinstance(value, datetime):
        return RawCell("date", value.date().isoformat())
    if isinstance(value, date):
        return RawCell("date", value.isoformat())
    return RawCell("text", str(value))


def _plain(value: float) -> str:
    """Return a number as a spreadsheet shows it: fifteen digits, no exponent below 10^15."""
    if value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return f"{value:.15g}"
