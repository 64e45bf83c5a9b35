"""Owns the .docx of a paper by GB/T 9704-2012, as WPS and Word open it.

Number, date and seal stay empty until they are given by hand. Faces are named as WPS expects them
and are not embedded. Not set: copy number, secrecy, urgency, 签发人: such papers do not arise here.
"""

from collections.abc import Mapping
from typing import Any

import docx
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from xueyou.formats.official import measures as m
from xueyou.formats.official.content import checked
from xueyou.formats.official.faces import BODY, HEI, KAI, SONG, TITLE
from xueyou.formats.official.word_parts import (
    characters,
    element,
    fonts,
    indent,
    layout,
    packed,
    page_number,
    run,
    set_property,
)
from xueyou.formats.official.word_tables import colophon, table
from xueyou.formats.official.wording import (
    listed_attachments,
    numbered,
    printed_day,
    printed_number,
)

HEAD_FACES = {1: HEI, 2: KAI, 3: BODY, 4: BODY}
RED = "FF0000"
_TWO = indent(first=2)


def official_docx(content: Mapping[str, Any]) -> bytes:
    """Return the .docx bytes of a content "official-paper/1". Raises ContentRefused."""
    found = checked(content)
    document = blank(found["title"], found["organ"])
    _letterhead(document, found)
    _title(document, found["title"], before=2 * m.LINE)
    if found["addressee"]:
        line = _paragraph(document, before=m.LINE)
        run(line, found["addressee"].rstrip("：:") + "：", BODY, m.SIZE_BODY)
    blocks(document, found["body"], first_before=0 if found["addressee"] else m.LINE)
    _attachment_note(document, found)
    _signature(document, found)
    for number, attachment in enumerate(found["attachments"], 1):
        _attachment(document, attachment, number, len(found["attachments"]))
    if found["copies"] or found["issued_by"]:
        colophon(document, found)
    return packed(document)


def blank(title: str, author: str) -> Word:
    """Return an empty document with the page, the grid, the faces and the page numbers set."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    document.core_properties.comments = ""
    for name, part in list(document.part.package.rels.items()):
        if part.reltype.endswith("/thumbnail"):
            del document.part.package.rels[name]
    _styles(document)
    _page(document)
    return document


def blocks(document: Word, found: list[dict[str, Any]], *, first_before: int = 0) -> None:
    """Add headings, paragraphs and tables in order."""
    for place, block in enumerate(numbered(found)):
        before = first_before if place == 0 else 0
        if block["type"] == "table":
            table(document, block)
            continue
        heading = block["type"] == "heading"
        lines = [block["text"]] if heading else block["text"].split("\n")
        for number, text in enumerate(lines):
            line = _paragraph(
                document, ind=_TWO, before=before if number == 0 else 0, keep_next=heading
            )
            if heading:
                level = block["level"]
                set_property(line._p.get_or_add_pPr(), "outlineLvl", {"val": level - 1})
                run(line, block["number"] + text, HEAD_FACES[level], m.SIZE_BODY)
            else:
                run(line, text, BODY, m.SIZE_BODY)


def _styles(document: Word) -> None:
    normal = document.styles["Normal"]
    element_of = normal.element
    properties = element_of.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    properties.append(fonts(BODY))
    properties.append(element("sz", {"val": round(m.SIZE_BODY * 2)}))
    properties.append(element("szCs", {"val": round(m.SIZE_BODY * 2)}))
    paragraph = element_of.get_or_add_pPr()
    set_property(paragraph, "widowControl", {"val": 0})
    set_property(paragraph, "autoSpaceDE", {"val": 0})
    set_property(paragraph, "autoSpaceDN", {"val": 0})
    # The grid is declared for those who draw it; lines and characters keep to it by themselves,
    # because programs differ in how they press characters into a grid.
    set_property(paragraph, "snapToGrid", {"val": 0})
    layout(paragraph)
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for child in list(defaults):
        defaults.remove(child)
    defaults.append(fonts(BODY))
    defaults.append(element("lang", {"val": "en-US", "eastAsia": "zh-CN", "bidi": "ar-SA"}))


def _page(document: Word) -> None:
    section = document.sections[0]
    properties = section._sectPr
    width, height = m.twips(m.PAGE[0]), m.twips(m.PAGE[1])
    size = properties.find(qn("w:pgSz"))
    size.attrib.clear()
    size.set(qn("w:w"), str(width))
    size.set(qn("w:h"), str(height))
    top, left = m.twips(m.TOP), m.twips(m.LEFT)
    footer = m.BOTTOM - m.PAGE_NUMBER_BELOW - m.SIZE_FOUR * 25.4 / 72 / 2
    margins = properties.find(qn("w:pgMar"))
    for name, value in {
        "top": top,
        "left": left,
        "right": width - left - m.twips(m.AREA[0]),
        "bottom": height - top - m.twips(m.AREA[1]),
        "header": m.twips(15),
        "footer": m.twips(footer),
        "gutter": 0,
    }.items():
        margins.set(qn(f"w:{name}"), str(value))
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(
        element(
            "docGrid",
            {"type": "linesAndChars", "linePitch": m.LINE, "charSpace": character_space()},
        )
    )
    _page_numbers(document)


def character_space() -> int:
    """Return w:charSpace: what 28 characters of 三号 must give up to fit, in 1/4096 pt."""
    pitch = m.twips(m.AREA[0]) / 20 / m.CHARACTERS
    return int((pitch - m.SIZE_BODY) * 4096 // 1)


def _page_numbers(document: Word) -> None:
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    one = indent(right=1, size=m.SIZE_FOUR), indent(left=1, size=m.SIZE_FOUR)
    for footer, align, ind in (
        (section.footer, "right", one[0]),
        (section.even_page_footer, "left", one[1]),
    ):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.style = document.styles["Normal"]
        properties = line._p.get_or_add_pPr()
        layout(properties, line=round(m.SIZE_FOUR * 20), align=align, indent=ind)
        page_number(line, SONG)


def _paragraph(
    document: Word,
    *,
    before: int = 0,
    align: str = "both",
    ind: Mapping[str, str | int] | None = None,
    keep_next: bool = False,
    line: int = m.LINE,
) -> Paragraph:
    made = document.add_paragraph()
    layout(
        made._p.get_or_add_pPr(),
        line=line,
        before=before,
        align=align,
        indent=ind,
        keep_next=keep_next,
    )
    return made


def _letterhead(document: Word, found: dict[str, Any]) -> None:
    words = found["organ"] + "文件"
    size = m.letterhead_size(words)
    head = _paragraph(
        document, before=m.twips(m.LETTERHEAD_TOP), align="center", line=round(size * 20 * 1.1)
    )
    run(head, words, TITLE, size, colour=RED)
    number = _paragraph(document, before=2 * m.LINE, align="center")
    rule = element(
        "bottom",
        {
            "val": "single",
            "sz": 12,
            "space": round(m.NUMBER_TO_RULE * 72 / 25.4),
            "color": RED,
        },
    )
    set_property(number._p.get_or_add_pPr(), "pBdr", None, rule)
    run(number, printed_number(found), BODY, m.SIZE_BODY)


def _title(document: Word, title: str, *, before: int) -> None:
    for number, words in enumerate(m.title_lines(title)):
        line = _paragraph(
            document,
            before=before if number == 0 else 0,
            align="center",
            keep_next=True,
            line=round(m.SIZE_TITLE * 20 * 1.5),
        )
        if number == 0:
            set_property(line._p.get_or_add_pPr(), "outlineLvl", {"val": 0})
        run(line, words, TITLE, m.SIZE_TITLE)


def _attachment_note(document: Word, found: dict[str, Any]) -> None:
    for number, words in enumerate(listed_attachments(found)):
        before = m.LINE if number == 0 else 0
        hang = 3 if len(found["attachments"]) == 1 else 5
        ind = {
            "leftChars": (2 + hang) * 100,
            "left": characters(2 + hang),
            "hangingChars": hang * 100,
            "hanging": characters(hang),
        }
        run(_paragraph(document, before=before, ind=ind), words, BODY, m.SIZE_BODY)


def _signature(document: Word, found: dict[str, Any]) -> None:
    """Set the organ centred over the date, and the date four characters from the right."""
    day = printed_day(found["date"])
    name_width = m.width_in_characters(found["signer_line"])
    day_width = m.width_in_characters(day)
    from_right = m.SIGNATURE_FROM_RIGHT - (name_width - day_width) / 2
    day_right = m.SIGNATURE_FROM_RIGHT + max(0.0, 2 - from_right)
    name_right = max(2.0, from_right)
    name = _paragraph(
        document,
        before=m.SEAL_LINES * m.LINE,
        align="right",
        ind=indent(right=name_right),
        keep_next=True,
    )
    run(name, found["signer_line"], BODY, m.SIZE_BODY)
    line = _paragraph(document, align="right", ind=indent(right=day_right))
    run(line, day, BODY, m.SIZE_BODY)


def _attachment(document: Word, attachment: dict[str, Any], number: int, count: int) -> None:
    head = _paragraph(document, align="left", keep_next=True)
    set_property(head._p.get_or_add_pPr(), "pageBreakBefore")
    run(head, "附件" if count == 1 else f"附件{number}", HEI, m.SIZE_BODY)
    _title(document, attachment["title"], before=m.LINE)
    blocks(document, attachment["body"], first_before=m.LINE)
