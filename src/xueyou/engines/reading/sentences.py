"""Sentences of the readable text, each with what holds where it says nothing itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xueyou.engines.reading.head import years_in
from xueyou.engines.reading.layout import Block, BlockKind, Sentence
from xueyou.engines.reading.normal import Span
from xueyou.engines.reading.outline import Node, Part
from xueyou.engines.reading.pieces import Piece
from xueyou.engines.reading.result import DocumentHead
from xueyou.engines.reading.tasks import Work, walk

_END = re.compile(r"[。!?！？;]+[”’」』)]*|\n")
_LEAD_YEAR = re.compile(r"^(?:到|至|力争到?|预计)?(20\d\d)年(?:底|末|年底)?[,,]")


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds for a piece."""

    section_id: str | None
    task_id: str | None
    period: str | None
    status: str
    of: tuple[str, ...]


def sentences_of(
    text: str, pieces: list[Piece], root: Node, works: list[Work], head: DocumentHead
) -> tuple[tuple[Sentence, ...], tuple[Block, ...]]:
    """Cut the pieces into blocks and sentences."""
    contexts = _contexts(text, root, works, head)
    outer = _Context(None, None, due(head.default_period, head.default_status),
                     head.default_status, ())  # fmt: skip
    blocks: list[Block] = []
    sentences: list[Sentence] = []
    for piece in pieces:
        context = contexts.get(piece.start, outer)
        kind = _block_kind(piece, context)
        blocks.append(Block(kind, piece.start, piece.end, context.section_id, context.task_id))
        if kind in (BlockKind.CHROME, BlockKind.META):
            continue
        for start, end, title in _cut(text, piece):
            sentences.append(
                Sentence(
                    start=start,
                    end=end,
                    block=len(blocks) - 1,
                    kind=kind,
                    section_id=context.section_id,
                    task_id=context.task_id,
                    default_period=context.period,
                    default_status=context.status,
                    title=title,
                    of=context.of,
                )
            )
    return tuple(sentences), tuple(blocks)


@dataclass(frozen=True, slots=True)
class CellText:
    """A worded table cell: normal span, the section and task of its row, its column's year."""

    span: Span
    section_id: str | None
    task_id: str | None
    year: int | None


def cell_sentences(text: str, cells: list[CellText], head: DocumentHead) -> list[Sentence]:
    """Cut worded table cells into sentences.

    Each cell counts as a block of its own, numbered downwards from -1.
    """
    status = head.default_status
    return [
        Sentence(
            start=start,
            end=end,
            block=-1 - index,
            kind=BlockKind.TABLE,
            section_id=cell.section_id,
            task_id=cell.task_id,
            default_period=str(cell.year) if cell.year else due(head.default_period, status),
            default_status=status,
            of=(cell.task_id,) if cell.task_id else (),
        )
        for index, cell in enumerate(cells)
        for start, end in _sentences(text, *cell.span)
    ]


def due(period: str | None, status: str) -> str | None:
    """Give the period that holds by default: a target of a range is due in its last year."""
    return period[-4:] if period and status == "target" else period


def _block_kind(piece: Piece, context: _Context) -> BlockKind:
    if piece.kind is BlockKind.PARAGRAPH and context.task_id and piece.title:
        return BlockKind.TASK
    return piece.kind


def _cut(text: str, piece: Piece) -> Iterator[tuple[int, int, bool]]:
    """Cut a piece into its title and its sentences."""
    at = piece.start
    if piece.title and piece.title[1] < piece.end and text[piece.title[1]] in "。:! ":
        yield piece.title[0], piece.title[1], True
        at = piece.title[1]
    elif piece.kind is BlockKind.HEADING:
        yield piece.start, piece.end, True
        return
    for start, end in _sentences(text, at, piece.end):
        yield start, end, False


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    while at < end:
        match = _END.search(text, at, end)
        stop = match.end() if match else end
        words = text[at:stop]
        first = at + len(words) - len(words.lstrip(" \n。;:!"))
        last = at + len(words.rstrip())
        if first < last:
            yield first, last
        at = stop


def _contexts(
    text: str, root: Node, works: list[Work], head: DocumentHead
) -> dict[int, _Context]:  # fmt: skip
    """Map the start of each piece to what holds for it."""
    out: dict[int, _Context] = {}
    base = due(head.default_period, head.default_status)
    by_piece = {work.piece.start: work for work in works if work.piece is not None}
    kinds = {work.task.id: work for work in works}
    lead = _lead_year(text, root)
    for piece in root.texts:
        status, period = _told(text, piece, head, head.default_status, lead or base)
        out[piece.start] = _context(root, piece, period, status, by_piece, kinds)
    for node in walk(root):
        status = _status(node, head)
        period = _period(text, node, head, status)
        own = node.heading()
        out[own.start] = _context(node, own, period, status, by_piece, kinds)
        for piece in node.texts:
            told = (status, period)
            if node.done is None:
                told = _told(text, piece, head, status, period)
            out[piece.start] = _context(node, piece, told[1], told[0], by_piece, kinds)
    return out


def _context(
    node: Node,
    piece: Piece,
    period: str | None,
    status: str,
    by_piece: dict[int, Work],
    tasks: dict[str, Work],
) -> _Context:
    own = by_piece.get(piece.start)
    task_id = own.task.id if own and own.piece is piece else node.task_id
    chain: list[str] = []
    at = task_id
    while at is not None and at in tasks and at not in chain:
        chain.insert(0, at)
        at = tasks[at].task.parent
    return _Context(node.section_id, task_id, period, status, tuple(chain))


def _status(node: Node, head: DocumentHead) -> str:
    """Parts about the past hold what is reached, parts about the future what is wanted."""
    if node.done is True:
        return "achieved"
    if node.done is False and head.kind in ("report", "news", "digest"):
        return "target"
    if node.part is Part.PROBLEMS:
        return "ongoing" if head.default_status == "target" else "achieved"
    return head.default_status


_PAST = re.compile(r"(?:回顾|总结)?(?:过去(?:的)?一年|去年|上年|上一年)")
_AHEAD = re.compile(r"(?:明年|新的一年|下一?步|下阶段|接下来|今后)")
_NOW = re.compile(r"今年(?!以来|上半年|前)")


def _told(
    text: str, piece: Piece, head: DocumentHead, status: str, period: str | None
) -> tuple[str, str | None]:
    """Give status and period of a paragraph that opens by saying which year it speaks of."""
    opening = text[piece.start : min(piece.end, piece.start + 10)]
    base = head.default_period
    single = base is not None and len(base) == 4
    if _PAST.match(opening):
        return "achieved", str(int(base) - 1) if base and single and status == "target" else period
    if _AHEAD.match(opening):
        return "target", period
    if _NOW.match(opening) and head.default_status == "target":
        return "target", period
    return status, period


def _period(text: str, node: Node, head: DocumentHead, status: str) -> str | None:
    """Find the period that holds under a heading: its title, its lead, those above, the head."""
    at: Node | None = node
    while at is not None and at.piece is not None:
        named = years_in(at.title)
        if named:
            return due(named, status)
        lead = _lead_year(text, at)
        if lead and status == "target":
            return lead
        at = at.parent
    if node.done is True and head.default_status == "target" and head.default_period:
        return str(int(head.default_period[:4]) - 1)
    return due(head.default_period, status)


def _lead_year(text: str, node: Node) -> str | None:
    """Give the year that opens the first paragraph under a heading: 到2027年, ..."""
    if not node.texts or not node.children:
        return None
    found = _LEAD_YEAR.match(text[node.texts[0].start : node.texts[0].start + 12])
    return found.group(1) if found else None
