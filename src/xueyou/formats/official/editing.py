"""Owns a paper's body as plain text in a form: out as it prints, and back with its claims.

Heads are lines that begin as heads are printed (一、 （一） 1. （1）), short, with no end mark. A
table stands as a line of its own in brackets and stays as it is.
"""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from xueyou.formats.official.content import ContentRefused
from xueyou.formats.official.wording import numbered

LONGEST_HEAD = 60
_HAN = "[一二三四五六七八九十]{1,3}"
_HEADS = (
    (1, re.compile(rf"{_HAN}、(.+)")),
    (2, re.compile(rf"[（(]{_HAN}[）)](.+)")),
    (3, re.compile(r"[1-9][0-9]?[.．](?![0-9])(.+)")),
    (4, re.compile(r"[（(][1-9][0-9]?[）)](.+)")),
)
_TABLE = re.compile(r"［表(\d{1,3})(?:：[^］]*)?］")
ALIKE = 0.4
"""How alike a changed paragraph must be to one of before to keep its figures' sources."""

Json = dict[str, Any]


def as_text(content: Mapping[str, Any]) -> str:
    """Return the body as lines, one a paragraph."""
    lines, tables = [], 0
    for block in numbered(content["body"]):
        if block["type"] == "heading":
            lines.append(block["number"] + block["text"])
        elif block["type"] == "text":
            lines.append(block["text"])
        else:
            tables += 1
            lines.append(f"［表{tables}：{block['caption'] or '原样保留'}］")
    return "\n".join(lines)


def from_text(text: str, before: Mapping[str, Any]) -> list[Json]:
    """Return the blocks of an edited body; figures whose words were left alone keep their source.

    Raises ContentRefused where a table's line names none.
    """
    tables = [block for block in before["body"] if block["type"] == "table"]
    old = [block for block in before["body"] if block["type"] == "text"]
    made: list[Json] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        words = line.strip()
        if not words:
            continue
        if found := _TABLE.fullmatch(words):
            number = int(found[1])
            if not 1 <= number <= len(tables):
                raise ContentRefused("body", f"没有第{number}张表。请把表的那一行改回原样。")
            made.append(tables[number - 1])
            continue
        made.append(_head(words) or {"type": "text", "text": words, "claims": []})
    _carry_claims(old, [block for block in made if block["type"] == "text"])
    return made


def _head(words: str) -> Json | None:
    if len(words) > LONGEST_HEAD or words[-1] in "。；;！!？?：:":
        return None
    for level, pattern in _HEADS:
        if found := pattern.fullmatch(words):
            return {"type": "heading", "level": level, "text": found[1].strip()}
    return None


def _carry_claims(old: list[Json], new: list[Json]) -> None:
    left = list(old)
    waiting = []
    for block in new:
        same = next((one for one in left if one["text"] == block["text"]), None)
        if same is None:
            waiting.append(block)
        else:
            left.remove(same)
            block["claims"] = same["claims"]
    for block in waiting:
        best = max(left, key=lambda one: _likeness(one["text"], block["text"]), default=None)
        if best is not None and _likeness(best["text"], block["text"]) >= ALIKE:
            left.remove(best)
            block["claims"] = moved(best["text"], block["text"], best["claims"])


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def moved(before: str, after: str, claims: list[Json]) -> list[Json]:
    """Return the claims whose words stand untouched in the changed text, at their new place."""
    kept = []
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    for claim in claims:
        for block in blocks:
            start, end = claim["start"], claim["end"]
            if block.a <= start and end <= block.a + block.size:
                shift = block.b - block.a
                if _whole(after, start + shift, end + shift):
                    kept.append({**claim, "start": start + shift, "end": end + shift})
                break
    return kept


def _whole(text: str, start: int, end: int) -> bool:
    """Return whether no figure was written up against these words: 71 in 171 is another number."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if text[start].isdigit() and (before.isdigit() or before in ".,"):
        return not before
    return not (text[end - 1].isdigit() and (after.isdigit() or after in ".,") and after)
