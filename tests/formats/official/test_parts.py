"""Every part of the .docx keeps the element order of ECMA-376 (transitional); same in, same out.

The order is checked by our own rules: the sequences of the schema for the elements we emit. The
whole schema was run by hand over these parts; it is not ours to ship.
"""

import io
import zipfile
from typing import Any

import docx
import pytest

from tests.formats.official.papers import HOSTILE, W, content, parts, words
from tests.packets import packet
from xueyou.formats.official.briefing import briefing_docx
from xueyou.formats.official.word import official_docx
from xueyou.formats.official.word_parts import PPR_ORDER

ORDERS: dict[str, list[str]] = {
    "pPr": list(PPR_ORDER),
    "rPr": [
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
        "emboss",
        "imprint",
        "noProof",
        "snapToGrid",
        "vanish",
        "webHidden",
        "color",
        "spacing",
        "w",
        "kern",
        "position",
        "sz",
        "szCs",
        "highlight",
        "u",
        "effect",
        "bdr",
        "shd",
        "fitText",
        "vertAlign",
        "rtl",
        "cs",
        "em",
        "lang",
        "eastAsianLayout",
        "specVanish",
        "oMath",
    ],
    "tblPr": [
        "tblStyle",
        "tblpPr",
        "tblOverlap",
        "bidiVisual",
        "tblStyleRowBandSize",
        "tblStyleColBandSize",
        "tblW",
        "jc",
        "tblCellSpacing",
        "tblInd",
        "tblBorders",
        "shd",
        "tblLayout",
        "tblCellMar",
        "tblLook",
    ],
    "tblBorders": ["top", "left", "start", "bottom", "right", "end", "insideH", "insideV"],
    "tcPr": [
        "cnfStyle",
        "tcW",
        "gridSpan",
        "hMerge",
        "vMerge",
        "tcBorders",
        "shd",
        "noWrap",
        "tcMar",
        "textDirection",
        "tcFitText",
        "vAlign",
        "hideMark",
    ],
    "sectPr": [
        "headerReference",
        "footerReference",
        "footnotePr",
        "endnotePr",
        "type",
        "pgSz",
        "pgMar",
        "paperSrc",
        "pgBorders",
        "lnNumType",
        "pgNumType",
        "cols",
        "formProt",
        "vAlign",
        "noEndnote",
        "titlePg",
        "textDirection",
        "bidi",
        "rtlGutter",
        "docGrid",
        "printerSettings",
        "sectPrChange",
    ],
    "tbl": ["tblPr", "tblGrid", "tr"],
    "tr": ["tblPrEx", "trPr", "tc"],
    "tc": ["tcPr", "p"],
    "p": ["pPr", "r"],
}
"""Element → its children in the order of the schema."""


def wrong_orders(root: Any) -> list[str]:
    """Return where children stand out of order, or where a child does not belong."""
    found = []
    for name, order in ORDERS.items():
        for element in root.iter(f"{W}{name}"):
            names = [child.tag.removeprefix(W) for child in element]
            unknown = [child for child in names if child not in order]
            places = [order.index(child) for child in names if child in order]
            if unknown or places != sorted(places):
                found.append(f"{name}: {names}")
    return found


@pytest.mark.parametrize("make", ["paper", "briefing"])
def test_children_stand_in_the_order_of_the_schema(make: str) -> None:
    """Tests document, styles, settings and footers."""
    data = official_docx(content()) if make == "paper" else briefing_docx(packet())
    found = parts(data)
    checked = ("word/document.xml", "word/footer1.xml", "word/footer2.xml")
    assert {name: wrong_orders(found[name]) for name in checked} == {key: [] for key in checked}
    for cell in found["word/document.xml"].iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"


def test_a_wrong_order_is_found() -> None:
    """Tests that the rule can fail."""
    document = parts(official_docx(content()))["word/document.xml"]
    properties = next(document.iter(f"{W}pPr"))
    properties.append(properties[0])
    assert wrong_orders(document)


def test_no_part_holds_what_the_standard_does_not_know() -> None:
    """Tests that extensions of one program are gone, and every relation leads to a part."""
    data = official_docx(content())
    for name, root in parts(data).items():
        if name.startswith("word/"):
            assert not [
                e for e in root.iter() if str(e.tag).startswith("{http://schemas.microsoft")
            ]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        assert archive.testzip() is None
    for relation in parts(data)["word/_rels/document.xml.rels"]:
        assert relation.get("TargetMode") != "External"
        assert f"word/{relation.get('Target')}".replace("word/../", "") in names


def test_the_same_content_gives_the_same_bytes() -> None:
    """Tests that no clock and no machine is in the file."""
    assert official_docx(content()) == official_docx(content())


def test_it_opens_again_with_its_words() -> None:
    """Tests a second program's reading of paragraphs and properties."""
    opened = docx.Document(io.BytesIO(official_docx(content())))
    assert opened.core_properties.author == "临澄市教育局"
    assert any("应到3728个" in p.text for p in opened.paragraphs)
    assert [cell.text for cell in opened.tables[0].rows[1].cells] == ["新增学位", "规划建设科"]


def test_hostile_words_are_only_words() -> None:
    """Tests that markup, templates and fields in texts are printed, never obeyed."""
    hostile = content(
        title=HOSTILE,
        organ=HOSTILE[:50],
        body=[{"type": "text", "text": HOSTILE}],
        copies=[HOSTILE],
    )
    document = parts(official_docx(hostile))["word/document.xml"]
    assert words(document).count(HOSTILE) >= 2
    assert not list(document.iter("script"))
    assert not list(document.iter(f"{W}instrText"))
