"""Hard-wrapped sentences: which line breaks are only the edge of the paper.

A break is dropped when the line is long for its surroundings, has no end mark, and what follows
at once does not open anything new (numbered heading, bullet, bracketed column, indent where the
text is indented). The width of the paper is estimated from the lines themselves.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

END_MARKS = "。！？!?；;：:"
MIN_WRAPPED = 24
MIN_AT_EDGE = 14
MOST_WIDTH = 130

OPENING = re.compile(
    r"[ \t]*(?:第[一二三四五六七八九十百零〇\d]+[章节条编部分]"
    r"|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)"
    r"|\d{1,2}[.、)](?!\d)|[①-⑳◆◇●•■□▲△★☆►▪·]|——|【|附件|[一二三四五六七八九十]是)"
)
PAGE_NUMBER = re.compile(r"[-—–] ?\d{1,3} ?[-—–]|第 ?\d{1,3} ?页(?:.*共 ?\d+ ?页)?")
_LINE = re.compile(r"[^\n]*\n?")
# "、主要目标" alone on its line is a heading that lost its number, not the rest of a sentence.
_LOST_NUMBER = re.compile(r"\s*、[\u4e00-\u9fff]{2,20}\s*$")
_GOES_ON = re.compile(
    r"[,，、。；;：:)）”》】%％‰]|个百分点|[个名所万亿元人家项次年月日倍](?![、.])"
)
_NUMBER_OPEN = re.compile(r"\d[.,]?$|[一二三四五六七八九十百]分之$|第$")


@dataclass(frozen=True, slots=True)
class _Paper:
    """Widths at which lines end at the edge of the paper: displayed (Han = 1) and counted."""

    displayed: frozenset[int]
    counted: frozenset[int]

    def fills(self, line: str) -> bool:
        """Tell whether a line reaches the edge."""
        return _display(line) in self.displayed or len(line) in self.counted


def wrapped_breaks(text: str) -> list[tuple[int, int]]:
    """Find the spans (line break and the blanks around it) that stand inside a sentence."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.end() > m.start()]
    words = [text[start:end].rstrip() for start, end in lines]
    paper = _paper(words)
    indented = _is_indented([text[start:end] for start, end in lines])
    gaps: list[tuple[int, int]] = []
    inner = [line for line in lines if not PAGE_NUMBER.fullmatch(text[slice(*line)].strip())]
    for (start, end), (after, after_end) in pairwise(inner):
        line, following = text[start:end].rstrip(), text[after:after_end]
        if not _can_go_on(line, following, indented):
            continue
        if paper.fills(line) or _must_go_on(line, following.strip()):
            gaps.append((start + len(line), after + len(following) - len(following.lstrip())))
    return gaps


def _can_go_on(line: str, following: str, indented: bool) -> bool:
    """Tell whether nothing speaks against a sentence that runs on from line to line."""
    if len(line.strip()) < MIN_AT_EDGE or line[-1] in END_MARKS:
        return False
    if "|" in line or "\t" in line.strip():
        return False
    if not following.strip() or OPENING.match(following) or _LOST_NUMBER.match(following):
        return False
    return not (indented and following[:1] in " \t")


def _must_go_on(line: str, following: str) -> bool:
    """Tell whether a line breaks off inside a number or the next begins with a closing mark."""
    if len(following) < 2 or len(line.strip()) < MIN_AT_EDGE:
        return False
    if _NUMBER_OPEN.search(line):
        return _GOES_ON.match(following) is not None or following[0].isdigit()
    return following[0] in ",，、。；;)）”》】%％"


_NARROW = re.compile(r"[\x00-\u2e7f]+")


def _display(line: str) -> int:
    """Give the width of a line in Han characters; two ASCII characters fill one."""
    wide = len(_NARROW.sub("", line))
    return (len(line) + wide + 1) // 2


def _paper(lines: list[str]) -> _Paper:
    """Estimate the width of the paper in both measures; empty where lines are paragraphs."""
    displayed = _edge([(_display(line), line) for line in lines if line.strip()])
    counted = _edge([(len(line), line) for line in lines if line.strip()])
    return _Paper(displayed | _pile(lines), counted)


def _edge(widths: list[tuple[int, str]]) -> frozenset[int]:
    """The longest lines are the edge when two or more of one length break off in a sentence.

    A text of one line a paragraph has one longest line, and it ends with an end mark.
    """
    longest = max((width for width, _ in widths), default=0)
    if not MIN_AT_EDGE <= longest <= MOST_WIDTH:
        return frozenset()
    broken = sum(1 for width, line in widths if width >= longest - 1 and line[-1] not in END_MARKS)
    return frozenset({longest - 1, longest}) if broken >= 2 else frozenset()


def _pile(lines: list[str]) -> frozenset[int]:
    """Widths that at least three lines, and a third of the long ones, end at."""
    widths = [_display(line) for line in lines if len(line.strip()) >= MIN_WRAPPED]
    counts = Counter(width for width in widths if width <= MOST_WIDTH)
    piles = {
        width: sum(counts[width - d] for d in range(5)) + counts[width + 1] + counts[width + 2]
        for width in counts
    }
    if not piles:
        return frozenset()
    width, pile = max(piles.items(), key=lambda item: (item[1], item[0]))
    if pile < 3 or pile * 3 < len(widths):
        return frozenset()
    return frozenset(range(width - 4, width + 3))


def _is_indented(lines: list[str]) -> bool:
    """Tell whether paragraphs open with an indent while most lines do not."""
    full = [line for line in lines if line.strip()]
    opened = sum(1 for line in full if line[:1] in " \t")
    return 0 < opened < len(full)
