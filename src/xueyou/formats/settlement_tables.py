"""Owns a settlement as tables for people: a workbook, and a document for Word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docx.document import Document as Word
from docx.shared import Mm

from xueyou.formats.official import measures as m
from xueyou.formats.official.faces import BODY, HEI, TITLE
from xueyou.formats.official.word import blank
from xueyou.formats.official.word_parts import layout, packed, run
from xueyou.formats.official.word_tables import table
from xueyou.formats.workbook import Column, Sheet, Value, workbook


@dataclass(frozen=True, slots=True)
class Part:
    """One list: its heading, what is said of it where it is empty, its columns and rows."""

    title: str
    empty: str
    columns: Sequence[tuple[str, int]]
    """Heading and width in parts of the whole."""
    rows: Sequence[Sequence[str]]


def settlement_workbook(parts: Sequence[Part]) -> bytes:
    """Return the .xlsx bytes, a sheet for each list."""
    return workbook(list(_sheets(parts)))


def _sheets(parts: Sequence[Part]) -> Iterator[Sheet]:
    for part in parts:
        columns = [Column(title, 2 + 1.2 * width, wrap=True) for title, width in part.columns]
        rows: list[list[Value]] = [list(row) for row in part.rows]
        yield Sheet(part.title, columns, rows)


def settlement_docx(title: str, organ: str, lines: Sequence[str], parts: Sequence[Part]) -> bytes:
    """Return the .docx bytes: the title, lines in words, then a table for each list."""
    document = blank(title, organ)
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm((m.PAGE[0] - _WIDTH) / 2)
    _line(document, title, TITLE, 18.0, align="center")
    for line in lines:
        _line(document, line, BODY, m.SIZE_FOUR)
    for part in parts:
        _line(document, f"{part.title}（{len(part.rows)}项）", HEI, m.SIZE_FOUR, keep_next=True)
        if not part.rows:
            _line(document, part.empty, BODY, m.SIZE_FOUR)
            continue
        columns = [{"title": name, "width": width} for name, width in part.columns]
        rows = [list(row) for row in part.rows]
        block = {"caption": "", "columns": columns, "rows": rows}
        table(document, block, width=_WIDTH, size=_CELL, line=280)
    return packed(document)


_WIDTH = 174.0
"""Millimetres of the tables."""
_CELL = 10.5


def _line(
    document: Word,
    text: str,
    face: str,
    size: float,
    *,
    align: str = "both",
    keep_next: bool = False,
) -> None:
    paragraph = document.add_paragraph()
    layout(paragraph._p.get_or_add_pPr(), align=align, keep_next=keep_next)
    run(paragraph, text, face, size)
