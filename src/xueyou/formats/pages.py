"""Owns set pages (pdf, ofd, recognised scans): lines with their places, and paragraphs from them.

A line runs on into the next one when it reaches the right margin and the next begins at the left
margin without an indent: that is how prose is set, so only this is joined. Page numbers and running
heads are left out.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from xueyou.formats.draft import Draft

_LONG = 12
"""Characters from which a line tells where the margins are."""
_EDGE_ZONE = 0.12
_BARE_NUMBER = re.compile(r"^\d{1,4}$")
_PAGE_NUMBER = re.compile(
    r"^(?:[\-—–―－·•~～]+\s*\d{1,4}\s*[\-—–―－·•~～]+|第\s*\d{1,4}\s*页(?:[\s/／,，]*共\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4})$"
)
_OPEN, _CLOSE = "“‘《（(【〈〔", "”’》）)】〉〕、，。；：！？,.;:!?%％"
_WORD = r"[A-Za-z0-9.\-@]+"
_SIGN = f"[{re.escape(_OPEN)}]*(?:{_WORD}|.)(?:[{re.escape(_CLOSE)}]+(?:(?<=[,.:;]){_WORD})?)*"
_UNPARTED = re.compile(f"^(?:{_SIGN}(?=[{re.escape(_OPEN)}]))*{_SIGN}")
_ENDS = "。；：！？"
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]+、"
    r"|[（(][一二三四五六七八九十]+[）)]|\d{1,2}[.．、](?!\d))"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text and its box in points, y upwards; `size` is the character height."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page, in reading order, and the page's size in points."""

    width: float
    height: float
    lines: tuple[Line, ...]


def lay_out(pages: Sequence[PageLines], draft: Draft) -> None:
    """Write the pages into the draft as paragraphs, each page's start marked."""
    running = _running_heads(pages)
    offset = _bare_number_offset(pages)
    whole = _margins([line for page in pages for line in page.lines])
    previous: Line | None = None
    edges = whole
    for index, page in enumerate(pages):
        number_here = None if offset is None else str(index + offset)
        body = [x for x in page.lines if not _is_furniture(x, page, running, number_here)]
        before, edges = edges, _margins(body, whole)
        for number, line in enumerate(body):
            joined = previous is not None and _runs_on(
                previous, line, before if number == 0 else edges, edges, same_page=number > 0
            )
            if previous is not None:
                draft.write(_seam(previous.text, line.text) if joined else "\n")
            if number == 0:
                draft.page()
            span = draft.write(line.text)
            if line.recognised:
                draft.recognised.append(span)
            previous = line
        if not body:
            draft.page()
    if previous is not None:
        draft.write("\n")


def _margins(
    lines: Sequence[Line], default: tuple[float, float] = (0.0, 0.0)
) -> tuple[float, float]:
    """Return the left and right margin that the long lines keep."""
    long = [line for line in lines if len(line.text) >= _LONG]
    if len(long) < 5:
        return default
    lefts = Counter(round(line.left / 3) for line in long)
    common = [place for place, count in lefts.items() if count >= max(2, len(long) // 10)]
    left = 3.0 * min(common or lefts)
    rights = sorted(line.right for line in long)
    return left, rights[int(len(rights) * 0.9)]


def _runs_on(
    line: Line,
    following: Line,
    edges: tuple[float, float],
    next_edges: tuple[float, float],
    *,
    same_page: bool,
) -> bool:
    size = max(line.size, 1.0)
    if line.text[-1:] in _ENDS and _NUMBERED.match(following.text):
        return False
    room = edges[1] - line.right
    pitch = max(size, (following.right - following.left) / _width(following.text))
    reaches = room <= max(2.2, _first_width(following.text) + 0.8) * pitch
    flush = following.left <= next_edges[0] + 0.9 * size
    alike = abs(line.size - following.size) <= 0.2 * size
    near = not same_page or 0 < line.bottom - following.bottom < 3.5 * size
    return edges[1] > edges[0] and reaches and flush and alike and near


def _first_width(text: str) -> float:
    """Return the width, in characters, of what may not be parted at the start of a line.

    A line ends short when the next word or the next sign with its brackets did not fit any more.
    """
    head = _UNPARTED.match(text[:40])
    return _width(head.group() if head else text[:1])


def _width(text: str) -> float:
    """Return about how many Han characters wide a text is."""
    return sum(0.55 if c.isascii() else 1.0 for c in text) or 1.0


def _seam(before: str, after: str) -> str:
    """Return what stands between two joined lines: a space between Latin words, else nothing."""
    latin = before[-1:].isascii() and after[:1].isascii()
    return " " if latin and before[-1:].isalnum() and after[:1].isalnum() else ""


def _in_edge_zone(line: Line, page: PageLines) -> bool:
    return line.bottom < page.height * _EDGE_ZONE or line.top > page.height * (1 - _EDGE_ZONE)


def _plain(line: Line) -> str:
    return re.sub(r"[\d\s]+", "", line.text)


def _running_heads(pages: Sequence[PageLines]) -> frozenset[str]:
    """Return texts (without digits) that stand at the edge of most of at least three pages."""
    seen = Counter(
        text
        for page in pages
        for text in {_plain(line) for line in page.lines if _in_edge_zone(line, page)}
    )
    least = max(3, len(pages) // 2 + 1)
    return frozenset(text for text, count in seen.items() if count >= least and text)


def _bare_number_offset(pages: Sequence[PageLines]) -> int | None:
    """Return what page numbers printed as bare digits add to the index of their page.

    A row number at the edge of a page looks the same; only a number that counts with the pages, on
    most of at least three of them, is a page number.
    """
    seen = Counter(
        offset
        for index, page in enumerate(pages)
        for offset in {
            int(line.text) - index
            for line in page.lines
            if _BARE_NUMBER.match(line.text) and _in_edge_zone(line, page)
        }
    )
    if not seen:
        return None
    offset, count = seen.most_common(1)[0]
    return offset if count >= 3 and count * 2 > len(pages) else None


def _is_furniture(
    line: Line, page: PageLines, running: frozenset[str], number_here: str | None
) -> bool:
    if not _in_edge_zone(line, page):
        return False
    if line.text == number_here or _PAGE_NUMBER.match(line.text):
        return True
    return _plain(line) in running
