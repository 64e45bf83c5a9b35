"""Owns the letter that tells a family of its place 录取通知书: one A4 page, set by Typst.

Content "placement-letter/1": {schema, title, number, name, school, stage, reason: [text …], organ,
day: "2026-08-12", code, check_at: address of the page where the code is checked}. Everything is
text; nothing of it is evaluated.
"""

from collections.abc import Mapping
from typing import Any

from xueyou.formats.official.typesetting import typeset
from xueyou.formats.official.wording import printed_day
from xueyou.formats.qr import squares

SCHEMA = "placement-letter/1"
NEEDED = ("title", "number", "name", "school", "stage", "organ", "day", "code", "check_at")


def placement_letter_pdf(content: Mapping[str, Any]) -> bytes:
    """Return the PDF of a content "placement-letter/1".

    Raises ValueError for another shape, NotSet where Typst could not set it.
    """
    if content.get("schema") != SCHEMA or any(
        not isinstance(content.get(name), str) for name in NEEDED
    ):
        raise ValueError("the content is no placement-letter/1")
    return typeset(
        "placement_letter",
        {
            **{name: content[name] for name in NEEDED},
            "day": printed_day(content["day"]),
            "reason": [str(line) for line in content["reason"]],
            "qr": squares(f"{content['check_at']}?code={content['code'].replace('-', '')}"),
        },
    )
