"""Normal text (L0): one form for matching, with a map back so that no position is ever lost.

Steps: full-width ASCII to ASCII one to one, every space to " ", Traditional to Simplified line by
line (OpenCC t2s, length asserted), then drops with a map: spaces inside a number, stray zero-width
characters, pinyin in brackets, and the line breaks of hard-wrapped sentences. Phrase
configurations of OpenCC (tw2sp ...) change lengths and must never be used here.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Protocol

from xueyou.engines.reading.wrapping import wrapped_breaks

Span = tuple[int, int]


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Normal:
    """Normal text with its map: `map[i]` is the raw index of normal character i."""

    raw: str
    text: str
    map: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Give the raw span of a normal span; what was dropped inside is included."""
        if start >= end:
            at = self.map[start] if start < len(self.map) else len(self.raw)
            return at, at
        return self.map[start], self.map[end - 1] + 1

    def quote(self, start: int, end: int) -> str:
        """Give the raw text of a normal span."""
        first, last = self.raw_span(start, end)
        return self.raw[first:last]

    def printed(self, start: int, end: int) -> str:
        """Give the raw characters of a normal span without what was dropped inside it."""
        return "".join(self.raw[self.map[at]] for at in range(start, end))

    def normal_index(self, raw: int) -> int:
        """Give the first normal index at or after a raw index (dropped text: the next kept)."""
        return bisect_left(self.map, raw)

    def normal_span(self, start: int, end: int) -> tuple[int, int]:
        """Give the normal span of a raw span."""
        return self.normal_index(start), self.normal_index(end)


# Full-width forms have their ASCII twins 0xFEE0 lower. The Chinese full stop, 、 and quotation
# marks stay as they are; half-width and curly variants of the same mark become one.
_ONE_TO_ONE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(a): b
    for a, b in {
        "\u3000": " ", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ",
        "\ufeff": " ", "\t": "\t", "\u2028": "\n", "\u2029": "\n", "\x0c": "\n", "\x0b": "\n",
        "「": "“", "」": "”", "『": "‘", "』": "’", "〝": "“", "〞": "”", "﹪": "%", "‰": "‰",
        "。": "。", "｡": "。", "､": "、", "﹑": "、", "—": "—", "―": "—", "─": "—", "━": "—",
        "〇": "〇", "○": "〇", "•": "•", "・": "·", "‧": "·", "⁃": "•", "〜": "~", "～": "~",
        "−": "-", "‐": "-", "‑": "-", "﹣": "-", "＋": "+", "﹢": "+", "〔": "〔", "〕": "〕",
        "﹙": "(", "﹚": ")", "﹐": ",", "﹔": ";", "﹕": ":", "％": "%", "爲": "为", "衆": "众",
        "羣": "群", "啓": "启", "敎": "教", "説": "说", "税": "税", "裏": "里", "纔": "才",
    }.items()
}  # fmt: skip
_ONE_TO_ONE |= dict.fromkeys(map(ord, "│┃┆┇┊┋║"), "|")
_ONE_TO_ONE |= dict.fromkeys(map(ord, "┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬═"), "+")

# 著 is both 著 and 着 in Simplified; t2s leaves it alone. In these words it is 着.
_ZHE = re.compile(r"著(?=力|重|手|眼|实|实|落|装)|(?<=[沿随朝围接跟带向本紧对])著(?!名|作|述|称)")

# 二〇二六年 is the same year as 2026年, four characters like it.
_HAN_YEAR = re.compile(r"(?:二[〇零]|一九)[〇零一二三四五六七八九]{2}(?=[年〕—~-])")
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\u00ad\u200e\u200f")
_NUMBER_GAP = re.compile(r"(?<=\d)[ ]+(?=[.,]\d)|(?<=\d[.,])[ ]+(?=\d)|(?<=\d)[ ]+(?=[%年月日])")
_HAN_GAP = re.compile(r"(?<=[\u4e00-\u9fff])[ ]+(?=\d)|(?<=[\d%])[ ]+(?=[\u4e00-\u9fff])")
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
_PINYIN = re.compile(rf"\([a-zA-Z{_TONED}]*[{_TONED}][a-z{_TONED} ]*\)")


@cache
def _converter() -> _Converter:
    """Load OpenCC on first use; importing the engine must stay cheap."""
    import opencc

    converter: _Converter = opencc.OpenCC("t2s")
    return converter


def to_simplified(line: str) -> str:
    """Turn one line into Simplified Chinese without changing its length."""
    if not any("\u3400" <= char <= "\U0003134f" for char in line):
        return line
    convert = _converter().convert
    out = convert(line)
    if len(out) != len(line):
        out = "".join(c if len(c) == 1 else a for a in line for c in (convert(a),))
    assert len(out) == len(line)
    return _ZHE.sub("着", out)


def fold(raw: str) -> str:
    """Give the text in normal characters, one for one: no drops yet, same length."""
    folded = raw.translate(_ONE_TO_ONE).replace("\r\n", " \n").replace("\r", "\n")
    assert len(folded) == len(raw)
    simple = "".join(to_simplified(line) for line in folded.splitlines(keepends=True))
    simple = _HAN_YEAR.sub(lambda year: year.group().translate(_HAN_DIGITS), simple)
    assert len(simple) == len(raw)
    return simple


def normalise(raw: str, *, folded: str | None = None, keep: Sequence[Span] = ()) -> Normal:
    """Build the normal text. Nothing is dropped inside the raw spans `keep` (tables)."""
    simple = fold(raw) if folded is None else folded
    drops = _drops(simple, keep)
    kept: list[int] = []
    parts: list[str] = []
    edges = [0, *(edge for drop in drops for edge in drop), len(simple)]
    for index, (start, end) in enumerate(pairwise(edges)):
        if index % 2 == 0:
            parts.append(simple[start:end])
            kept.extend(range(start, end))
    return Normal(raw=raw, text="".join(parts), map=tuple(kept))


def _drops(text: str, keep: Sequence[Span]) -> list[Span]:
    """Find the spans that the normal text leaves out, merged and in order."""
    found = [m.span() for rule in (_NUMBER_GAP, _HAN_GAP, _PINYIN) for m in rule.finditer(text)]
    found += [(at, at + 1) for at, char in enumerate(text) if char in _ZERO_WIDTH]
    found += wrapped_breaks(text)
    fixed = sorted(keep)
    starts = [start for start, _ in fixed]
    found = [gap for gap in found if not _inside(gap[0], fixed, starts)]
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _inside(at: int, spans: Sequence[Span], starts: Sequence[int]) -> bool:
    """Tell whether a position stands in one of the spans, which are in order."""
    index = bisect_right(starts, at) - 1
    return index >= 0 and at < spans[index][1]
