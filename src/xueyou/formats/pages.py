"""Owns set pages (pdf, ofd, recognised scans): lines with their places, and paragraphs from them.

A line runs on into the next one when it reaches the right margin and the next begins at the left
margin without an indent: that is how prose is set, so only this is joined. Page numbers and running
heads are left out.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from xueyou.formats.draft import Draft, DraftCell, as_caption

_LONG = 12
"""Characters from which a line tells where the margins are."""
_EDGE_ZONE = 0.12
_SAME_EDGE = 6.0
_CELL_PADDING = 5.5
_BARE_NUMBER = re.compile(r"^\d{1,4}$")
_PAGE_NUMBER = re.compile(
    r"^(?:[\-—–―－·•~～]+\s*\d{1,4}\s*[\-—–―－·•~～]+|第\s*\d{1,4}\s*页(?:[\s/／,，]*共\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4})$"
)
_OPEN, _CLOSE = "“‘《（(【〈〔", "”’》）)】〉〕、，。；：！？,.;:!?%％"
_WORD = r"[A-Za-z0-9.\-@]+"
_SIGN = f"[{re.escape(_OPEN)}]*(?:{_WORD}|.)(?:[{re.escape(_CLOSE)}]+(?:(?<=[,.:;]){_WORD})?)*"
_UNPARTED = re.compile(f"^(?:{_SIGN}(?=[{re.escape(_OPEN)}]))*{_SIGN}")
_ENDS = "。；：！？"
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]+、"
    r"|[（(][一二三四五六七八九十]+[）)]|\d{1,2}[.．、](?!\d))"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text and its box in points, y upwards; `size` is the character height."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class PageTable:
    """A ruled table: how many of the page's lines stand before it, column edges, cells."""

    before: int
    columns: tuple[float, ...]
    cells: tuple[DraftCell, ...]


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page, in reading order, the page's size in points, its ruled tables."""

    width: float
    height: float
    lines: tuple[Line, ...]
    tables: tuple[PageTable, ...] = ()

    def text(self) -> str:
        """Return all its text, a line or cell a line; for looking, not for reading."""
        cells = [cell.text for table in self.tables for cell in table.cells]
        return "\n".join([line.text for line in self.lines] + cells)


def lay_out(pages: Sequence[PageLines], draft: Draft) -> None:
    """Write the pages into the draft as paragraphs and grids, each page's start marked."""
    running = _running_heads(pages)
    offset = _bare_number_offset(pages)
    whole = _margins([line for page in pages for line in page.lines])
    layout = _Layout(draft, whole)
    for index, page in enumerate(pages):
        number_here = None if offset is None else str(index + offset)
        kept = [not _is_furniture(x, page, running, number_here) for x in page.lines]
        layout.page([x for x, keep in zip(page.lines, kept, strict=True) if keep], whole)
        for place in range(len(page.lines) + 1):
            for table in page.tables:
                if table.before == place:
                    layout.table(table)
            if place < len(page.lines) and kept[place]:
                layout.line(page.lines[place])
        layout.end_page()
    layout.finish()


class _Layout:
    """Writes lines and tables one after another; a table may go on over the end of a page."""

    def __init__(self, draft: Draft, edges: tuple[float, float]) -> None:
        self._draft = draft
        self._edges = self._before = edges
        self._previous: Line | None = None
        self._table: _OpenTable | None = None
        self._fresh = False
        self._caption: str | None = None

    def page(self, body: Sequence[Line], default: tuple[float, float]) -> None:
        """Begin a page; its mark is set when its first line or row is written."""
        self._before, self._edges = self._edges, _margins(body, default)
        self._fresh = True

    def line(self, line: Line) -> None:
        self._close_table()
        previous, fresh = self._previous, self._fresh
        if previous is not None:
            joined = _runs_on(
                previous, line, self._before if fresh else self._edges, self._edges,
                same_page=not fresh,
            )  # fmt: skip
            self._draft.write(_seam(previous.text, line.text) if joined else "\n")
        self._mark_page()
        span = self._draft.write(line.text)
        if line.recognised:
            self._draft.recognised.append(span)
        self._previous = line
        self._caption = as_caption(line.text)

    def table(self, table: PageTable) -> None:
        if self._fresh and self._table is not None and self._table.goes_on(table):
            self._table.append(table)
            self._fresh = False
            return
        self._close_table()
        self._end_line()
        self._mark_page()
        self._table = _OpenTable(table, self._caption)

    def end_page(self) -> None:
        """Mark a page on which nothing stood."""
        if self._fresh:
            self._close_table()
            self._end_line()
            self._mark_page()

    def finish(self) -> None:
        self._close_table()
        self._end_line()

    def _mark_page(self) -> None:
        if self._fresh:
            self._draft.page()
            self._fresh = False

    def _end_line(self) -> None:
        if self._previous is not None:
            self._draft.write("\n")
            self._previous = None

    def _close_table(self) -> None:
        if self._table is not None:
            self._table.write(self._draft)
            self._table = self._caption = None


class _OpenTable:
    """A table to which the next page may add rows."""

    def __init__(self, table: PageTable, caption: str | None) -> None:
        self._columns = table.columns
        self._cells = list(table.cells)
        self._caption = caption
        self._page_rows: set[int] = set()

    def goes_on(self, table: PageTable) -> bool:
        """Say whether a table at the top of the next page has the same columns."""
        return len(table.columns) == len(self._columns) and all(
            abs(a - b) <= _SAME_EDGE for a, b in zip(table.columns, self._columns, strict=True)
        )

    def append(self, table: PageTable) -> None:
        """Add the rows of the next page, without a heading that is only repeated."""
        end = max(c.row + c.rowspan for c in self._cells)
        skipped = 1 if _row(table.cells, 0) == _row(self._cells, 0) else 0
        if not skipped and self._goes_on_in_row(table, end - 1):
            skipped = 1
            self._page_rows.add(end - 1)
        else:
            self._page_rows.add(end)
        offset = end - skipped
        self._cells += [replace(c, row=c.row + offset) for c in table.cells if c.row >= skipped]

    def _goes_on_in_row(self, table: PageTable, last: int) -> bool:
        """Join a row that the end of the page cut in two: few of its cells go on, not the first."""
        more = {c.column: c.text for c in table.cells if c.row == 0 and c.text}
        cut = {c.column: n for n, c in enumerate(self._cells) if c.row == last}
        if (
            not more
            or 0 in more
            or len(more) * 2 > len(self._columns)
            or not more.keys() <= cut.keys()
        ):
            return False
        for column, text in more.items():
            cell = self._cells[cut[column]]
            joined = cell.text + _seam(cell.text, text) + text
            self._cells[cut[column]] = replace(cell, text=joined)
        return True

    def write(self, draft: Draft) -> None:
        """Write the grid."""
        draft.grid(self._cells, caption=self._caption, page_rows=frozenset(self._page_rows))


def _row(cells: Sequence[DraftCell], row: int) -> list[str]:
    return [cell.text for cell in cells if cell.row == row]


def in_cell(lines: Sequence[Line], right: float) -> str:
    """Return the text of a cell whose right edge is known: wrapped lines joined, others kept."""
    text = ""
    for number, line in enumerate(lines):
        if number:
            previous = lines[number - 1]
            level = abs(previous.bottom - line.bottom) < 0.3 * line.size
            pitch = max(line.size, (line.right - line.left) / _width(line.text))
            room = right - _CELL_PADDING - previous.right
            wrapped = room <= (_first_width(line.text) + 0.8) * pitch
            if previous.text[-1:] in _ENDS and _NUMBERED.match(line.text):
                wrapped = False
            text += _seam(previous.text, line.text) if level or wrapped else "\n"
        text += line.text
    return text


def _margins(
    lines: Sequence[Line], default: tuple[float, float] = (0.0, 0.0)
) -> tuple[float, float]:
    """Return the left and right margin that the long lines keep."""
    long = [line for line in lines if len(line.text) >= _LONG]
    if len(long) < 5:
        return default
    lefts = Counter(round(line.left / 3) for line in long)
    common = [place for place, count in lefts.items() if count >= max(2, len(long) // 10)]
    left = 3.0 * min(common or lefts)
    rights = sorted(line.right for line in long)
    return left, rights[int(len(rights) * 0.9)]


def _runs_on(
    line: Line,
    following: Line,
    edges: tuple[float, float],
    next_edges: tuple[float, float],
    *,
    same_page: bool,
) -> bool:
    size = max(line.size, 1.0)
    if line.text[-1:] in _ENDS and _NUMBERED.match(following.text):
        return False
    room = edges[1] - line.right
    pitch = max(size, (following.right - following.left) / _width(following.text))
    reaches = room <= max(2.2, _first_width(following.text) + 0.8) * pitch
    flush = following.left <= next_edges[0] + 0.9 * size
    alike = abs(line.size - following.size) <= 0.2 * size
    near = not same_page or 0 < line.bottom - following.bottom < 3.5 * size
    return edges[1] > edges[0] and reaches and flush and alike and near


def _first_width(text: str) -> float:
    """Return the width, in characters, of what may not be parted at the start of a line.

    A line ends short when the next word or the next sign with its brackets did not fit any more.
    """
    head = _UNPARTED.match(text[:40])
    return _width(head.group() if head else text[:1])


def _width(text: str) -> float:
    """Return about how many Han characters wide a text is."""
    return sum(0.55 if c.isascii() else 1.0 for c in text) or 1.0


def _seam(before: str, after: str) -> str:
    """Return what stands between two joined lines: a space between Latin words, else nothing."""
    latin = before[-1:].isascii() and after[:1].isascii()
    return " " if latin and before[-1:].isalnum() and after[:1].isalnum() else ""


def _in_edge_zone(line: Line, page: PageLines) -> bool:
    return line.bottom < page.height * _EDGE_ZONE or line.top > page.height * (1 - _EDGE_ZONE)


def _plain(line: Line) -> str:
    return re.sub(r"[\d\s]+", "", line.text)


def _running_heads(pages: Sequence[PageLines]) -> frozenset[str]:
    """Return texts (without digits) that stand at the edge of most of at least three pages."""
    seen = Counter(
        text
        for page in pages
        for text in {_plain(line) for line in page.lines if _in_edge_zone(line, page)}
    )
    least = max(3, len(pages) // 2 + 1)
    return frozenset(text for text, count in seen.items() if count >= least and text)


def _bare_number_offset(pages: Sequence[PageLines]) -> int | None:
    """Return what page numbers printed as bare digits add to the index of their page.

    A row number at the edge of a page looks the same; only a number that counts with the pages, on
    most of at least three of them, is a page number.
    """
    seen = Counter(
        offset
        for index, page in enumerate(pages)
        for offset in {
            int(line.text) - index
            for line in page.lines
            if _BARE_NUMBER.match(line.text) and _in_edge_zone(line, page)
        }
    )
    if not seen:
        return None
    offset, count = seen.most_common(1)[0]
    return offset if count >= 3 and count * 2 > len(pages) else None


def _is_furniture(
    line: Line, page: PageLines, running: frozenset[str], number_here: str | None
) -> bool:
    if not _in_edge_zone(line, page):
        return False
    if line.text == number_here or _PAGE_NUMBER.match(line.text):
        return True
    return _plain(line) in running
