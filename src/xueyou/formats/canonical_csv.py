"""Owns canonical CSV: UTF-8 with LF, a cell quoted where it must be, and only there."""

import re
from collections.abc import Sequence

NEEDS_QUOTES = '[",\r\n]'
_QUOTED = re.compile(NEEDS_QUOTES)


def quoted(text: str) -> str:
    """Return a cell as it is written."""
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def lines_csv(heads: Sequence[str], lines: Sequence[Sequence[object]]) -> bytes:
    """Return heads and rows as canonical CSV; cells are written by `str`."""
    plain = "\n".join([",".join(map(str, line)) for line in (heads, *lines)]) + "\n"
    commas = (len(heads) - 1) * (len(lines) + 1)
    ends = len(lines) + 1
    if (
        '"' not in plain
        and "\r" not in plain
        and plain.count(",") == commas
        and plain.count("\n") == ends
    ):
        return plain.encode()
    shown = [",".join([quoted(str(cell)) for cell in line]) for line in (heads, *lines)]
    return ("\n".join(shown) + "\n").encode()
