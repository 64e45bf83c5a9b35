"""Owns the pieces of WordprocessingML that python-docx has no words for."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from xueyou.formats.official import measures as m
from xueyou.formats.official.faces import LATIN

PPR_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap"),
    *("overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd"),
    *("snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap"),
    *("jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId"),
    *("cnfStyle", "rPr", "sectPr", "pPrChange"),
)
"""Order of children of w:pPr (ECMA-376, transitional)."""
_FIXED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EXTENSIONS = "{http://schemas.microsoft.com/"
_IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)

Attributes = Mapping[str, str | int]


def element(tag: str, attributes: Attributes | None = None, *children: Any) -> Any:
    """Return <w:tag w:attribute=…> with its children."""
    made = OxmlElement(f"w:{tag}")
    for name, value in (attributes or {}).items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def set_property(
    properties: Any, tag: str, attributes: Attributes | None = None, *children: Any
) -> None:
    """Put a child into w:pPr at its place in the sequence, in place of an earlier one."""
    for old in properties.findall(qn(f"w:{tag}")):
        properties.remove(old)
    after = {qn(f"w:{name}") for name in PPR_ORDER[PPR_ORDER.index(tag) + 1 :]}
    made = element(tag, attributes, *children)
    for place, child in enumerate(properties):
        if child.tag in after:
            properties.insert(place, made)
            return
    properties.append(made)


def layout(
    properties: Any,
    *,
    line: int | None = m.LINE,
    before: int = 0,
    align: str = "both",
    indent: Attributes | None = None,
    keep_next: bool = False,
) -> None:
    """Set line pitch and space before (twips), alignment and indents of a w:pPr."""
    if keep_next:
        set_property(properties, "keepNext")
    spacing: dict[str, str | int] = {"before": before, "after": 0}
    if line is not None:
        spacing |= {"line": line, "lineRule": "exact"}
    set_property(properties, "spacing", spacing)
    if indent:
        set_property(properties, "ind", indent)
    set_property(properties, "jc", {"val": align})


def characters(count: float, size: float = m.SIZE_BODY) -> int:
    """Return the width of so many characters in twips; 三号 stands in the grid's own pitch."""
    pitch = m.AREA[0] * 1440 / 25.4 / m.CHARACTERS if size == m.SIZE_BODY else size * 20
    return round(count * pitch)


def indent(
    *, first: float = 0, left: float = 0, right: float = 0, hanging: float = 0, size: float = 16
) -> dict[str, str | int]:
    """Return w:ind in characters, with twips beside it for programs that do not count them."""
    made: dict[str, str | int] = {}
    for name, count in (
        ("left", left),
        ("right", right),
        ("hanging", hanging),
        ("firstLine", first),
    ):
        if count:
            made[f"{name}Chars"] = round(count * 100)
            made[name] = characters(count, size)
    return made


def fonts(face: str, latin: str = LATIN) -> Any:
    """Return w:rFonts naming the face for Chinese and `latin` for figures and letters."""
    return element("rFonts", {"ascii": latin, "hAnsi": latin, "eastAsia": face, "cs": latin})


def run(
    paragraph: Paragraph,
    text: str,
    face: str,
    size: float,
    *,
    latin: str = LATIN,
    colour: str = "",
    hint: bool = False,
) -> None:
    """Add text in a face and size (points)."""
    added = paragraph.add_run(text)
    properties = added._r.get_or_add_rPr()
    named = fonts(face, latin)
    if hint:
        named.set(qn("w:hint"), "eastAsia")
    properties.append(named)
    if colour:
        properties.append(element("color", {"val": colour}))
    if size == m.SIZE_BODY:
        properties.append(element("spacing", {"val": m.CONDENSED}))
    half_points = round(size * 2)
    properties.append(element("sz", {"val": half_points}))
    properties.append(element("szCs", {"val": half_points}))


def page_number(paragraph: Paragraph, face: str) -> None:
    """Add — 1 — in 四号, the number as a field."""
    run(paragraph, "— ", face, m.SIZE_FOUR, latin=face, hint=True)
    for kind in ("begin", "instr", "separate", "text", "end"):
        added = paragraph.add_run()
        properties = added._r.get_or_add_rPr()
        properties.append(fonts(face, face))
        properties.append(element("sz", {"val": round(m.SIZE_FOUR * 2)}))
        if kind == "instr":
            instruction = element("instrText")
            instruction.text = " PAGE "
            added._r.append(instruction)
        elif kind == "text":
            shown = element("t")
            shown.text = "1"
            added._r.append(shown)
        else:
            added._r.append(element("fldChar", {"fldCharType": kind}))
    run(paragraph, " —", face, m.SIZE_FOUR, latin=face, hint=True)


def packed(document: Word) -> bytes:
    """Return the .docx bytes: the same document gives the same bytes, on every machine and day."""
    properties = document.core_properties
    properties.created = properties.modified = _FIXED
    properties.last_modified_by, properties.revision = "", 1
    first = io.BytesIO()
    document.save(first)
    made = io.BytesIO()
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(made, "w") as target:
        for info in source.infolist():
            written = zipfile.ZipInfo(info.filename, _ZIP_TIME)
            written.compress_type = zipfile.ZIP_DEFLATED
            written.external_attr = 0o600 << 16
            target.writestr(written, _plain(info.filename, source.read(info)))
    return made.getvalue()


def _plain(name: str, data: bytes) -> bytes:
    """Return a part as ECMA-376 has it: without what later editions of one program added."""
    if not name.startswith("word/") or not name.endswith(".xml"):
        return data
    root = etree.fromstring(data)
    if root.tag.startswith(_W):
        root.attrib.pop(_IGNORABLE, None)
        for found in [e for e in root.iter() if str(e.tag).startswith(_EXTENSIONS)]:
            parent = found.getparent()
            if parent is not None:
                parent.remove(found)
        for zoom in root.iter(f"{_W}zoom"):
            zoom.set(f"{_W}percent", "100")
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return made
