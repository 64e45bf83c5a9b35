"""Owns reading .docx: paragraphs and tables in order, as the page shows them.

A walk of its own over the streamed body instead of python-docx: that library leaves out text inside
revisions, content controls and text boxes, and all automatic numbers ("一、" is seldom typed), and
holds the whole tree in memory. Read: insertions, links, fields' results, text boxes after their
paragraph, notes at the end. Not read: deletions, hidden text, field codes, tables of contents,
running headers and footers (but a secrecy mark in a header counts). Links to templates and pictures
are never followed.
"""

import zipfile
from pathlib import Path

from lxml import etree

from xueyou.formats.archive import damaged, open_archive, open_member
from xueyou.formats.classified import classified_mark
from xueyou.formats.draft import Draft, as_caption
from xueyou.formats.markup import iterate_part, parse_part, release
from xueyou.formats.refusal import Refusal
from xueyou.formats.sniff import WORD_BODY
from xueyou.formats.word_numbering import Numbering
from xueyou.formats.word_styles import Styles
from xueyou.formats.word_tables import table_cells
from xueyou.formats.word_text import ParagraphText, W, paragraph_text

_STRICT = b"http://purl.oclc.org/ooxml/"
_PROBE = 4096
_SMALL_PART = 20 * 1024 * 1024


def read_word(path: Path, draft: Draft) -> None:
    """Read a .docx file into the draft. Raises Refusal."""
    with open_archive(path) as archive:
        _refuse_classified_headers(archive)
        reader = _Reader(
            draft, Styles(_part(archive, "word/styles.xml")), _part(archive, "word/numbering.xml")
        )
        part = _body_part(archive)
        size = archive.getinfo(part).file_size
        with open_member(archive, part) as body:
            tags = (f"{W}p", f"{W}tbl")
            for element in iterate_part(body, tags, lambda done: draft.progress(done, size)):
                if _inside_another(element):
                    continue
                reader.block(element)
                release(element)
        reader.notes(archive)


def _body_part(archive: zipfile.ZipFile) -> str:
    """Return the name of the part that holds the body. Raises Refusal for the strict dialect."""
    part = min((name for name in archive.namelist() if WORD_BODY.match(name)), default=None)
    if part is None:
        raise damaged()
    with open_member(archive, part) as body:
        if _STRICT in body.read(_PROBE):
            raise Refusal(
                "unsupported",
                detail="它存成了“严格的 Open XML”格式。",
                detail_en="It was saved as Strict Open XML.",
            )
    return part


class _Reader:
    """Turns the body's blocks into lines and grids."""

    def __init__(self, draft: Draft, styles: Styles, numbering: "etree._Element | None") -> None:
        self._draft = draft
        self._styles = styles
        self._numbering = Numbering(numbering, styles)
        self._notes: list[tuple[str, str]] = []
        self._caption: str | None = None

    def block(self, element: "etree._Element") -> None:
        if element.tag == f"{W}p":
            self._paragraph(element)
        else:
            self._table(element)

    def _paragraph(self, element: "etree._Element") -> None:
        if self._styles.is_contents(element):
            return
        said = self._read(element)
        level = self._styles.heading_level(element)
        label = self._numbering.label(element) if said.text.strip() else ""
        self._draft.line(label + said.text, level=level)
        self._caption = as_caption(said.text) or (self._caption if not said.text.strip() else None)
        self._boxes(said)

    def _read(self, element: "etree._Element") -> ParagraphText:
        said = paragraph_text(element)
        self._notes += said.notes
        return said

    def _boxes(self, said: ParagraphText) -> None:
        for box in said.boxes:
            for child in box:
                if child.tag in (f"{W}p", f"{W}tbl"):
                    self.block(child)

    def _table(self, element: "etree._Element") -> None:
        cells, boxes = table_cells(element, self._cell_line)
        caption, self._caption = self._caption, None
        if len({c.column for c in cells}) < 2 or len({c.row for c in cells}) < 2:
            # A frame around prose, not a table.
            for cell in cells:
                for text in cell.text.split("\n"):
                    self._draft.line(text)
        else:
            self._draft.grid(cells, caption=caption)
        for said in boxes:
            self._boxes(said)

    def _cell_line(self, element: "etree._Element") -> tuple[str, ParagraphText]:
        said = self._read(element)
        label = self._numbering.label(element) if said.text.strip() else ""
        return label + said.text, said

    def notes(self, archive: zipfile.ZipFile) -> None:
        """Append the footnotes and endnotes that the body refers to."""
        for part in ("footnote", "endnote"):
            wanted = {number for kind, number in self._notes if kind == part}
            root = _part(archive, f"word/{part}s.xml") if wanted else None
            if root is None:
                continue
            for note in root.iter(f"{W}{part}"):
                if note.get(f"{W}id") in wanted:
                    lines = [paragraph_text(p).text for p in note.iter(f"{W}p")]
                    self._draft.line("".join(lines).strip())


def _inside_another(element: "etree._Element") -> bool:
    """Say whether a paragraph or table around this one will bring it along."""
    return any(a.tag in (f"{W}p", f"{W}tbl") for a in element.iterancestors())


def _part(archive: zipfile.ZipFile, name: str) -> "etree._Element | None":
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.file_size > _SMALL_PART:
        raise Refusal("too_large")
    with open_member(archive, name) as member:
        data = member.read()
    if not data:
        raise damaged()
    return parse_part(data)


def _refuse_classified_headers(archive: zipfile.ZipFile) -> None:
    names = [n for n in archive.namelist() if n.startswith("word/header") and n.endswith(".xml")]
    for name in names[:20]:
        root = _part(archive, name)
        if root is None:
            continue
        lines = [paragraph_text(p).text for p in root.iter(f"{W}p")]
        if classified_mark("\n".join(lines)) is not None:
            raise Refusal("classified")
