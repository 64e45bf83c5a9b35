"""Owns how a document is printed on the page: blocks, and runs of text that lead to their item."""

from collections.abc import Iterator, Mapping
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
    doubtful: bool = False
    pieces: tuple[Piece, ...] = ()
    caption: str = ""
    rows: tuple[tuple[Piece, ...], ...] = ()


class Printer:
    """Prints the blocks of one document with the words of one item marked."""

    def __init__(self, document: DocumentView, selected: Item | None) -> None:
        self._blocks = document.blocks
        self._items: Mapping[str, Item] = {item.key: item for item in document.items}
        self._here = selected.key if selected else ""
        self._line_keys = _line_keys(selected)
        self._line_spans = [(line.start, line.end) for line in lines_with_words(selected)]

    def sheets(self) -> Iterator[Sheet]:
        """Yield the blocks in reading order."""
        for block in self._blocks:
            yield self._table(block) if isinstance(block, TableView) else self._paragraph(block)

    def _paragraph(self, block: Paragraph) -> Sheet:
        first = self._items.get(block.items[0]) if block.items else None
        return Sheet(
            kind=block.kind,
            tag=TAGS.get(block.kind) or f"h{min(max(block.level, 2), 4)}",
            anchor=f"b{block.start}",
            now=bool(self._here) and any(self._here in each.items for each in block.segments),
            number=str(first.number) if first else "",
            first=first.key if first else "",
            first_anchor=anchor_of(first.key) if first else "",
            doubtful=any(self._items[key].doubtful for key in block.items if key in self._items),
            pieces=tuple(self._piece(segment) for segment in block.segments),
        )

    def _piece(self, segment: Segment) -> Piece:
        item = self._items.get(segment.item)
        if item is None:
            return Piece(segment.text)
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

    def _is_now(self, segment: Segment) -> bool:
        """Whether these are words of the chosen item, or of a line in its panel."""
        if self._here and self._here in segment.items:
            return True
        return any(start <= segment.start < end for start, end in self._line_spans)

    def _classes(self, role: str, item: Item, now: bool) -> str:
        words = [role]
        if item.doubtful:
            words.append("doubt")
        if now:
            words.append("now")
        return " ".join(words)

    def _number(self, item: Item, segment: Segment) -> str:
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


def _line_keys(selected: Item | None) -> dict[int, str]:
    """Return, by the offset where a line's words begin, the key that the panel gives the line.

    Where several lines come from the same words the first one's key stands.
    """
    found: dict[int, str] = {}
    for line, key in zip(lines_with_words(selected), KEYS, strict=False):
        found.setdefault(line.start, key)
    return found


def lines_with_words(item: Item | None) -> list[Line]:
    """Return the lines of the item whose words can be shown in the document."""
    return [line for line in item.lines if line.end > line.start] if item else []
