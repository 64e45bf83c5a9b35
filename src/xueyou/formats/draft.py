"""Owns the growing document while a reader works: its text, its marks, its limits.

A reader only appends. The draft checks the head for a secrecy mark as soon as the first page is
there, reports progress, and refuses what grows past the limits.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from xueyou.formats.classified import HEAD_CHARACTERS, classified_mark
from xueyou.formats.document import MAX_CHARACTERS, Cell, Document, Grid, HeadingMark
from xueyou.formats.refusal import Refusal

MAX_CELLS = 500_000


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A cell before it has its place in the text: grid position, text, merged size."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1


def too_long() -> Refusal:
    """Make the refusal of a text that is longer than can be read."""
    return Refusal(
        "too_large",
        detail=f"文字超过 {MAX_CHARACTERS // 10_000} 万字。",
        detail_en=f"It has more than {MAX_CHARACTERS} characters.",
    )


def as_caption(text: str) -> str | None:
    """Return a paragraph that may be the caption of a table after it: short, no sentence."""
    line = text.strip()
    return line if line and len(line) <= 60 and line[-1] not in "。；，：！？" else None


@dataclass(slots=True)
class Draft:
    """What has been read so far; `progress(done, total)` hears about every step."""

    media: str
    progress: Callable[[int, int], None]
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _head_checked: bool = False
    _cells: int = 0
    grids: list[Grid] = field(default_factory=list)
    headings: list[HeadingMark] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    recognised: list[tuple[int, int]] = field(default_factory=list)
    unread_pages: list[int] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Characters so far, which is where the next one goes."""
        return self._length

    def write(self, text: str) -> tuple[int, int]:
        """Append text and return its span. Raises Refusal: too_large or classified."""
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        if self._length > MAX_CHARACTERS:
            raise too_long()
        if not self._head_checked and self._length >= HEAD_CHARACTERS:
            self.end_of_head()
        return start, self._length

    def line(self, text: str, *, level: int | None = None) -> None:
        """Append a paragraph; `level` marks it as a heading that its style declares."""
        start, end = self.write(text)
        if level is not None and text.strip():
            self.headings.append(HeadingMark(level, start, end))
        self.write("\n")

    def page(self) -> None:
        """Begin a page here; the first page is checked when the second begins."""
        if len(self.pages) == 1:
            self.end_of_head()
        self.pages.append(self._length)

    def end_of_head(self) -> None:
        """Refuse a document whose first page bears a secrecy mark."""
        if self._head_checked:
            return
        self._head_checked = True
        if classified_mark("".join(self._parts)) is not None:
            raise Refusal("classified")

    def grid(
        self,
        cells: Sequence[DraftCell],
        *,
        caption: str | None = None,
        page_rows: frozenset[int] = frozenset(),
    ) -> None:
        """Append a table: a row a line, cells parted by tabs, each cell's span kept.

        `page_rows` are the rows at which a new page begins.
        """
        self._cells += len(cells)
        if self._cells > MAX_CELLS:
            raise Refusal(
                "too_large",
                detail=f"表格超过 {MAX_CELLS} 格。",
                detail_en=f"Its tables have more than {MAX_CELLS} cells.",
            )
        placed: list[Cell] = []
        start = self._length
        row: int | None = None
        for cell in sorted(cells, key=lambda c: (c.row, c.column)):
            if row is not None:
                self.write("\t" if cell.row == row else "\n")
            if cell.row != row and cell.row in page_rows:
                self.page()
            row = cell.row
            span = self.write(cell.text)
            placed.append(Cell(cell.row, cell.column, *span, cell.rowspan, cell.colspan))
        end = self._length
        self.write("\n")
        if placed:
            self.grids.append(Grid(tuple(placed), start, end, caption))

    def finish(self, *, sha256: str, name: str) -> Document:
        """Return the document. Raises Refusal: empty, or classified."""
        self.end_of_head()
        text = "".join(self._parts)
        if not text.strip():
            raise Refusal("empty")
        return Document(
            text=text,
            media=self.media,
            encoding=None,
            grids=tuple(self.grids),
            headings=tuple(self.headings),
            pages=tuple(self.pages),
            recognised=tuple(self.recognised),
            unread_pages=tuple(self.unread_pages),
            sha256=sha256,
            name=name,
        )
