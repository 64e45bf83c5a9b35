"""Replace spans of a text and carry every span of its gold along."""

import copy
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Any

Gold = dict[str, Any]
Edit = tuple[int, int, str]
"""Start, end and the words that take their place."""


def apply(text: str, gold: Gold, edits: Iterable[Edit]) -> tuple[str, Gold]:
    """Return the edited text and the gold whose spans and quotes follow it."""
    ordered = sorted(set(edits))
    pieces, places, at, shift = [], [], 0, 0
    for start, end, new in ordered:
        assert start >= at, "edits overlap"
        pieces += [text[at:start], new]
        places.append((start, end, start + shift, len(new)))
        shift += len(new) - (end - start)
        at = end
    pieces.append(text[at:])
    starts = [place[0] for place in places]

    def moved(offset: int, *, is_end: bool) -> int:
        index = bisect_right(starts, offset - 1 if is_end else offset) - 1
        if index < 0:
            return offset
        _, end, new_start, length = places[index]
        if offset >= end:
            return new_start + length + offset - end
        if is_end:
            return new_start + length
        return new_start

    rewritten = "".join(pieces)
    return rewritten, carry(
        gold, rewritten, lambda s, e: (moved(s, is_end=False), moved(e, is_end=True))
    )


def carry(gold: Gold, text: str, move: Callable[[int, int], tuple[int, int]]) -> Gold:
    """Move every span of the gold and quote the new text at it."""
    carried = copy.deepcopy(gold)
    _carry(carried, text, move)
    for contradiction in carried.get("contradictions", []):
        contradiction["spans"] = [list(move(*span)) for span in contradiction["spans"]]
    return carried


def _carry(node: Any, text: str, move: Callable[[int, int], tuple[int, int]]) -> None:
    if isinstance(node, list):
        for item in node:
            _carry(item, text, move)
    elif isinstance(node, dict):
        if isinstance(node.get("start"), int) and isinstance(node.get("end"), int):
            node["start"], node["end"] = move(node["start"], node["end"])
            for key in ("quote", "text"):
                if key in node:
                    node[key] = text[node["start"] : node["end"]]
        for item in node.values():
            _carry(item, text, move)
