"""Owns what a Word style says of a paragraph: heading level, list, table of contents."""

import re

from lxml import etree

from xueyou.formats.word_text import W

_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc|目录)\s*\d*$|^toc heading$", re.IGNORECASE)
_BODY_LEVEL = 9
_DEPTH = 20


class Styles:
    """The paragraph styles of one document."""

    def __init__(self, root: "etree._Element | None") -> None:
        self._styles: dict[str, etree._Element] = {}
        for style in root.iter(f"{W}style") if root is not None else ():
            self._styles[style.get(f"{W}styleId") or ""] = style

    def heading_level(self, paragraph: "etree._Element") -> int | None:
        """Return the heading level from 1, or None for body text and the title."""
        direct = _level_of(paragraph.find(f"{W}pPr"))
        if direct is not None:
            return direct if direct <= _BODY_LEVEL else None
        for style in self._lineage(paragraph):
            name = _HEADING.match(self._name(style))
            if name:
                return int(name.group(1))
            level = _level_of(style.find(f"{W}pPr"))
            if level is not None:
                return level if level <= _BODY_LEVEL else None
        return None

    def is_contents(self, paragraph: "etree._Element") -> bool:
        """Say whether the paragraph is a line of a table of contents."""
        return any(_CONTENTS.match(self._name(style)) for style in self._lineage(paragraph))

    def number_properties(self, paragraph: "etree._Element") -> tuple[str, int] | None:
        """Return (list id, level from 0) that paragraph or style sets, or None."""
        places = [paragraph.find(f"{W}pPr")]
        places += [style.find(f"{W}pPr") for style in self._lineage(paragraph)]
        level: int | None = None
        for place in places:
            properties = place.find(f"{W}numPr") if place is not None else None
            if properties is None:
                continue
            if level is None:
                level = _number(properties.find(f"{W}ilvl"))
            list_id = properties.find(f"{W}numId")
            if list_id is not None:
                value = list_id.get(f"{W}val") or "0"
                return None if value == "0" else (value, level or 0)
        return None

    def _lineage(self, paragraph: "etree._Element") -> list["etree._Element"]:
        """Return the paragraph's style and those it is based on, nearest first."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style_id = named.get(f"{W}val") if named is not None else None
        found: list[etree._Element] = []
        while style_id in self._styles and len(found) < _DEPTH:
            style = self._styles[style_id]
            found.append(style)
            based = style.find(f"{W}basedOn")
            style_id = based.get(f"{W}val") if based is not None else None
        return found

    def _name(self, style: "etree._Element") -> str:
        name = style.find(f"{W}name")
        return (name.get(f"{W}val") or "") if name is not None else ""


def _level_of(properties: "etree._Element | None") -> int | None:
    """Return the outline level from 1 (10 = body text) that properties set, or None."""
    value = _number(properties.find(f"{W}outlineLvl")) if properties is not None else None
    return None if value is None else value + 1


def _number(element: "etree._Element | None") -> int | None:
    value = element.get(f"{W}val") if element is not None else None
    return int(value) if value is not None and re.fullmatch(r"\d{1,3}", value) else None
