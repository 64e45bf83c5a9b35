"""Sections and tasks change places; numbers of headings stay where they were.

The second section becomes the first and so on, on every level, so that no reader gets by on the
order in which things used to stand.
"""

from dataclasses import dataclass
from typing import Any

from tests.engines.reading.rewrites.edits import Gold, apply, carry


@dataclass(frozen=True)
class Block:
    """A piece of text with the heading that starts it and the pieces below it."""

    start: int
    end: int
    level: int
    children: tuple["Block", ...] = ()


def rewrite_order(text: str, gold: Gold) -> tuple[str, Gold]:
    """Return the document with its sections and tasks in reversed order."""
    if not text.endswith("\n"):  # a last line would run into the next when it moves up
        text += "\n"
    foot = _foot(text, gold)
    order = [*_leaves(_nest(0, foot, _heads(text, gold), 1)), (foot, len(text))]
    pieces, target, at = [], {}, 0
    for start, end in order:
        pieces.append(text[start:end])
        target[start, end] = at
        at += end - start
    rewritten = "".join(pieces)

    def move(start: int, end: int) -> tuple[int, int]:
        for (first, last), place in target.items():
            if first <= start < last:
                return place + start - first, place + end - first
        return start, end

    rewritten, moved = _renumbered(rewritten, carry(gold, rewritten, move), gold)
    moved["contradictions"] = [  # a gap in the numbers stays, but between other headings
        item for item in moved["contradictions"] if item["kind"] != "numbering"
    ]
    return rewritten, moved


def _foot(text: str, gold: Gold) -> int:
    """Return where annexes begin or the last annotated line ends: what follows stays at the end."""
    parts = ("facts", "sections", "tasks", "responsible_units", "projects", "milestones")
    last = max((item["end"] for part in parts for item in gold[part]), default=len(text))
    annex = text.find("\n附件", max((task["start"] for task in gold["tasks"]), default=0))
    if annex >= 0:
        return annex + 1
    return text.find("\n", last) + 1 or len(text)


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _heads(text: str, gold: Gold) -> list[tuple[int, int]]:
    """Return (offset, level) of every heading that begins a line."""
    heads = {}
    for section in gold["sections"]:
        heads[section["start"]] = section["level"]
    for task in gold["tasks"]:
        heads.setdefault(task["start"], 9)
    return sorted(
        (_line_start(text, start), level)
        for start, level in heads.items()
        if not text[_line_start(text, start) : start].strip()
    )


def _nest(start: int, end: int, heads: list[tuple[int, int]], level: int) -> Block:
    """Part [start, end) at its highest headings; what stands before the first one stays first."""
    inside = [head for head in heads if start < head[0] < end]
    if not inside:
        return Block(start, end, level)
    top = min(head[1] for head in inside)
    cuts = [offset for offset, at in inside if at == top]
    ends = [*cuts[1:], end]
    children = [Block(start, cuts[0], level)]
    children += [_nest(a, b, heads, top) for a, b in zip(cuts, ends, strict=True)]
    return Block(start, end, level, tuple(children))


def _leaves(block: Block) -> list[tuple[int, int]]:
    if not block.children:
        return [(block.start, block.end)]
    first, *rest = block.children
    leaves = _leaves(first)
    for child in reversed(rest):
        leaves += _leaves(child)
    return leaves


def _renumbered(text: str, gold: Gold, before: Gold) -> tuple[str, Gold]:
    """Give the n-th heading of each kind the number the n-th had before."""
    edits: dict[int, tuple[int, int, str]] = {}
    numbers: dict[int, str] = {}
    for key in ("sections", "tasks"):
        for group in _groups(before[key]):
            old = [item for item in before[key] if _group(item) == group]
            new = [item for item in gold[key] if _group(item) == group]
            old.sort(key=lambda item: item["start"])
            new.sort(key=lambda item: item["start"])
            for was, now in zip(old, new, strict=True):
                if now["no"] and text.startswith(now["no"], now["start"]):
                    end = now["start"] + len(now["no"])
                    edits[now["start"]] = (now["start"], end, was["no"])
                    numbers[now["start"]] = was["no"]
    for key in ("sections", "tasks"):
        for item in gold[key]:
            item["no"] = numbers.get(item["start"], item["no"])
    return apply(text, gold, edits.values())


def _group(item: dict[str, Any]) -> tuple[str, int, str]:
    shape = "".join("#" if c in "一二三四五六七八九十0123456789" else c for c in item["no"])
    return (item["kind"], item.get("level", 0), shape.replace("##", "#").replace("##", "#"))


def _groups(items: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    return sorted({_group(item) for item in items if item["no"]})
