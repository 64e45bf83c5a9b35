"""Owns reading a filled progress workbook, in a process of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xueyou.formats.filled_sheet import RawRow, Step, filled_sheets, row_as_json, rows_of
from xueyou.formats.isolation import read_result_apart
from xueyou.formats.load import never, require_kind
from xueyou.formats.progress_columns import BY_TITLE
from xueyou.formats.refusal import Refusal


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A filled workbook: its rows, and the letter of each column found."""

    rows: tuple[RawRow, ...]
    letters: dict[str, str]


def read_progress(
    path: Path,
    *,
    name: str | None = None,
    progress: Step | None = None,
    cancelled: Callable[[], bool] = never,
) -> RawSheet:
    """Read a filled workbook in a process of its own. Raises Refusal, or ReadingCancelled.

    `name` is the file's name as its owner gave it.
    """
    require_kind(path, "xlsx", name=name if name is not None else path.name)
    said = read_result_apart("progress", path, progress=progress, cancelled=cancelled)
    return RawSheet(tuple(rows_of(said["rows"])), said["letters"])


def progress_rows(path: Path, step: Step) -> dict[str, Any]:
    """Return the first sheet of progress as JSON values; runs in the reading process.

    A row is [number, id, {code: [kind, text]}, hidden]. Raises Refusal.
    """
    for found in filled_sheets(path, step, BY_TITLE):
        return {"rows": [row_as_json(row) for row in found.rows(step)], "letters": found.letters}
    raise Refusal(
        "broken_ids",
        detail="没有找到“编号”这一列，这不像是系统导出的进度表。",
        detail_en="There is no column of identifiers: this is no exported workbook.",
    )
