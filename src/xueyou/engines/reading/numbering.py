"""Numbers that open a heading or an item: 第X章, 一、, (一), 1., (1), ①, 一是, ——, ◆, 【】.

Works on normal text (ASCII brackets and digits). Values are read so that sequences can be checked.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}
HAN = "一二三四五六七八九十百零〇两"


class MarkKind(StrEnum):
    """The form of a number; `RANK` orders them from the outermost inwards."""

    PART = "part"
    CHAPTER = "chapter"
    NODE = "node"
    ARTICLE = "article"
    HAN = "han"
    HAN_PAREN = "han_paren"
    LABEL = "label"
    ARABIC = "arabic"
    MULTI = "multi"
    ARABIC_PAREN = "arabic_paren"
    ARABIC_HALF = "arabic_half"
    CIRCLED = "circled"
    FIRSTLY = "firstly"
    DASH = "dash"
    BULLET = "bullet"
    COLUMN = "column"
    STYLE = "style"
    PLAIN = "plain"
    ANNEX = "annex"


RANK = {
    MarkKind.PART: 0,
    MarkKind.ANNEX: 0,
    MarkKind.COLUMN: 1,
    MarkKind.CHAPTER: 1,
    MarkKind.PLAIN: 2,
    MarkKind.STYLE: 2,
    MarkKind.NODE: 2,
    MarkKind.ARTICLE: 5,
    MarkKind.HAN: 3,
    MarkKind.HAN_PAREN: 4,
    MarkKind.LABEL: 5,
    MarkKind.ARABIC: 5,
    MarkKind.MULTI: 6,
    MarkKind.BULLET: 6,
    MarkKind.DASH: 6,
    MarkKind.ARABIC_PAREN: 7,
    MarkKind.ARABIC_HALF: 7,
    MarkKind.CIRCLED: 8,
    MarkKind.FIRSTLY: 9,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at a place: span of the number itself; value None where it has or shows none."""

    kind: MarkKind
    value: int | None
    start: int
    end: int
    no: str


_H = f"[{HAN}]"
_RULES: tuple[tuple[MarkKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rule))
    for kind, rule in (
        (MarkKind.PART, rf"第({_H}+|\d+)[编篇](?=[ 、:]|[\u4e00-\u9fff])"),
        (MarkKind.CHAPTER, rf"第({_H}+|\d+)(?:章|部分|板块)"),
        (MarkKind.NODE, rf"第({_H}+|\d+)节"),
        (MarkKind.ARTICLE, rf"第({_H}+|\d+)条(?![a-zA-Z]|件|例)"),
        (MarkKind.HAN, rf"({_H}{{1,3}})[、.](?=\S)"),
        (MarkKind.HAN_PAREN, rf"\(({_H}{{1,3}})\)[、.]?"),
        (
            MarkKind.LABEL,
            rf"(?:重点任务|任务|行动|工程|举措|措施|目标|专栏)({_H}{{1,3}}|\d{{1,2}})[:、. ]",
        ),
        (
            MarkKind.MULTI,
            r"(\d{1,2}(?:\.\d{1,2})+)[.、]?(?=[ \u4e00-\u9fff“《])(?![%年月日个所万亿元倍])",
        ),
        (MarkKind.ARABIC, r"(\d{1,3})[.、](?:(?=20\d\d年)|(?![\d%]))"),
        (MarkKind.ARABIC_PAREN, r"\((\d{1,2})\)[、.]?"),
        (MarkKind.ARABIC_HALF, r"(\d{1,2})\)"),
        (MarkKind.CIRCLED, r"([①-⑳])"),
        (MarkKind.FIRSTLY, rf"(?:第({_H}{{1,2}})[,、]|({_H}{{1,2}})[是要](?!否))"),
        (MarkKind.DASH, r"(?:——|--+)(?=\S)"),
        (MarkKind.BULLET, r"[◆◇●■□▲△★☆►➢✓•▪][ ]*(?=\S)"),
    )
)  # fmt: skip


def han_value(text: str) -> int | None:
    """Give the value of a Han or Arabic numeral up to 999, None where it is neither."""
    if text.isascii() and text.isdigit():
        return int(text)
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            return None
    return total + digit


def mark_at(text: str, at: int, end: int | None = None) -> Mark | None:
    """Read the number that stands at a position, or None."""
    stop = len(text) if end is None else end
    for kind, rule in _RULES:
        match = rule.match(text, at, stop)
        if match:
            return Mark(kind, _value(kind, match), at, match.end(), match.group().strip())
    return None


def _value(kind: MarkKind, match: re.Match[str]) -> int | None:
    """Give the value a number shows."""
    shown = next((group for group in match.groups() if group), None)
    if shown is None:
        return None
    if kind is MarkKind.CIRCLED:
        return ord(shown) - ord("①") + 1
    if kind is MarkKind.MULTI:
        return int(shown.rsplit(".", 1)[1])
    return han_value(shown)


_INLINE = re.compile(
    rf"(?<=[。;:!?,)”》】\s])(?=\({_H}{{1,3}}\)|{_H}{{1,3}}、|\d{{1,2}}[.、](?:(?=20\d\d年)|(?!\d))"
    rf"|\(\d{{1,2}}\)|\d{{1,2}}\)|[①-⑳]|{_H}{{1,2}}[是要]|第{_H}{{1,2}},)"
)
_INLINE_KINDS = frozenset(
    {
        MarkKind.HAN,
        MarkKind.HAN_PAREN,
        MarkKind.ARABIC,
        MarkKind.ARABIC_PAREN,
        MarkKind.ARABIC_HALF,
        MarkKind.CIRCLED,
        MarkKind.FIRSTLY,
    }
)


def inline_marks(text: str, start: int, end: int) -> list[Mark]:
    """Find the numbers inside a running line that form a sequence 1, 2, ... of one kind.

    A lone (3) in running text is a reference, not an item: at least 1 and 2 must be there. The
    number that opens the line counts as the beginning of its sequence.
    """
    opening = mark_at(text, start, end)
    candidates = [opening] if opening else []
    for match in _INLINE.finditer(text, start + 1, end):
        mark = mark_at(text, match.start(), end)
        after_comma = text[match.start() - 1] == ","
        if mark is None or mark.kind not in _INLINE_KINDS or not mark.value:
            continue
        if not after_comma or mark.kind is MarkKind.FIRSTLY:
            candidates.append(mark)
    runs: dict[MarkKind, list[list[Mark]]] = {}
    for mark in candidates:
        kind_runs = runs.setdefault(mark.kind, [])
        if kind_runs and kind_runs[-1][-1].value == (mark.value or 0) - 1:
            kind_runs[-1].append(mark)
        elif mark.value == 1 or mark is opening:
            kind_runs.append([mark])
    kept = [m for kind_runs in runs.values() for run in kind_runs if len(run) > 1 for m in run]
    return sorted((m for m in kept if m.start > start), key=lambda m: m.start)
