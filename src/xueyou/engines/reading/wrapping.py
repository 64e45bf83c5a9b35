"""Hard-wrapped sentences: which line breaks are only the edge of the paper.

A break is dropped when the line is long for its surroundings, has no end mark, and what follows
at once does not open anything new (numbered heading, bullet, bracketed column, indent where the
text is indented). The width of the paper is estimated from the lines themselves.
"""

import re
from collections import Counter
from itertools import pairwise

END_MARKS = "。！？!?；;：:”’》】)）"
MIN_WRAPPED = 24

OPENING = re.compile(
    r"[ \t]*(?:第[一二三四五六七八九十百零〇\d]+[章节条编部分]"
    r"|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)"
    r"|\d{1,2}[.、)](?!\d)|[①-⑳◆◇●•■□▲△★☆►▪·]|——|【|附件|[一二三四五六七八九十]是)"
)
PAGE_NUMBER = re.compile(r"[-—–] ?\d{1,3} ?[-—–]|第 ?\d{1,3} ?页(?:.*共 ?\d+ ?页)?")
_NARROW = re.compile(r"[\x00-\u2e7f]+")
_LINE = re.compile(r"[^\n]*\n?")


def wrapped_breaks(text: str) -> list[tuple[int, int]]:
    """Find the spans (line break and the blanks around it) that stand inside a sentence."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.end() > m.start()]
    width = _paper_width([text[s:e].rstrip() for s, e in lines])
    if width is None:
        return []
    indented = _is_indented([text[s:e] for s, e in lines])
    gaps: list[tuple[int, int]] = []
    inner = [line for line in lines if not PAGE_NUMBER.fullmatch(text[slice(*line)].strip())]
    for (start, end), (after, after_end) in pairwise(inner):
        line, following = text[start:end].rstrip(), text[after:after_end]
        if not _fills(line, width) or not following.strip() or OPENING.match(following):
            continue
        if indented and following[:1] in " \t":
            continue
        gaps.append((start + len(line), after + len(following) - len(following.lstrip())))
    return gaps


def _fills(line: str, width: int) -> bool:
    """Tell whether a line runs to the edge of the paper without ending a sentence."""
    length = len(line.strip())
    if length < MIN_WRAPPED or line[-1] in END_MARKS or "|" in line or "\t" in line.strip():
        return False
    return width - 4 <= _display(line) <= width + 2


def _display(line: str) -> int:
    """Give the width of a line in Han characters; two ASCII characters fill one."""
    wide = len(_NARROW.sub("", line))
    return (len(line) + wide + 1) // 2


def _paper_width(lines: list[str]) -> int | None:
    """Estimate the width of the paper: the width at which lines pile up, or None.

    A text of one line a paragraph has lines of every length, so at least three lines, and a
    third of the long ones, must stand within four characters of the widest pile.
    """
    widths = [_display(line) for line in lines if len(line.strip()) >= MIN_WRAPPED]
    if len(widths) < 3:
        return None
    counts = Counter(widths)
    piles = {
        width: sum(counts[width - d] for d in range(5)) + counts[width + 1] + counts[width + 2]
        for width in counts
        if width <= 80
    }
    if not piles:
        return None
    width, pile = max(piles.items(), key=lambda item: (item[1], item[0]))
    return width if pile >= 3 and pile * 3 >= len(widths) else None


def _is_indented(lines: list[str]) -> bool:
    """Tell whether paragraphs open with an indent while most lines do not."""
    full = [line for line in lines if line.strip()]
    opened = sum(1 for line in full if line[:1] in " \t")
    return 0 < opened < len(full)
