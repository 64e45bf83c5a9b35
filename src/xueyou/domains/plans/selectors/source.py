"""Owns the source of a document page by page: blocks and marks of a stretch, not of the whole.

A plan of 600,000 characters is read like a short one: each page holds a few thousand characters.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from xueyou.domains.plans.models import Reading
from xueyou.domains.plans.selectors.items import spans_of
from xueyou.domains.plans.selectors.page import blocks_of, head_of
from xueyou.domains.plans.selectors.segments import Span
from xueyou.domains.plans.selectors.views import HeadView, Paragraph, TableView

MOST_CHARACTERS = 7000
"""Of one page of the source; a block longer than that stays whole."""
MOST_MARKS = 450
"""Marks of one page of the source: what is densely marked is cut earlier."""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A stretch of a document, laid out. `number` counts from 1."""

    number: int
    pages: int
    start: int
    end: int
    blocks: tuple[Paragraph | TableView, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A reading, parsed once: its text, its marks in order, and where its pages begin."""

    text: str
    head: HeadView
    reading: dict[str, Any]
    spans: tuple[Span, ...]
    cuts: tuple[int, ...]
    recognised: bool

    def number_at(self, offset: int) -> int:
        """Return the page on which an offset of the text stands."""
        return max(1, bisect_right(self.cuts, offset))

    def page(self, number: int, more: Iterable[Span], wanted: Sequence[str]) -> SourcePage:
        """Return a page with the marks of the wanted keys, and some more marks.

        `wanted` are keys of items; lists of responsible units are always marked.
        """
        number = max(1, min(number, len(self.cuts)))
        start = self.cuts[number - 1]
        end = self.cuts[number] if number < len(self.cuts) else len(self.text)
        keys = set(wanted)
        marks = [
            span
            for span in self.spans[self._first(start) : self._first(end)]
            if span.item in keys or span.role == "unit"
        ]
        marks += [span for span in more if span.start < end and span.end > start]
        blocks = blocks_of(self._stretch(start, end), self.text, marks)
        return SourcePage(number, len(self.cuts), start, end, blocks)

    def spans_of(self, key: str) -> tuple[Span, ...]:
        """Return the marks of one item."""
        return tuple(span for span in self.spans if span.item == key)

    def units_of(self, task: str) -> tuple[int, int]:
        """Return where the units of a task are printed; (0, 0) where they are not."""
        for units in self.reading["responsible_units"]:
            if units["task_id"] == task:
                return units["start"], units["end"]
        return 0, 0

    def _first(self, offset: int) -> int:
        return bisect_left(self.spans, offset, key=lambda span: span.start)

    def _stretch(self, start: int, end: int) -> dict[str, Any]:
        """Return the parts of the reading that the layout of a stretch needs."""

        def inside(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
            return [row for row in rows if start <= row["start"] < end]

        found = {name: inside(self.reading[name]) for name in ("tables", "sections", "facts")}
        named = self.reading.get("blocks")
        return found | ({"blocks": inside(named)} if named else {})


def source_of(document_uid: UUID) -> Source:
    """Return the source of a document whose reading the caller may see."""
    return _source(Reading.objects.only("uid").get(document__uid=document_uid).uid)


@lru_cache(maxsize=8)
def _source(reading_uid: UUID) -> Source:
    """Parse a reading; kept for the next click, since a reading never changes."""
    row = Reading.objects.get(uid=reading_uid)
    reading = json.loads(row.result)
    spans = tuple(sorted(spans_of(reading)))
    return Source(
        text=row.text,
        head=head_of(reading),
        reading=reading,
        spans=spans,
        cuts=_cuts(reading, row.text, spans),
        recognised=row.recognised,
    )


def _cuts(reading: dict[str, Any], text: str, spans: Sequence[Span]) -> tuple[int, ...]:
    """Return where pages begin: before a block, never inside one nor inside a table."""
    starts = sorted(block["start"] for block in reading.get("blocks") or ())
    tables = sorted((table["start"], table["end"]) for table in reading["tables"])
    firsts = [table[0] for table in tables]
    marks = [span.start for span in spans]
    cuts = [0]
    for start in starts:
        at = bisect_right(firsts, start) - 1
        if at >= 0 and tables[at][0] < start < tables[at][1]:
            continue
        held = bisect_left(marks, start) - bisect_left(marks, cuts[-1])
        if start - cuts[-1] >= MOST_CHARACTERS or held >= MOST_MARKS:
            cuts.append(start)
    return tuple(cuts)
