"""Owns a sheet of clauses as text, page and Word file: what is done beside where it is written."""

from dataclasses import dataclass
from html import escape
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

COLUMNS = ("部分", "怎么做", "依据", "可信")
_WIDTHS = (2.6, 11.0, 8.6, 2.2)
_FACE = "SimSun"


@dataclass(frozen=True, slots=True)
class Row:
    """One clause: its part, what is done, where it is written, how far that was checked."""

    part: str
    says: str
    basis: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Section:
    """Clauses under one heading."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ClauseSheet:
    """A whole sheet; `head` are sentences above the first section."""

    title: str
    head: tuple[str, ...]
    sections: tuple[Section, ...]


def as_text(sheet: ClauseSheet) -> str:
    """Return the sheet as Markdown, clauses numbered 1.1, 1.2, …"""
    lines = [f"# {_line(sheet.title)}", ""]
    lines += [f"{_line(sentence)}\n" for sentence in sheet.head]
    for number, section in enumerate(sheet.sections, 1):
        lines += [f"## {number} {_line(section.title)}", ""]
        lines += [f"| 条 | {' | '.join(COLUMNS)} |", "|---|---|---|---|---|"]
        for at, row in enumerate(section.rows, 1):
            cells = (row.part, row.says, "；".join(row.basis), row.status)
            lines.append(f"| {number}.{at} | {' | '.join(_cell(cell) for cell in cells)} |")
        lines.append("")
    return "\n".join(lines)


def as_page(sheet: ClauseSheet) -> bytes:
    """Return the sheet as one HTML page that needs nothing else, UTF-8."""
    parts = [f"<h1>{escape(sheet.title)}</h1>"]
    parts += [f"<p>{escape(sentence)}</p>" for sentence in sheet.head]
    for number, section in enumerate(sheet.sections, 1):
        parts.append(f"<h2>{number} {escape(section.title)}</h2><table><thead><tr>")
        parts += [f'<th scope="col">{name}</th>' for name in ("条", *COLUMNS)]
        parts.append("</tr></thead><tbody>")
        for at, row in enumerate(section.rows, 1):
            basis = "<br>".join(escape(one) for one in row.basis)
            cells = (f"{number}.{at}", escape(row.part), escape(row.says), basis, row.status)
            parts.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
        parts.append("</tbody></table>")
    return _PAGE.format(title=escape(sheet.title), body="\n".join(parts)).encode()


def as_docx(sheet: ClauseSheet) -> bytes:
    """Return the sheet as a Word file, landscape A4, the head of each table on every page."""
    from xueyou.formats.official.word_parts import packed

    document = docx.Document()
    _landscape(document)
    document.add_heading(sheet.title, level=0)
    for sentence in sheet.head:
        document.add_paragraph(sentence)
    for number, section in enumerate(sheet.sections, 1):
        document.add_heading(f"{number} {section.title}", level=1)
        table = document.add_table(rows=1, cols=len(COLUMNS) + 1, style="Table Grid")
        _fill(table.rows[0], ("条", *COLUMNS), bold=True)
        _repeat(table.rows[0])
        for at, row in enumerate(section.rows, 1):
            cells = (f"{number}.{at}", row.part, row.says, "\n".join(row.basis), row.status)
            _fill(table.add_row(), cells)
        _widen(table)
    return packed(document)


def _landscape(document: Any) -> None:
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = Cm(1.9)
    for name in ("Normal", "Title", "Heading 1"):
        style = document.styles[name]
        style.font.name = _FACE
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FACE)
    document.styles["Normal"].font.size = Pt(10.5)


def _fill(row: Any, cells: tuple[str, ...], *, bold: bool = False) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text in zip(row.cells, cells, strict=True):
        cell.paragraphs[0].add_run(text).bold = bold


def _widen(table: Any) -> None:
    table.autofit = False
    for column, width in zip(table.columns, (1.4, *_WIDTHS), strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _line(text).replace("|", "\\|")


_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.7 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #1d2a33;
  max-width: 72rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }}
h1 {{ font-size: 1.6rem; }} h2 {{ font-size: 1.2rem; margin-top: 2rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border: 1px solid #c9d2d8; padding: .4rem .6rem; text-align: left; vertical-align: top; }}
th {{ background: #eef3f5; }}
table {{ table-layout: fixed; }}
th:nth-child(1) {{ width: 3.2rem; }} th:nth-child(2) {{ width: 7rem; }}
th:nth-child(4) {{ width: 32%; }} th:nth-child(5) {{ width: 6.5rem; }}
@media (max-width: 40rem) {{ table, tbody, tr, td {{ display: block; }} thead {{ display: none; }}
  tr {{ border-top: 2px solid #c9d2d8; }} td {{ border: 0; padding: .2rem 0; }}
  td:empty {{ display: none; }} }}
@media print {{ body {{ margin: 0; max-width: none; font-size: 11pt; }}
  tr {{ break-inside: avoid; }} }}
</style></head><body>
{body}
</body></html>
"""
