"""Pieces: the lines of the document cut where a numbered heading or item opens, in order."""

import re
from dataclasses import dataclass

from xueyou.engines.reading.layout import BlockKind
from xueyou.engines.reading.lines import Line
from xueyou.engines.reading.normal import Span
from xueyou.engines.reading.numbering import Mark, MarkKind, inline_marks, mark_at
from xueyou.engines.reading.titles import MOST_HEADING, is_short_heading, title_end


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that one number (or none) opens.

    `title` is the normal span of the heading with its number, None for plain text; `inline` says
    that it stands inside a running line; `lost` that its number has to be guessed.
    """

    start: int
    end: int
    kind: BlockKind
    mark: Mark | None = None
    title: Span | None = None
    inline: bool = False
    lost: bool = False
    level: int = 0

    def body_start(self) -> int:
        """Give where the text behind the title begins."""
        return self.title[1] if self.title else self.start


_COLUMN = re.compile(r"【([^【】:]{2,16})】")
_LOST = re.compile(r"[、.](?=[\u4e00-\u9fff]{2,20}$)")
_ATTACHMENT = re.compile(r"附件?(?:件)?\s*\d{0,2}\s*:\s*")


def cut(text: str, lines: list[Line], styled: dict[int, int]) -> list[Piece]:
    """Cut all lines into pieces. `styled` maps the start of a style-given heading to its level."""
    pieces: list[Piece] = []
    attachments = False
    has_han = any(_opens(text, line) is MarkKind.HAN for line in lines)
    for index, line in enumerate(lines):
        if line.kind is not BlockKind.PARAGRAPH:
            pieces.append(Piece(line.start, line.end, line.kind))
            continue
        named = _ATTACHMENT.match(text, line.start, line.end)
        if named and line.length() < 60:
            attachments = not _opens_annex(text, lines, index, named.end())
            pieces.append(_attachment(line, named, attachments))
        elif attachments and _is_attachment_entry(text, line):
            pieces.append(Piece(line.start, line.end, BlockKind.META))
        else:
            attachments = False
            pieces += _cut_line(text, line, has_han, styled.get(line.start, 0))
    return pieces


def _opens_annex(text: str, lines: list[Line], index: int, start: int) -> bool:
    """Tell whether 附件: and a title open the annex itself: its items follow, not a date."""
    if mark_at(text, start, lines[index].end) or start >= lines[index].end:
        return False
    after = next((x for x in lines[index + 1 :] if x.kind is not BlockKind.CHROME), None)
    if after is None or after.kind is not BlockKind.PARAGRAPH:
        return False
    return mark_at(text, after.start) is not None and not _is_attachment_entry(text, after)


def _attachment(line: Line, named: re.Match[str], listed: bool) -> Piece:
    """Give an attachment line as a heading of the annex, or as a mere mention of it."""
    if listed:
        return Piece(line.start, line.end, BlockKind.META)
    mark = Mark(MarkKind.ANNEX, None, line.start, named.end(), "附件")
    return Piece(line.start, line.end, BlockKind.HEADING, mark, (line.start, line.end))


def _opens(text: str, line: Line) -> MarkKind | None:
    mark = mark_at(text, line.start, line.end)
    return mark.kind if mark else None


def _is_attachment_entry(text: str, line: Line) -> bool:
    """Tell whether a line below 附件: only lists a further attachment."""
    mark = mark_at(text, line.start, line.end)
    words = text[line.start : line.end]
    listed = mark is not None and mark.kind in (MarkKind.ARABIC, MarkKind.ARABIC_HALF)
    return listed and len(words) <= 60 and not re.search(r"[。;]", words)


def _cut_line(text: str, line: Line, has_han: bool, styled: int) -> list[Piece]:
    """Cut one line at its own number and at the numbers inside it."""
    if styled:
        mark = mark_at(text, line.start, line.end)
        return [_style_piece(line, mark, styled)]
    inner = inline_marks(text, line.start, line.end)
    edges = [line.start, *(mark.start for mark in inner), line.end]
    first = _first_piece(text, Line(edges[0], edges[1]), has_han)
    out = [first]
    for mark, end in zip(inner, edges[2:], strict=True):
        stop = _trim(text, mark.start, end)
        title = (mark.start, title_end(text, mark.end, stop))
        out.append(Piece(mark.start, stop, BlockKind.PARAGRAPH, mark, title, inline=True))
    return out


def _style_piece(line: Line, mark: Mark | None, level: int) -> Piece:
    own = mark or Mark(MarkKind.STYLE, None, line.start, line.start, "")
    return Piece(
        line.start, line.end, BlockKind.HEADING, own, (line.start, line.end), level=level
    )  # fmt: skip


def _first_piece(text: str, line: Line, has_han: bool) -> Piece:
    """Read what opens a line: a number, a column head, a lost number or nothing."""
    start, end = line.start, _trim(text, line.start, line.end)
    column = _COLUMN.match(text, start, end)
    if column and (column.end() == end or column.end() - start <= 14):
        head = Mark(MarkKind.COLUMN, None, start, start + 1, "【】")
        return Piece(start, end, _heading_or_text(column.end() == end), head, column.span())
    mark = mark_at(text, start, end)
    if mark is None:
        lost = _LOST.match(text, start, end) if has_han else None
        if lost:
            mark = Mark(MarkKind.HAN, None, start, lost.end(), "")
            return Piece(start, end, BlockKind.HEADING, mark, (start, end), lost=True)
        return Piece(start, end, BlockKind.PARAGRAPH)
    if mark.end >= end:
        return Piece(start, end, BlockKind.PARAGRAPH)
    stop = title_end(text, mark.end, end)
    return Piece(start, end, _heading_or_text(stop == end), mark, (start, stop))


def _heading_or_text(alone: bool) -> BlockKind:
    return BlockKind.HEADING if alone else BlockKind.PARAGRAPH


def _trim(text: str, start: int, end: int) -> int:
    """Give the end without the blanks before it."""
    return start + len(text[start:end].rstrip())


def mark_plain_headings(text: str, pieces: list[Piece]) -> list[Piece]:
    """Turn short unnumbered lines that longer text follows into headings.

    Only in texts without numbered main headings: there a short line is a caption or a signature.
    Two short lines in a row are one heading where the text does so throughout.
    """
    main = {MarkKind.HAN, MarkKind.CHAPTER, MarkKind.PART, MarkKind.COLUMN, MarkKind.HAN_PAREN}
    if sum(1 for p in pieces if p.mark and p.mark.kind in main and not p.inline) >= 2:
        return pieces
    runs = _heading_runs(text, pieces)
    pairs = sum(1 for length in runs.values() if length == 2)
    joined = pairs * 2 > len(runs)
    out: list[Piece] = []
    index = 0
    while index < len(pieces):
        length = runs.get(index, 0)
        step = length if joined else min(length, 1)
        if step == 0:
            out.append(pieces[index])
            index += 1
            continue
        for at in range(index, index + length, step):
            span = (pieces[at].start, pieces[min(at + step, index + length) - 1].end)
            mark = Mark(MarkKind.PLAIN, None, span[0], span[0], "")
            out.append(Piece(*span, BlockKind.HEADING, mark, span))
        index += length
    return out


def _heading_runs(text: str, pieces: list[Piece]) -> dict[int, int]:
    """Find where one or two short lines stand over running text: index to number of lines."""
    runs: dict[int, int] = {}
    index = 0
    while index < len(pieces):
        run = _short_run(text, pieces, index)
        after = pieces[index + run] if index + run < len(pieces) else None
        if run in (1, 2) and after and _carries_text(after):
            runs[index] = run
        index += max(run, 1)
    return runs


def _short_run(text: str, pieces: list[Piece], index: int) -> int:
    """Count the plain short lines from here on, at most three."""
    run = 0
    while run < 3 and index + run < len(pieces):
        piece = pieces[index + run]
        plain = piece.kind is BlockKind.PARAGRAPH and piece.mark is None
        if not plain or not is_short_heading(text[piece.start : piece.end]):
            break
        run += 1
    return run


def _carries_text(piece: Piece) -> bool:
    """Tell whether a piece is running text that a heading can stand over."""
    return piece.kind is BlockKind.PARAGRAPH and piece.end - piece.start > MOST_HEADING
