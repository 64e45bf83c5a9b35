"""Spans of text and how much two of them share."""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]
"""One object of a gold or prediction file."""

Span = tuple[int, int]
"""Start and end in code points, end not included."""


def span_of(item: Json) -> Span:
    """Return the evidence span of an item; an item without one lies nowhere."""
    start, end = item.get("start"), item.get("end")
    if isinstance(start, int) and isinstance(end, int):
        return (start, end)
    return (-1, -1)


def shared_length(a: Span, b: Span) -> int:
    """Return how many code points the two spans have in common."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def touches(a: Span, b: Span) -> bool:
    """Say whether the spans have at least one code point in common."""
    return shared_length(a, b) > 0


def overlap(a: Span, b: Span) -> float:
    """Return intersection over union, 0 for spans that are empty or apart."""
    shared = shared_length(a, b)
    if shared == 0:
        return 0.0
    return shared / ((a[1] - a[0]) + (b[1] - b[0]) - shared)
