"""Cut a text into paragraphs and segments so that marks never cross."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xueyou.domains.plans.selectors.views import Paragraph, Segment

INDENT = " \t\u3000\xa0\ufeff"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words of an item, half-open, with the role they play for it."""

    start: int
    end: int
    item: str
    role: str


@dataclass(frozen=True, slots=True)
class Block:
    """Where a paragraph of the text lies, before its marks are known."""

    start: int
    end: int
    kind: str
    level: int = 0


def lines_as_blocks(text: str, headings: dict[int, int]) -> list[Block]:
    """Return a block for each line that holds something; `headings` gives level by start offset.

    Used where the engine names no blocks of its own.
    """
    blocks = []
    start = 0
    for line in text.splitlines(keepends=True):
        content = line.strip()
        if content:
            begin = start + len(line) - len(line.lstrip())
            end = begin + len(content)
            level = next((v for at, v in headings.items() if begin <= at < end), 0)
            blocks.append(Block(begin, end, "heading" if level else "body", level))
        start += len(line)
    return blocks


def paragraphs(text: str, blocks: Iterable[Block], spans: Sequence[Span]) -> list[Paragraph]:
    """Return the blocks with their text cut at every border of a span.

    A line break inside a block is layout of the file, not of the sentence: it is dropped.
    """
    found = []
    ordered = sorted(spans)
    coming = 0
    begun: list[Span] = []  # all that begin before this block ends, without those already over
    for block in sorted(blocks, key=lambda block: block.start):
        start, end = _trimmed(text, block.start, block.end)
        if start >= end:
            continue
        while coming < len(ordered) and ordered[coming].start < end:
            begun.append(ordered[coming])
            coming += 1
        begun = [span for span in begun if span.end > start]
        inside = [span for span in begun if span.start < end]
        segments = _segments(text, start, end, inside)
        opened = tuple(key for segment in segments for key in segment.opens)
        found.append(Paragraph(start, end, block.kind, block.level, tuple(segments), opened))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in INDENT):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in INDENT):
        end -= 1
    return start, end


def _segments(text: str, start: int, end: int, spans: Sequence[Span]) -> list[Segment]:
    borders = {start, end}
    for span in spans:
        borders.update(at for at in (span.start, span.end) if start < at < end)
    cuts = sorted(borders)
    found = []
    opened: set[str] = set()
    for left, right in pairwise(cuts):
        here = [span for span in spans if span.start <= left and span.end >= right]
        here.sort(key=lambda span: (span.end - span.start, span.start, span.item))
        opens = []
        for span in sorted(here):
            if max(span.start, start) == left and span.item not in opened:
                opened.add(span.item)
                opens.append(span.item)
        keys = tuple(dict.fromkeys(span.item for span in here))
        words = "".join(text[left:right].splitlines())
        inner = here[0] if here else None
        found.append(
            Segment(
                text=words,
                start=left,
                item=inner.item if inner else "",
                role=inner.role if inner else "",
                items=keys,
                opens=tuple(opens),
            )
        )
    return found
