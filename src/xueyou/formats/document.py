"""Owns the shape of a document that has been read: one text, and marks that point into it.

Every offset is an index of `Document.text` in code points; spans are half open.
"""

from dataclasses import dataclass

MAX_CHARACTERS = 2_000_000
"""Longer than any plan: ten times the longest five-year plan with all its annexes."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid: place (0-based row and column), size in the grid, span in the text."""

    row: int
    column: int
    start: int
    end: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A real table (docx, xlsx, html): cells in row order, the span of the whole, a caption."""

    cells: tuple[Cell, ...]
    start: int
    end: int
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """A heading that the file's own style declares; level 1 is the highest."""

    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that was read from one file.

    `text` is, for a .txt file, exactly the decoded file (newlines untouched, a byte order mark
    kept as character 0); for every other medium it is the text that the reader laid out.
    `pages` holds the start offset of each page (pdf, ofd). `recognised` holds the spans that
    came from character recognition and must be checked by a person. `unread_pages` are the numbers
    (from 1) of pages that are only pictures and were not read. `sha256` is of the bytes.
    """

    text: str
    media: str
    encoding: str | None
    grids: tuple[Grid, ...]
    headings: tuple[HeadingMark, ...]
    pages: tuple[int, ...]
    recognised: tuple[tuple[int, int], ...]
    sha256: str
    name: str
    unread_pages: tuple[int, ...] = ()
