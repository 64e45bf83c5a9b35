"""From a laid-out grid to a table: header rows, row names, units, years, values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from xueyou.engines.reading.normal import Span
from xueyou.engines.reading.result import Quoted, Table, TableCell, TableRow
from xueyou.engines.reading.tables.columns import Column, Role, read_columns
from xueyou.engines.reading.tables.grid import RawGrid
from xueyou.engines.reading.tables.values import (
    is_rate,
    read_cell,
    split_unit,
    unit_in,
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A table with what its columns mean; `header_spans` are the raw spans of column heads.

    `spans[r][c]` is the raw span of body row r, column c. `table` holds the rows that have values.
    """

    table: Table
    columns: tuple[Column, ...]
    header_spans: tuple[Span | None, ...]
    spans: tuple[tuple[Span | None, ...], ...]
    words: tuple[tuple[str, ...], ...]
    doubts: tuple[str, ...]


def understand(raw: str, folded: str, grid: RawGrid, number: int) -> Understood | None:
    """Read a grid as a table; None where no header says what its columns are."""
    rows, caption = _without_title(folded, grid)
    rows = _upright(folded, rows)
    headed = grid.headed or _header_rows(folded, rows)
    if not rows or headed == 0 or headed >= len(rows):
        return None
    headers = [_joined(folded, rows[:headed], column) for column in range(len(rows[0]))]
    body = rows[headed:]
    words = [[_word(folded, span) for span in row] for row in body]
    columns = read_columns(headers, words)
    if not any(column.role in (Role.NAME, Role.WORK) for column in columns):
        return None
    common = _common_unit(folded, grid, caption)
    table_rows = _rows(raw, body, words, columns, common)
    table = Table(
        id=f"TB{number}",
        start=grid.start,
        end=grid.end,
        caption=Quoted(*caption, raw[caption[0] : caption[1]]) if caption else None,
        columns=tuple(headers),
        rows=tuple(table_rows),
        layout=grid.layout,
    )  # fmt: skip
    header_spans = tuple(rows[headed - 1])
    return Understood(
        table,
        tuple(columns),
        header_spans,
        tuple(body),
        tuple(tuple(row) for row in words),
        grid.damaged,
    )


def _word(folded: str, span: Span | None) -> str:
    """Give the words of a cell in one line."""
    return re.sub(r"\s*\n\s*", "", folded[span[0] : span[1]]).strip() if span else ""


def _without_title(
    folded: str, grid: RawGrid
) -> tuple[list[tuple[Span | None, ...]], Span | None]:  # fmt: skip
    """Take a first row that is one merged cell for the caption."""
    rows = list(grid.rows)
    caption = grid.caption
    while rows and len(rows[0]) > 1:
        spans = {span for span in rows[0] if span and span[1] > span[0]}
        if len(spans) != 1:
            break
        only = spans.pop()
        if not folded[only[0] : only[1]].startswith(("单位", "(单位")):
            caption = only
        rows = rows[1:]
    return rows, caption


def _upright(folded: str, rows: list[tuple[Span | None, ...]]) -> list[tuple[Span | None, ...]]:
    """Turn a table whose rows are years and whose columns are indicators."""
    first = [_word(folded, row[0]) for row in rows[1:]] if rows and len(rows[0]) > 1 else []
    across = [_word(folded, span) for span in rows[0][1:]] if first else []
    if len(first) < 2 or not all(_is_year(word) for word in first):
        return rows
    if any(_is_year(word) for word in across):
        return rows
    return list(zip(*rows, strict=True))


def _header_rows(folded: str, rows: Sequence[Sequence[Span | None]]) -> int:
    """Count the header rows: those before the first row with a value that is no year."""
    for index, row in enumerate(rows[:4]):
        words = [_word(folded, span) for span in row]
        valued = [word for word in words if read_cell(word) and not _is_year(word)]
        if valued and index > 0:
            return index
        if valued:
            return 0
        if index and not _continues_header(rows[index - 1], row, words):
            return index
    return 1


def _is_year(word: str) -> bool:
    """Tell whether a word is a year, a note in brackets behind it or not: 2025年(基期)."""
    return re.fullmatch(r"20\d\d ?年?[度底末]?(?:\([^()]{1,8}\))?", word) is not None


def _continues_header(
    above: Sequence[Span | None], row: Sequence[Span | None], words: Sequence[str]
) -> bool:
    """Tell whether a row without values is a second header row: merged heads or years above it."""
    merged = any(a is not None and a == b for a, b in zip(above, row, strict=True))
    spread = any(a is not None and a == b for a, b in pairwise(above))
    years = sum(1 for word in words if re.search(r"20\d\d", word) and len(word) <= 12)
    return (merged and spread) or years >= 2


def _joined(folded: str, rows: Sequence[Sequence[Span | None]], column: int) -> str:
    """Give the header of a column over all header rows, merged parts once."""
    parts: list[str] = []
    for row in rows:
        word = _word(folded, row[column])
        if word and word not in parts:
            parts.append(word)
    return "".join(parts)


def _common_unit(folded: str, grid: RawGrid, caption: Span | None) -> str | None:
    """Find a unit that holds for the whole table: 单位:万元 above it or in its caption."""
    above = folded[max(0, grid.start - 60) : grid.start].rsplit("\n", 3)[-3:]
    title = folded[caption[0] : caption[1]] if caption else ""
    for words in (*above, title, folded[grid.start : grid.start + 40]):
        found = re.search(r"单位[::]\s*([^\s()，,;]{1,8})", words)
        if found:
            unit = unit_in(found.group(1))
            if unit:
                return unit
    return None


def _rows(
    raw: str,
    body: Sequence[Sequence[Span | None]],
    words: Sequence[Sequence[str]],
    columns: Sequence[Column],
    common: str | None,
) -> list[TableRow]:
    """Read the body row by row; a row of one cell is the group of the rows below it."""
    name_at = next((i for i, c in enumerate(columns) if c.role in (Role.NAME, Role.WORK)), 0)
    number_at = next((i for i, c in enumerate(columns) if c.role is Role.NUMBER), None)
    unit_at = next((i for i, c in enumerate(columns) if c.role is Role.UNIT), None)
    group_at = next((i for i, c in enumerate(columns) if c.role is Role.GROUP), None)
    out: list[TableRow] = []
    group: str | None = None
    for spans, cells in zip(body, words, strict=True):
        filled = {span for span in spans if span and span[1] > span[0]}
        if len(filled) == 1:
            group = next(word for word in cells if word)
            continue
        span = spans[name_at]
        if span is None or span[0] == span[1]:
            continue
        name, unit = split_unit(
            re.sub(r"^\d{1,2}[.、]\s*(?=[^\d])|^\(\d{1,2}\)", "", cells[name_at])
        )
        unit = unit or (unit_in(cells[unit_at]) if unit_at is not None else None)
        shown = re.sub(r"\D", "", cells[number_at]) if number_at is not None else ""
        values = _cells(raw, spans, cells, columns)
        unit = unit or _unit_of_cells(cells, columns) or columns[name_at].unit or common
        unit = unit or ("%" if is_rate(name) else None)
        out.append(
            TableRow(
                no=int(shown) if shown.isdigit() else len(out) + 1,
                name_raw=raw[span[0] : span[1]],
                name=name,
                unit=unit,
                start=span[0],
                end=span[1],
                quote=raw[span[0] : span[1]],
                cells=tuple(values),
                group=(cells[group_at] if group_at is not None else None) or group,
            )
        )
    return out


def _cells(
    raw: str, spans: Sequence[Span | None], cells: Sequence[str], columns: Sequence[Column]
) -> list[TableCell]:  # fmt: skip
    """Read the value cells of a row; a merged cell counts once, in its first column."""
    out: list[TableCell] = []
    seen: set[Span] = set()
    for index, column in enumerate(columns):
        span = spans[index]
        if column.role is not Role.VALUE or span is None or span[0] == span[1] or span in seen:
            continue
        seen.add(span)
        value = read_cell(cells[index])
        out.append(
            TableCell(
                start=span[0],
                end=span[1],
                quote=raw[span[0] : span[1]],
                value=value.value if value else None,
                year=column.year,
                column=index,
            )
        )
    return out


def _unit_of_cells(cells: Sequence[str], columns: Sequence[Column]) -> str | None:
    """Give the unit that the cells of a row print themselves, when they agree."""
    found = set()
    for word, column in zip(cells, columns, strict=True):
        value = read_cell(word) if column.role is Role.VALUE else None
        if value and value.unit:
            found.add(value.unit)
    return found.pop() if len(found) == 1 else None
