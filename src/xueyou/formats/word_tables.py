"""Owns the cells of one Word table: merged cells as one, nested tables as lines of their cell."""

import re
from collections.abc import Callable

from lxml import etree

from xueyou.formats.draft import DraftCell
from xueyou.formats.refusal import Refusal
from xueyou.formats.word_text import ParagraphText, W

MAX_COLUMNS = 1000
_MAX_DEPTH = 20

ReadLine = Callable[["etree._Element"], tuple[str, ParagraphText]]


def table_cells(
    table: "etree._Element", read_line: ReadLine
) -> tuple[list[DraftCell], list[ParagraphText]]:
    """Return the cells of a w:tbl, and its paragraphs that carry text boxes.

    `read_line` gives the text of one w:p. A cell merged downwards has its rowspan; a merged cell's
    continuation is no cell. Raises Refusal("too_large") for tables no page could show.
    """
    cells: list[DraftCell] = []
    boxed: list[ParagraphText] = []
    open_merges: dict[int, int] = {}
    for row, line in enumerate(_children(table, "tr")):
        column = _number(line, f"{W}trPr/{W}gridBefore", 0)
        for cell in _children(line, "tc"):
            span = max(1, _number(cell, f"{W}tcPr/{W}gridSpan", 1))
            if column + span > MAX_COLUMNS:
                raise Refusal("too_large", detail=f"表格超过 {MAX_COLUMNS} 列。")
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val") != "restart" and column in open_merges:
                _grow(cells, open_merges[column], row)
            else:
                text = "\n".join(_lines(cell, read_line, boxed, 0)).strip("\n")
                cells.append(DraftCell(row, column, text, 1, span))
                open_merges.pop(column, None)
                if merge is not None:
                    open_merges[column] = len(cells) - 1
            column += span
    return cells, boxed


def _grow(cells: list[DraftCell], index: int, row: int) -> None:
    cell = cells[index]
    cells[index] = DraftCell(cell.row, cell.column, cell.text, row - cell.row + 1, cell.colspan)


def _lines(
    cell: "etree._Element", read_line: ReadLine, boxed: list[ParagraphText], depth: int
) -> list[str]:
    """Return the lines of a cell; those of a table in it, row by row, follow in place."""
    if depth > _MAX_DEPTH:
        raise Refusal("too_large", detail="里面的表格一层套一层，太深了。")
    lines: list[str] = []
    for child in cell:
        if child.tag == f"{W}p":
            text, said = read_line(child)
            if said.boxes:
                boxed.append(said)
            lines.append(text)
        elif child.tag == f"{W}tbl":
            for line in _children(child, "tr"):
                inner = [_lines(c, read_line, boxed, depth + 1) for c in _children(line, "tc")]
                lines.append("\t".join(" ".join(part).strip() for part in inner))
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            lines += _lines(child, read_line, boxed, depth + 1)
    return lines


def _children(element: "etree._Element", name: str) -> list["etree._Element"]:
    """Return the child rows or cells, also those wrapped in content controls."""
    found: list[etree._Element] = []
    for child in element:
        if child.tag == f"{W}{name}":
            found.append(child)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            found += _children(child, name)
    return found


def _number(element: "etree._Element", path: str, default: int) -> int:
    found = element.find(path)
    value = (found.get(f"{W}val") or "") if found is not None else ""
    return int(value) if re.fullmatch(r"\d{1,6}", value) else default
