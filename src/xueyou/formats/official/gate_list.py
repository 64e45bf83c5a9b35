"""Owns the list of classes as it hangs at the gate (A3, across) and the sheet its witnesses sign.

Content "gate-list/1": {schema, title, classes: [[class, [name …]] …], facts: [[what, said] …],
signers: [who …]}. The list has names and classes only; what proves it stands on the sheet, which
stays with the school. Everything is text; nothing of it is evaluated.
"""

from collections.abc import Mapping
from typing import Any

from xueyou.formats.official.typesetting import typeset

SCHEMA = "gate-list/1"
SIGNERS = ("校长", "家长代表", "家长代表", "家长代表", "见证人", "教育局")
"""Who signs beside the lot; 待核, no rule names them."""
_GROUP = 8


def gate_list_pdf(content: Mapping[str, Any]) -> bytes:
    """Return the PDF of a content "gate-list/1".

    Raises ValueError for another shape, NotSet where Typst could not set it.
    """
    if content.get("schema") != SCHEMA or not content.get("classes"):
        raise ValueError("the content is no gate-list/1")
    return typeset(
        "gate_list",
        {
            "title": str(content["title"]),
            "classes": [
                {"name": str(name), "pupils": [str(one) for one in pupils]}
                for name, pupils in content["classes"]
            ],
            "facts": [[str(what), str(said)] for what, said in content["facts"]],
            "signers": [str(one) for one in content["signers"]],
        },
    )


def grouped(digest: str) -> str:
    """Return a digest in groups that two people can read to each other."""
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))
