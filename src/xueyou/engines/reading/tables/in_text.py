"""Tables that stand in plain text, in whatever form; all spans are raw.

Works on the folded text, which is one to one with the raw text.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from xueyou.engines.reading.normal import Span
from xueyou.engines.reading.tables.grid import RawGrid, trimmed
from xueyou.engines.reading.tables.one_a_line import bare_numbers, one_cell_a_line
from xueyou.engines.reading.tables.side_by_side import side_by_side
from xueyou.engines.reading.wrapping import PAGE_NUMBER

_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Found:
    """Tables of a text, and in words what looked like a table and could not be read."""

    grids: tuple[RawGrid, ...]
    refused: tuple[tuple[Span, str], ...]


def find_tables(folded: str, taken: list[Span]) -> Found:
    """Find all tables of a folded text outside the spans already taken by real tables."""
    cuts = sorted(taken)
    lines: list[Span] = []
    at = 0
    for match in _LINE.finditer(folded):
        while at < len(cuts) and cuts[at][1] <= match.start():
            at += 1
        if at < len(cuts) and cuts[at][0] < match.end():
            continue
        first, last = trimmed(folded, *match.span())
        if first < last and not PAGE_NUMBER.fullmatch(folded, first, last):
            lines.append((first, last))
    grids: list[RawGrid] = []
    refused: list[tuple[Span, str]] = []
    index = 0
    while index < len(lines):
        step = side_by_side(folded, lines, index, grids, refused)
        step = step or one_cell_a_line(folded, lines, index, grids, refused)
        step = step or bare_numbers(folded, lines, index, refused)
        index += step or 1
    return Found(tuple(grids), tuple(refused))


def spans_of(found: Found) -> list[Span]:
    """Give the raw spans of everything that is a table, read or refused, in order, merged."""
    spans = sorted([(g.start, g.end) for g in found.grids] + [span for span, _ in found.refused])
    assert all(a[0] <= b[0] for a, b in pairwise(spans))
    return spans
