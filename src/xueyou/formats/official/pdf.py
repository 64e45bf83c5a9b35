"""Owns the PDF of a paper: the same layout as its .docx, set by Typst with the fonts at hand."""

from collections.abc import Mapping
from typing import Any

from xueyou.formats.official import measures as m
from xueyou.formats.official.content import checked
from xueyou.formats.official.typesetting import typeset
from xueyou.formats.official.wording import (
    copied,
    listed_attachments,
    numbered,
    printed_day,
    printed_number,
)


def official_pdf(content: Mapping[str, Any]) -> bytes:
    """Return the PDF bytes of a content "official-paper/1".

    Raises ContentRefused, or NotSet where Typst could not set it.
    """
    return typeset("official", as_set(content))


def as_set(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the template is given: every word as it is printed, every measure."""
    found = checked(content)
    letterhead = found["organ"] + "文件"
    count = len(found["attachments"])
    return {
        "title": found["title"],
        "organ": found["organ"],
        "letterhead": letterhead,
        "letterhead_size": m.letterhead_size(letterhead),
        "number": printed_number(found),
        "title_lines": m.title_lines(found["title"]),
        "addressee": found["addressee"].rstrip("：:") + "：" if found["addressee"] else "",
        "blocks": numbered(found["body"]),
        "attachment_lines": listed_attachments(found),
        "signer_line": found["signer_line"],
        "day": printed_day(found["date"]),
        "attachments": [
            {
                "label": "附件" if count == 1 else f"附件{number}",
                "title_lines": m.title_lines(one["title"]),
                "blocks": numbered(one["body"]),
            }
            for number, one in enumerate(found["attachments"], 1)
        ],
        "copies": copied(found["copies"]) if found["copies"] else "",
        "issued_by": found["issued_by"],
        "issued": f"{printed_day(found['issued_on'])}印发",
        "measures": measures(),
    }


def measures() -> dict[str, Any]:
    """Return the measures for templates: millimetres, and points for sizes and line pitch."""
    return {
        "page": list(m.PAGE),
        "top": m.TOP,
        "left": m.LEFT,
        "right": m.RIGHT,
        "bottom": m.BOTTOM,
        "line": m.LINE / 20,
        "condensed": m.CONDENSED / 20,
        "body": m.SIZE_BODY,
        "four": m.SIZE_FOUR,
        "title": m.SIZE_TITLE,
        "letterhead_top": m.LETTERHEAD_TOP,
        "number_to_rule": m.NUMBER_TO_RULE,
        "number_below": m.PAGE_NUMBER_BELOW,
        "seal_lines": m.SEAL_LINES,
        "thick": m.THICK_RULE,
        "thin": m.THIN_RULE,
    }
