"""Owns tables of a paper: those of the body, and the 版记 at the foot of its last page."""

from typing import Any

from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from xueyou.formats.official import measures as m
from xueyou.formats.official.faces import BODY, HEI
from xueyou.formats.official.word_parts import element, indent, layout, run, set_property
from xueyou.formats.official.wording import copied, printed_day

_CELL_LINE = 440
"""Pitch in table cells, twips: 四号 on 22 points."""


def table(
    document: Word,
    block: dict[str, Any],
    *,
    width: float = m.AREA[0],
    size: float = m.SIZE_FOUR,
    line: int = _CELL_LINE,
) -> None:
    """Add a ruled table as wide as the type area or as told; its head row repeats on every page.

    `width` in millimetres, `size` of its letters in points, `line` the pitch of lines in twips.
    """
    if block["caption"]:
        caption = document.add_paragraph()
        layout(caption._p.get_or_add_pPr(), align="center", keep_next=True)
        run(caption, block["caption"], HEI, m.SIZE_BODY)
    shares = [column["width"] for column in block["columns"]]
    total = m.twips(width)
    widths = [total * share // sum(shares) for share in shares]
    rules = {
        side: ("single", 4) for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    }
    made = element("tbl", None, _properties(total, rules), _grid(widths))
    rows = [[column["title"] for column in block["columns"]], *block["rows"]]
    for number, cells in enumerate(rows):
        properties = element("trPr", None, element("cantSplit"))
        if number == 0:
            properties.append(element("tblHeader"))
        row = element("tr", None, properties)
        for text, wide in zip(cells, widths, strict=True):
            lines = [
                _line(document, part, head=number == 0, size=size, line=line)
                for part in text.split("\n")
            ]
            row.append(_cell(wide, lines))
        made.append(row)
    _place(document, made)
    after = document.add_paragraph()
    layout(after._p.get_or_add_pPr(), line=line // 2)


def colophon(document: Word, found: dict[str, Any]) -> None:
    """Add 抄送 and 印发 between their rules, at the foot of the type area of the last page."""
    width = m.twips(m.AREA[0])
    thick, thin = (round(rule * 72 / 25.4 * 8) for rule in (m.THICK_RULE, m.THIN_RULE))
    properties = _properties(
        width, {"top": ("single", thick), "bottom": ("single", thick), "insideH": ("single", thin)}
    )
    lines = copied_lines(found["copies"]) + (1 if found["issued_by"] else 0)
    position: dict[str, str | int] = {
        "leftFromText": 0,
        "rightFromText": 0,
        "vertAnchor": "page",
        "horzAnchor": "page",
        "tblpX": m.twips(m.LEFT),
        "tblpY": m.twips(m.TOP + m.AREA[1]) - lines * _CELL_LINE - thick,
    }
    properties.insert(0, element("tblpPr", position))
    made = element("tbl", None, properties, _grid([width]))
    if found["copies"]:
        line = document.add_paragraph()
        ind = indent(left=4, hanging=3, right=1, size=m.SIZE_FOUR)
        layout(line._p.get_or_add_pPr(), line=_CELL_LINE, indent=ind)
        run(line, copied(found["copies"]), BODY, m.SIZE_FOUR)
        made.append(element("tr", None, _cell(width, [line])))
    if found["issued_by"]:
        line = document.add_paragraph()
        layout(
            line._p.get_or_add_pPr(),
            line=_CELL_LINE,
            align="left",
            indent=indent(left=1, right=1, size=m.SIZE_FOUR),
        )
        stop = width - round(m.SIZE_FOUR * 20)
        tab = element("tab", {"val": "right", "pos": stop})
        set_property(line._p.get_or_add_pPr(), "tabs", None, tab)
        words = f"{found['issued_by']}\t{printed_day(found['issued_on'])}印发"
        run(line, words, BODY, m.SIZE_FOUR)
        made.append(element("tr", None, _cell(width, [line])))
    _place(document, made)
    last = document.add_paragraph()
    layout(last._p.get_or_add_pPr(), line=20)
    run(last, "", BODY, 1)


def copied_lines(names: list[str]) -> int:
    """Return how many lines 抄送 takes: one character free on each side, three hung."""
    if not names:
        return 0
    fits = m.AREA[0] * 72 / 25.4 / m.SIZE_FOUR - 5
    return -int(-(m.width_in_characters(copied(names)) - 3) // fits)


def _line(document: Word, text: str, *, head: bool, size: float, line: int) -> Paragraph:
    made = document.add_paragraph()
    layout(made._p.get_or_add_pPr(), line=line, align="center" if head else "left")
    run(made, text, HEI if head else BODY, size)
    return made


def _properties(width: int, rules: dict[str, tuple[str, int]]) -> Any:
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        kind, size = rules.get(side, ("nil", 0))
        shown: dict[str, str | int] = {"val": kind}
        if size:
            shown |= {"sz": size, "space": 0, "color": "000000"}
        borders.append(element(side, shown))
    margins = element(
        "tblCellMar",
        None,
        element("left", {"w": 60 if "left" in rules else 0, "type": "dxa"}),
        element("right", {"w": 60 if "right" in rules else 0, "type": "dxa"}),
    )
    return element(
        "tblPr",
        None,
        element("tblW", {"w": width, "type": "dxa"}),
        element("jc", {"val": "center"}),
        borders,
        element("tblLayout", {"type": "fixed"}),
        margins,
    )


def _grid(widths: list[int]) -> Any:
    return element("tblGrid", None, *(element("gridCol", {"w": width}) for width in widths))


def _cell(width: int, lines: list[Paragraph]) -> Any:
    properties = element(
        "tcPr",
        None,
        element("tcW", {"w": width, "type": "dxa"}),
        element("vAlign", {"val": "center"}),
    )
    return element("tc", None, properties, *(line._p for line in lines))


def _place(document: Word, made: Any) -> None:
    body = document.element.body
    section = body.find(qn("w:sectPr"))
    section.addprevious(made)
