"""Owns reading an answer to a list: rows by their code, every other column as it is headed.

What columns a list has, and what a row means, is for whoever drew it up. Columns are found by the
hidden row of codes, or by their heads where somebody deleted that row, in any order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine as calamine

from xueyou.formats.archive import damaged, open_archive
from xueyou.formats.check_columns import CODE, ID, SAYS
from xueyou.formats.filled_sheet import (
    HEAD_ROWS,
    FilledSheet,
    RawRow,
    Step,
    column_letter,
    row_as_json,
    rows_of,
)
from xueyou.formats.isolation import read_result_apart
from xueyou.formats.load import never, require_kind
from xueyou.formats.refusal import Refusal
from xueyou.formats.sheet_columns import WRONG
from xueyou.formats.spreadsheet_parts import SheetShape, sheet_shapes


class AnswerUnfit(ValueError):
    """The file is no answer to a list; `zh` says why. Nothing was changed."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """An answer as it came back. `columns`: the place (from 0) of each by its code or its head."""

    rows: tuple[RawRow, ...]
    columns: Mapping[str, int]

    def letter(self, *names: str) -> str:
        """Return the letter of the first of these columns that is there."""
        index = next((self.columns[name] for name in names if name in self.columns), 0)
        return column_letter(index)


def read_answer(path: Path, *, name: str) -> RawAnswer:
    """Read an uploaded .xlsx in a process of its own. Raises Refusal, AnswerUnfit.

    `name` is the file's name as its owner gave it.
    """
    require_kind(path, "xlsx", name=name)
    said = read_result_apart("check", path, progress=None, cancelled=never)
    if "unfit" in said:
        raise AnswerUnfit(said["unfit"])
    return RawAnswer(tuple(rows_of(said["rows"])), said["columns"])


def answer_rows(path: Path, step: Step) -> dict[str, Any]:
    """Return the answer as JSON values, or {"unfit": why}; runs in the reading process."""
    with open_archive(path) as archive:
        shapes = sheet_shapes(archive, step)
    found = []
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        for about in book.sheets_metadata:
            if about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            values = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
            step(1, 2)
            titles = _titles(values)
            if not titles:
                continue
            sheet = FilledSheet(values, shapes.get(about.name, SheetShape()), about.name, titles)
            if sheet.columns:
                found.append(sheet)
    except calamine.PasswordError:
        raise Refusal("encrypted") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise damaged() from None
    if not found:
        return {"unfit": f"没有找到名单：要有一行列名，里面有“{ID.title}”。没有收下。"}
    if len(found) > 1:
        return {"unfit": "有几张工作表都像名单，不知道该看哪一张。请只留一张。没有收下。"}
    rows = [row_as_json(row) for row in found[0].rows(step)]
    return {"rows": rows, "columns": found[0].columns}


def _titles(values: Sequence[Sequence[Any]]) -> dict[str, str]:
    """Return the heads of a sheet by themselves, that of the codes of rows by "id"; {} for none."""
    for index, row in enumerate(values[:HEAD_ROWS]):
        words = _words(row)
        if ID.code in words:
            below = values[index + 1] if index + 1 < len(values) else ()
            place = [str(value).strip() for value in row].index(ID.code)
            first = str(below[place]).strip() if place < len(below) else ""
            heads = [] if CODE.fullmatch(first) else _words(below)
            return {word: word for word in (*words, *heads)}
        if ID.title in words:
            return {word: word for word in words} | {ID.title: ID.code}
    return {}


def _words(row: Sequence[Any]) -> list[str]:
    words = [str(value).strip() for value in row if str(value or "").strip()]
    return [word for word in words if word not in (WRONG.code, WRONG.title, *SAYS)]
