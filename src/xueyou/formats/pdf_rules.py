"""Owns finding the ruled tables of a PDF page: from drawn lines to cells with their places.

Office programs draw borders as strokes or as thin filled boxes, cell by cell. Collinear pieces are
joined, crossing ones make a table, and a cell reaches as far as no rule stops it, so merged cells
come out merged. Tables without vertical rules are not found; their text stays in lines.
"""

import ctypes
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_SNAP = 2.5
_THIN = 3.0
_SHORTEST = 4.0
_MAX_PIECES = 20_000
_MAX_RULES = 800

Rule = tuple[float, float, float]
"""(place, from, to): y, x0, x1 of a horizontal rule; x, y0, y1 of a vertical one; in points."""


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: grid place and size, left and right edge in points."""

    row: int
    column: int
    rowspan: int
    colspan: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table: its column edges from left to right, row edges from top to bottom, its cells.

    `owner[row][column]` is the index of the cell that covers a place of the grid.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    owner: tuple[tuple[int, ...], ...]

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the index of the cell around a point, None outside the table."""
        if not (self.columns[0] <= x < self.columns[-1] and self.rows[-1] < y <= self.rows[0]):
            return None
        column = bisect_right(self.columns, x) - 1
        row = bisect_right([-edge for edge in self.rows], -y) - 1
        return self.owner[row][min(column, len(self.columns) - 2)]


def ruled_tables(page: "pdfium.PdfPage") -> list[RuledTable]:
    """Return the tables of at least two rows and two columns that a page's rules draw."""
    across: list[Rule] = []
    upright: list[Rule] = []
    for number, (x0, y0, x1, y1) in enumerate(_pieces(page)):
        if number > _MAX_PIECES:
            return []
        if abs(y1 - y0) <= _THIN and abs(x1 - x0) >= _SHORTEST:
            across.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _THIN and abs(y1 - y0) >= _SHORTEST:
            upright.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    across, upright = _joined(across), _joined(upright)
    if len(across) + len(upright) > _MAX_RULES:
        return []
    found = [_table(group_across, group_up) for group_across, group_up in _groups(across, upright)]
    return [table for table in found if table is not None]


def _pieces(page: "pdfium.PdfPage") -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight pieces that are drawn, as (x0, y0, x1, y1) on the page."""
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1):
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(thing, fill, stroke)
        if stroke.value:
            yield from _stroked(thing)
        elif fill.value:
            try:
                left, bottom, right, top = thing.get_bounds()
            except pdfium.PdfiumError:
                continue
            if min(right - left, top - bottom) <= _THIN:
                yield left, bottom, right, top


def _stroked(thing: "pdfium.PdfObject") -> Iterator[tuple[float, float, float, float]]:
    matrix = thing.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(thing), _MAX_PIECES)):
        segment = raw.FPDFPath_GetPathSegment(thing, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield (*last, *point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield (*point, *start)
        last = point


def _joined(rules: list[Rule]) -> list[Rule]:
    """Join pieces on one line (within a hair) that touch or overlap."""
    out: list[Rule] = []
    rules.sort()
    group: list[Rule] = []
    for rule in [*rules, (float("inf"), 0.0, 0.0)]:
        if group and rule[0] - group[-1][0] > _SNAP:
            out += _merged(group)
            group = []
        group.append(rule)
    return out


def _merged(group: list[Rule]) -> Iterator[Rule]:
    place = sum(rule[0] for rule in group) / len(group)
    low, high = None, 0.0
    for _, start, end in sorted(group, key=lambda rule: rule[1]):
        if low is not None and start - high <= _THIN:
            high = max(high, end)
            continue
        if low is not None:
            yield place, low, high
        low, high = start, end
    if low is not None:
        yield place, low, high


def _groups(across: list[Rule], upright: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the sets of rules that cross each other, directly or over others."""
    left_across, left_up = set(across), set(upright)
    while left_across:
        todo = [("across", left_across.pop())]
        group_across: list[Rule] = []
        group_up: list[Rule] = []
        while todo:
            kind, rule = todo.pop()
            (group_across if kind == "across" else group_up).append(rule)
            others = left_up if kind == "across" else left_across
            touching = [other for other in others if _cross(rule, other)]
            others.difference_update(touching)
            todo += [("up" if kind == "across" else "across", other) for other in touching]
        yield group_across, group_up


def _cross(one: Rule, other: Rule) -> bool:
    return (
        one[1] - _THIN <= other[0] <= one[2] + _THIN
        and other[1] - _THIN <= one[0] <= other[2] + _THIN
    )


def _edges(places: list[float], ends: list[float]) -> list[float]:
    """Return the edges in order; a table may be open at its sides, so its rules' ends count."""
    edges = sorted(set(places))
    low, high = min(ends), max(ends)
    if edges and edges[0] - low > 3 * _SNAP:
        edges.insert(0, low)
    if edges and high - edges[-1] > 3 * _SNAP:
        edges.append(high)
    kept = edges[:1]
    for edge in edges[1:]:
        if edge - kept[-1] > _SNAP:
            kept.append(edge)
    return kept


def _table(across: list[Rule], upright: list[Rule]) -> RuledTable | None:
    if len(across) < 2 or not upright:
        return None
    columns = _edges([r[0] for r in upright], [end for r in across for end in r[1:]])
    rows = _edges([r[0] for r in across], [end for r in upright for end in r[1:]])[::-1]
    if len(columns) < 3 or len(rows) < 3:
        return None

    def wall(column: int, row: int) -> bool:
        middle = (rows[row] + rows[row + 1]) / 2
        return any(abs(x - columns[column]) <= _SNAP and a <= middle <= b for x, a, b in upright)

    def floor(row: int, column: int) -> bool:
        middle = (columns[column] + columns[column + 1]) / 2
        return any(abs(y - rows[row]) <= _SNAP and a <= middle <= b for y, a, b in across)

    height, width = len(rows) - 1, len(columns) - 1
    owner = [[-1] * width for _ in range(height)]
    cells: list[RuledCell] = []
    for row in range(height):
        for column in range(width):
            if owner[row][column] >= 0:
                continue
            across_to = column + 1
            while across_to < width and not wall(across_to, row) and owner[row][across_to] < 0:
                across_to += 1
            down_to = row + 1
            while down_to < height and not any(floor(down_to, c) for c in range(column, across_to)):
                down_to += 1
            for r in range(row, down_to):
                owner[r][column:across_to] = [len(cells)] * (across_to - column)
            cells.append(
                RuledCell(
                    row,
                    column,
                    down_to - row,
                    across_to - column,
                    columns[column],
                    columns[across_to],
                )
            )
    return RuledTable(tuple(columns), tuple(rows), tuple(cells), tuple(map(tuple, owner)))
