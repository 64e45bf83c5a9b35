"""Owns how a document is printed on the page: blocks, and runs of text that lead to their item."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xueyou.domains.plans.selectors.views import (
    DocumentView,
    Item,
    Line,
    Paragraph,
    Segment,
    TableCellView,
    TableView,
)
from xueyou.surfaces.bureau.plans.review import KEYS, anchor_of

TAGS = {"title": "h2", "body": "p", "units": "p", "chrome": "p"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text as it is printed: plain, or a link to the item whose words these are."""

    text: str
    item: str = ""
    keys: str = ""
    """All items whose words these are, separated by blanks."""
    classes: str = ""
    anchor: str = ""
    start: int = 0
    number: str = ""
    """What stands small behind it: the key of the panel's line, or the item's number."""
    quiet: bool = False
    """Words around a number: no link of their own, the number is one."""
    header: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A block of the document: a paragraph or heading with pieces, or a table with rows."""

    kind: str
    tag: str
    anchor: str
    now: bool = False
    number: str = ""
    first: str = ""
    first_anchor: str = ""
    mark: str = ""
    """slow, good, bad; empty for none."""
    pieces: tuple[Piece, ...] = ()
    caption: str = ""
    rows: tuple[tuple[Piece, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as it is marked in the document."""

    key: str
    number: int
    doubtful: bool
    mark: str = ""
    """Shape in the margin: slow, good, bad; empty for none."""


class Printer:
    """Prints blocks of a document with the words of one item marked.

    `shown`: the marked items by key; `here`: the chosen one; `lines`: where the words of its
    panel's lines stand, by the key that the panel gives each line.
    """

    def __init__(
        self,
        blocks: Iterable[Paragraph | TableView],
        shown: Mapping[str, Shown],
        here: str,
        lines: Sequence[tuple[int, int, str]],
    ) -> None:
        self._blocks = blocks
        self._items = shown
        self._here = here
        self._line_spans = lines
        self._line_keys: dict[int, str] = {}
        for start, _, key in lines:
            # Where several lines come from the same words the first one's key stands.
            self._line_keys.setdefault(start, key)

    def sheets(self) -> Iterator[Sheet]:
        """Yield the blocks in reading order."""
        for block in self._blocks:
            yield self._table(block) if isinstance(block, TableView) else self._paragraph(block)

    def _paragraph(self, block: Paragraph) -> Sheet:
        known = [self._items[key] for key in block.items if key in self._items]
        first = known[0] if known else None
        return Sheet(
            kind=block.kind,
            tag=TAGS.get(block.kind) or f"h{min(max(block.level, 2), 4)}",
            anchor=f"b{block.start}",
            now=bool(self._here) and any(self._here in each.items for each in block.segments),
            number=str(first.number) if first else "",
            first=first.key if first else "",
            first_anchor=anchor_of(first.key) if first else "",
            mark=_mark(known),
            pieces=tuple(self._piece(segment) for segment in block.segments),
        )

    def _piece(self, segment: Segment) -> Piece:
        item = self._items.get(segment.item)
        if item is None:
            return self._plain(segment)
        return Piece(
            text=segment.text,
            item=item.key,
            keys=" ".join(segment.items),
            classes=self._classes(segment.role, item, self._is_now(segment)),
            anchor=anchor_of(segment.opens[0]) if segment.opens else "",
            start=segment.start,
            number=self._number(item, segment),
            quiet=segment.role == "evidence",
        )

    def _plain(self, segment: Segment) -> Piece:
        """Return words of no item; those that the panel names are marked all the same."""
        if not segment.item:
            return Piece(segment.text)
        now = self._is_now(segment)
        return Piece(
            text=segment.text,
            item=segment.item,
            keys=" ".join(segment.items),
            classes=f"{segment.role} now" if now else segment.role,
            start=segment.start,
            number=self._line_keys.get(segment.start, "") if now else "",
            quiet=True,
        )

    def _is_now(self, segment: Segment) -> bool:
        """Whether these are words of the chosen item, or of a line in its panel."""
        if self._here and self._here in segment.items:
            return True
        return any(start <= segment.start < end for start, end, _ in self._line_spans)

    def _classes(self, role: str, item: Shown, now: bool) -> str:
        words = [role]
        if item.doubtful:
            words.append("doubt")
        if now:
            words.append("now")
        return " ".join(words)

    def _number(self, item: Shown, segment: Segment) -> str:
        if self._is_now(segment):
            return self._line_keys.get(segment.start, "")
        return str(item.number) if segment.role == "number" else ""

    def _table(self, table: TableView) -> Sheet:
        return Sheet(
            kind="table",
            tag="table",
            anchor=f"b{table.start}",
            caption=table.caption,
            rows=tuple(tuple(self._cell(cell) for cell in row) for row in table.rows),
        )

    def _cell(self, cell: TableCellView) -> Piece:
        item = self._items.get(cell.item)
        if item is None:
            return Piece(cell.text, header=cell.header)
        return Piece(
            text=cell.text,
            item=item.key,
            keys=item.key,
            classes=self._classes("incell", item, item.key == self._here),
            anchor=anchor_of(item.key),
            start=cell.start,
            header=cell.header,
        )


def printer_of(
    document: DocumentView, blocks: Iterable[Paragraph | TableView], selected: Item | None
) -> Printer:
    """Return the printer of a document that nobody reviews: every item marked alike."""
    shown = {
        item.key: Shown(item.key, item.number, item.doubtful, "slow" if item.doubtful else "")
        for item in document.items
    }
    spoken = zip(lines_with_words(selected), KEYS, strict=False)
    lines = [(line.start, line.end, key) for line, key in spoken]
    return Printer(blocks, shown, selected.key if selected else "", lines)


def _mark(items: Sequence[Shown]) -> str:
    """Return the shape of a block: what wants a look first, else that all is settled."""
    marks = {item.mark for item in items}
    if "slow" in marks:
        return "slow"
    if not items or "" in marks:
        return ""
    return "good" if "good" in marks else "bad"


def lines_with_words(item: Item | None) -> list[Line]:
    """Return the lines of the item whose words can be shown in the document."""
    return [line for line in item.lines if line.end > line.start] if item else []
