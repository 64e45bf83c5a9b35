"""Owns making text from outside safe to show on one line: on a terminal, in a log, in a list."""

import re
import unicodedata

_BREAKS = "\r\n\t\v\f\u2028\u2029"


def printable(text: str) -> str:
    """Return the text on one line, without controls, direction overrides and lone surrogates."""
    kept = (
        " " if c in _BREAKS else c
        for c in text
        if c in _BREAKS or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )
    return re.sub(r" {2,}", " ", "".join(kept)).strip()
