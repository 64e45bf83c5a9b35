"""Owns the archive sheet of an application 报名存档表: one A4 page or more, set by Typst.

Content "archive-sheet/1": {schema, title, number, organ, name, about: [[label, text] …],
answers: [[label, text] …], facts: [[label, text, source] …], papers: [text …], pledge, printed}.
Everything is text; nothing of it is evaluated.
"""

from collections.abc import Mapping
from typing import Any

from xueyou.formats.official.typesetting import typeset

SCHEMA = "archive-sheet/1"
TEXTS = ("title", "number", "organ", "name", "pledge", "printed")
ROWS = {"about": 2, "answers": 2, "facts": 3}


def archive_sheet_pdf(content: Mapping[str, Any]) -> bytes:
    """Return the PDF of a content "archive-sheet/1".

    Raises ValueError for another shape, NotSet where Typst could not set it.
    """
    if content.get("schema") != SCHEMA or any(
        not isinstance(content.get(name), str) for name in TEXTS
    ):
        raise ValueError("the content is no archive-sheet/1")
    rows = {name: [[str(cell) for cell in row] for row in content[name]] for name in ROWS}
    if any(len(row) != ROWS[name] for name, found in rows.items() for row in found):
        raise ValueError("a row of the archive sheet has other cells")
    return typeset(
        "archive_sheet",
        {
            **{name: content[name] for name in TEXTS},
            **rows,
            "papers": [str(line) for line in content["papers"]],
        },
    )
