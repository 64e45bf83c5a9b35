"""Make the demo city's docx files from their words.

Run `python -m xueyou.demo.documents.make` after changing a `.txt`; the files carry no clock, so the
same words and the same python-docx give the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.styles.style import ParagraphStyle

from xueyou.demo.documents import DOCUMENTS

_FIXED_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_CHAPTER = re.compile(r"[一二三四五六七八九十]+、|附件：")
_SECTION = re.compile(r"（[一二三四五六七八九十]+）[^。]{2,20}$")


def make(words: str) -> bytes:
    """Return a docx of the words: title, headings, paragraphs, and a table where tabs stand."""
    document = Document()
    _set_fonts(document)
    for number, block in enumerate(_blocks(words)):
        if len(block) > 1:
            _add_table(document, block)
        elif number == 0:
            document.add_paragraph(block[0], "Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif _CHAPTER.match(block[0]):
            document.add_heading(block[0], 1)
        elif _SECTION.fullmatch(block[0]):
            document.add_heading(block[0], 2)
        else:
            document.add_paragraph(block[0])
    properties = document.core_properties
    properties.author, properties.comments = "临澄市教育局", ""
    properties.created = properties.modified = _FIXED_DAY
    written = io.BytesIO()
    document.save(written)
    return _without_clock(written.getvalue())


def _blocks(words: str) -> Iterator[list[str]]:
    """Part the words into single lines and runs of table rows."""
    table: list[str] = []
    for line in words.splitlines():
        if "\t" in line:
            table.append(line)
            continue
        if table:
            yield table
            table = []
        if line.strip():
            yield [line]
    if table:
        yield table


def _set_fonts(document: DocumentObject) -> None:
    looks = {"Normal": ("仿宋", 16), "Title": ("黑体", 22), "Heading 1": ("黑体", 16)}
    for name, (font, size) in {**looks, "Heading 2": ("楷体", 16)}.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name, style.font.size = font, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _add_table(document: DocumentObject, rows: list[str]) -> None:
    cells = [row.split("\t") for row in rows]
    table = document.add_table(rows=len(cells), cols=len(cells[0]), style="Table Grid")
    for row, line in zip(table.rows, cells, strict=True):
        for cell, content in zip(row.cells, line, strict=True):
            cell.text = content


def _without_clock(packed: bytes) -> bytes:
    """Pack the parts again with one fixed date, so that equal words make equal bytes."""
    repacked = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(repacked, "w") as new:
        for part in old.infolist():
            info = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(part.filename))
    return repacked.getvalue()


def main() -> None:
    """Write every docx beside its words."""
    for document in DOCUMENTS:
        path: Path = document.docx
        path.write_bytes(make(document.text.read_text("utf-8")))


if __name__ == "__main__":
    main()
