"""Owns the characters of a PDF page: which belong to the cells of a table, which to lines."""

import ctypes
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from xueyou.formats.draft import DraftCell
from xueyou.formats.pages import Line, PageLines, PageTable, in_cell
from xueyou.formats.pdf_rules import RuledTable, ruled_tables

_HYPHENS = "\x02\ufffe\u00ad"
_LEAST_FILLED = 3

Box = tuple[float, float, float, float]
"""left, right, bottom, top in points."""
Owner = tuple[int, int] | None
"""(table, cell) a character stands in, None for running text."""


@dataclass(slots=True)
class _Open:
    """A line that is still growing."""

    owner: Owner = None
    characters: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def is_elsewhere(self, bottom: float, top: float) -> bool:
        """Say whether a character stands wholly above or below the last one."""
        return bool(self.boxes) and (top <= self.boxes[-1][2] or bottom >= self.boxes[-1][3])

    def line(self) -> Line:
        """Return the finished line."""
        boxes = self.boxes
        return Line(
            text="".join(self.characters).strip(),
            left=min(b[0] for b in boxes),
            right=max(b[1] for b in boxes),
            bottom=min(b[2] for b in boxes),
            top=max(b[3] for b in boxes),
            size=statistics.median(abs(b[3] - b[2]) for b in boxes),
        )


def page_lines(page: "pdfium.PdfPage") -> PageLines:
    """Return lines and ruled tables of a page, in the order of the file."""
    width, height = page.get_size()
    tables = ruled_tables(page)
    text_page = page.get_textpage()
    try:
        found = list(_lines(text_page, tables))
    finally:
        text_page.close()
    used = {o[0] for o, _ in found if o is not None}
    # A frame or a chart is no table: its few words are lines like others.
    real = {t for t in used if len({o for o, _ in found if o and o[0] == t}) >= _LEAST_FILLED}
    lines: list[Line] = []
    cells: dict[int, dict[int, list[Line]]] = {}
    before: dict[int, int] = {}
    for owner, line in found:
        if owner is None or owner[0] not in real:
            lines.append(line)
            continue
        before.setdefault(owner[0], len(lines))
        cells.setdefault(owner[0], {}).setdefault(owner[1], []).append(line)
    placed = tuple(_placed(tables[t], cells[t], before[t]) for t in before)
    return PageLines(width, height, tuple(lines), placed)


def _placed(table: RuledTable, cells: dict[int, list[Line]], before: int) -> PageTable:
    drafted = tuple(
        DraftCell(
            cell.row,
            cell.column,
            in_cell(cells.get(index, []), cell.right),
            cell.rowspan,
            cell.colspan,
        )
        for index, cell in enumerate(table.cells)
    )
    return PageTable(before, table.columns, drafted)


def _lines(
    text_page: "pdfium.PdfTextPage", tables: list[RuledTable]
) -> Iterator[tuple[Owner, Line]]:
    box = raw.FS_RECTF()
    pointer = ctypes.byref(box)
    growing = _Open()
    for index in range(raw.FPDFText_CountChars(text_page)):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if code == 0 or 0xD800 <= code <= 0xDFFF:
            continue
        character = "-" if chr(code) in _HYPHENS else chr(code)
        boxed = not character.isspace() and raw.FPDFText_GetLooseCharBox(text_page, index, pointer)
        owner = growing.owner
        if boxed and tables:
            owner = _owner(tables, (box.left + box.right) / 2, (box.bottom + box.top) / 2)
        elsewhere = boxed and growing.is_elsewhere(box.bottom, box.top)
        if code in (10, 13) or owner != growing.owner or elsewhere:
            if growing.boxes:
                yield growing.owner, growing.line()
            growing = _Open(owner)
        if code not in (10, 13):
            growing.characters.append(character)
        if boxed:
            growing.boxes.append((box.left, box.right, box.bottom, box.top))
    if growing.boxes:
        yield growing.owner, growing.line()


def _owner(tables: list[RuledTable], x: float, y: float) -> Owner:
    for number, table in enumerate(tables):
        cell = table.cell_at(x, y)
        if cell is not None:
            return number, cell
    return None
