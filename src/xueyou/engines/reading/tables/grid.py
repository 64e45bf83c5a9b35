"""A table as rows of cells with their raw spans, however it stood in the document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xueyou.engines.reading.normal import Span
from xueyou.engines.reading.problem import SourceGrid


@dataclass(frozen=True, slots=True)
class RawGrid:
    """Rows of equal width; a cell is the raw span of its words, None where the grid has a hole.

    A merged cell stands in every place it covers. `layout` says how it stood; `headed` is the
    number of header rows where the form shows it, else 0; `caption` is a raw span or None.
    """

    rows: tuple[tuple[Span | None, ...], ...]
    start: int
    end: int
    layout: str
    headed: int = 0
    caption: Span | None = None
    damaged: tuple[str, ...] = ()


def from_source(text: str, grid: SourceGrid) -> RawGrid | None:
    """Lay out a real table, merged cells repeated; None where it has less than two rows."""
    if not grid.cells:
        return None
    height = max(cell.row + max(1, cell.rowspan) for cell in grid.cells)
    width = max(cell.column + max(1, cell.colspan) for cell in grid.cells)
    if height < 2 or width < 2 or height * width > 400_000:
        return None
    rows: list[list[Span | None]] = [[None] * width for _ in range(height)]
    for cell in grid.cells:
        span = trimmed(text, cell.start, cell.end)
        for row in range(cell.row, min(height, cell.row + max(1, cell.rowspan))):
            for column in range(cell.column, min(width, cell.column + max(1, cell.colspan))):
                rows[row][column] = span
    return RawGrid(
        rows=tuple(tuple(row) for row in rows),
        start=grid.start,
        end=grid.end,
        layout="grid",
        caption=caption_before(text, grid.start),
    )


def trimmed(text: str, start: int, end: int) -> Span:
    """Give a span without the blanks around its words."""
    words = text[start:end]
    left = start + len(words) - len(words.lstrip())
    return left, max(left, start + len(words.rstrip()))


_NUMBERED = re.compile(
    r"第.{1,3}[章节条]|[一二三四五六七八九十]+、|\(.{1,3}\)|\d{1,2}[.、]\D|——|任务"
)


def caption_before(text: str, start: int) -> Span | None:
    """Find the short line without end mark that stands right above a table."""
    at = start
    for _ in range(3):
        line_end = _rstrip(text, at)
        line_start = text.rfind("\n", 0, line_end) + 1
        first, last = trimmed(text, line_start, line_end)
        words = text[first:last]
        if words.startswith(("单位", "(单位")):
            at = line_start
            continue
        if (
            words.endswith("通知")
            or not 4 <= len(words) <= 50
            or words[-1] in "。;；，,、:："
            or _NUMBERED.match(words)
        ):
            return None
        return first, last
    return None


def _rstrip(text: str, end: int) -> int:
    """Give the end without the blanks before it, without copying the whole text."""
    while end > 0 and text[end - 1].isspace():
        end -= 1
    return end


def equal_width(rows: Sequence[Sequence[Span | None]]) -> tuple[tuple[Span | None, ...], ...]:
    """Fill short rows with holes."""
    width = max(len(row) for row in rows)
    return tuple((*row, *([None] * (width - len(row)))) for row in rows)
