"""Owns the text of one Word paragraph: runs as shown, text boxes and note references beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
_SKIPPED = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "rt", "annotationRef")
) | {f"{_MC}Fallback"}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_BOX = f"{W}txbxContent"


@dataclass(slots=True)
class ParagraphText:
    """What one paragraph holds: its text, its text boxes, (kind, id) of its notes."""

    text: str = ""
    boxes: list["etree._Element"] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def paragraph_text(paragraph: "etree._Element") -> ParagraphText:
    """Return what a w:p element shows. Never goes into deletions, field codes or fallbacks."""
    said = ParagraphText()
    said.text = "".join(_pieces(paragraph, said))
    return said


def _pieces(element: "etree._Element", said: ParagraphText) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in (f"{W}t", f"{_MATH}t"):
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag in _SKIPPED or not isinstance(tag, str):
            continue
        elif tag == _BOX:
            said.boxes.append(child)
        elif tag in _NOTES:
            said.notes.append((_NOTES[tag], child.get(f"{W}id") or ""))
        elif tag == f"{W}r" and _is_hidden(child):
            continue
        else:
            yield from _pieces(child, said)


def _is_hidden(run: "etree._Element") -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in ("0", "false", "off")
