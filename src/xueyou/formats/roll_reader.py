"""Owns reading a school's roll: its one visible sheet, rows as typed, columns nobody asked for too.

Columns are found by the hidden row of codes of our template, or by their heads in any order under
whatever titles stand above them. What a row means is for whoever takes the roll in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine as calamine

from xueyou.formats.archive import damaged, open_archive
from xueyou.formats.filled_sheet import (
    HEAD_ROWS,
    MOST_ROWS,
    RawCell,
    RawRow,
    Step,
    column_letter,
    raw_cell,
    row_as_json,
    rows_of,
)
from xueyou.formats.isolation import read_result_apart
from xueyou.formats.load import never, require_kind
from xueyou.formats.refusal import Refusal
from xueyou.formats.roll_columns import BY_TITLE, NEEDED, STAMP, TITLES, head_key
from xueyou.formats.spreadsheet_parts import SheetShape, sheet_shapes

_STEP = 2_000
_MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the sheet: where it stands (from 0), what is over it, its code if it has one.

    A column without a code is kept under "#" and its place.
    """

    index: int
    title: str
    code: str

    @property
    def key(self) -> str:
        """Under which a row keeps the cell of this column."""
        return self.code or f"#{self.index}"


@dataclass(frozen=True, slots=True)
class RawRoll:
    """A roll as it was handed in. `head_row` and the rows' numbers are as a spreadsheet shows them.

    `year` is the school year of our template, None for a sheet of somebody's own.
    """

    heads: tuple[Head, ...]
    head_row: int
    rows: tuple[RawRow, ...]
    year: int | None

    def letter(self, code: str) -> str:
        """Return the letter of a column, of the first one where the sheet has none such."""
        index = next((head.index for head in self.heads if head.code == code), 0)
        return column_letter(index)


class RollUnfit(ValueError):
    """The file is no roll, or not one of this year; `zh` says why. Nothing was changed."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh + "什么都没有改动。拿不准，就下载模板，把内容贴进去再交。"


def read_roll(
    path: Path,
    *,
    name: str | None = None,
    progress: Step | None = None,
    cancelled: Callable[[], bool] = never,
) -> RawRoll:
    """Read a roll in a process of its own. Raises Refusal, RollUnfit, or ReadingCancelled.

    `name` is the file's name as its owner gave it.
    """
    require_kind(path, "xlsx", name=name if name is not None else path.name)
    said = read_result_apart("roll", path, progress=progress, cancelled=cancelled)
    if "unfit" in said:
        raise RollUnfit(said["unfit"])
    heads = tuple(Head(*head) for head in said["heads"])
    return RawRoll(heads, said["head_row"], tuple(rows_of(said["rows"])), said["year"])


def roll_rows(path: Path, step: Step) -> dict[str, Any]:
    """Return the roll as JSON values, or {"unfit": why}; runs in the reading process."""
    with open_archive(path) as archive:
        shapes = sheet_shapes(archive, step)
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        shown = [s for s in book.sheets_metadata if s.visible == calamine.SheetVisibleEnum.Visible]
        found = []
        for about in shown:
            if about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            values = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
            step(1, 2)
            sheet = _Sheet(values, shapes.get(about.name, SheetShape()))
            if sheet.find():
                found.append(sheet)
    except calamine.PasswordError:
        raise Refusal("encrypted") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise damaged() from None
    if not found:
        needed = "、".join(TITLES[code] for code in NEEDED)
        return {"unfit": f"没有找到名册：要有一行列名，里面有{needed}这几列。"}
    if len(found) > 1:
        return {"unfit": f"有{len(found)}张工作表都像名册。请把要交的合到一张，其余的删去。"}
    return found[0].as_json(step)


class _Sheet:
    """One sheet while its columns are found and its rows are read."""

    def __init__(self, values: Sequence[Sequence[Any]], shape: SheetShape) -> None:
        self._values, self._shape = values, shape
        self._first = 0
        self._head = 0
        self._codes: dict[int, str] = {}
        self._year: int | None = None
        self._twice = ""

    def find(self) -> bool:
        """Return whether there is a row of codes, or else of heads."""
        self._year = self._stamped()
        for read in (_code, _meaning):
            for index, row in enumerate(self._values[:HEAD_ROWS]):
                found = [
                    (place, code)
                    for place, value in enumerate(row[:_MOST_COLUMNS])
                    if isinstance(value, str) and (code := read(value))
                ]
                if set(NEEDED) <= {code for _, code in found}:
                    self._take(index, found)
                    return True
        return False

    def as_json(self, step: Step) -> dict[str, Any]:
        """Return heads and rows. Raises Refusal where there are too many rows."""
        if self._twice:
            title = TITLES[self._twice]
            return {"unfit": f"有两列都是“{title}”，不知道该用哪一列。请只留一列。"}
        if len(self._values) > MOST_ROWS:
            raise Refusal("too_large", detail=f"超过 {MOST_ROWS} 行。")
        heads = self._heads()
        keys = [(head.index, head.key) for head in heads if head.code != "wrong"]
        rows = []
        for number in range(self._first, len(self._values)):
            if number % _STEP == 0:
                step(len(self._values) + number, 2 * len(self._values))
            cells = {
                key: cell for place, key in keys if (cell := self._cell(number, place)) is not None
            }
            if cells:
                hidden = number in self._shape.hidden_rows
                rows.append(row_as_json(RawRow(number + 1, "", cells, hidden)))
        return {
            "heads": [[head.index, head.title, head.code] for head in heads],
            "head_row": self._head + 1,
            "rows": rows,
            "year": self._year,
        }

    def _take(self, index: int, found: list[tuple[int, str]]) -> None:
        codes = [code for _, code in found]
        self._twice = next((code for code in codes if codes.count(code) > 1), "")
        self._codes = dict(found)
        self._head, self._first = index, index + 1
        below = self._values[index + 1] if index + 1 < len(self._values) else ()
        words = {BY_TITLE.get(head_key(str(value))) for value in below if value}
        if len(words & set(self._codes.values())) > 2:  # the heads under our hidden codes
            self._head, self._first = index + 1, index + 2

    def _heads(self) -> list[Head]:
        row = self._values[self._head]
        filled = {place for place, value in enumerate(row[:_MOST_COLUMNS]) if str(value).strip()}
        return [
            Head(place, str(row[place]).strip(), self._codes.get(place, ""))
            for place in sorted(filled | set(self._codes))
        ]

    def _stamped(self) -> int | None:
        for row in self._values[:HEAD_ROWS]:
            for value in row[:_MOST_COLUMNS]:
                if isinstance(value, str) and value.startswith(STAMP):
                    year = value[len(STAMP) :]
                    return int(year) if year.isdecimal() and len(year) == 4 else None
        return None

    def _cell(self, row: int, column: int) -> RawCell | None:
        values = self._values[row]
        place = (row, column)
        if place in self._shape.formulas:
            return RawCell("formula", f"={self._shape.formulas[place]}")
        if place in self._shape.errors:
            return RawCell("error", "#")
        value = values[column] if column < len(values) else ""
        return raw_cell(value, place in self._shape.percentages)


def _code(text: str) -> str | None:
    return text.strip() if text.strip() in TITLES else None


def _meaning(text: str) -> str | None:
    return BY_TITLE.get(head_key(text))
