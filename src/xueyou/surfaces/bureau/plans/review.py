"""Owns the panel beside a document for one look: which item, which list, what comes next.

Everything a template needs is computed here from frozen views; templates only print.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from xueyou.domains.plans.selectors.source import MOST_CHARACTERS, MOST_MARKS
from xueyou.domains.plans.selectors.views import (
    KINDS,
    DocumentView,
    Item,
    Line,
    Paragraph,
    TableView,
)

DOUBTFUL = "doubtful"
ALL = "all"
UPCOMING = 5
A_PAGE = 100
"""Rows of the list on one page."""
KEYS = "123456789"
"""Keys of the lines whose words can be shown in the document."""
VIEWS = ("start", "item", "list", "text")
NAMES = {DOUBTFUL: "拿不准"} | KINDS | {ALL: "全部"}


@dataclass(frozen=True, slots=True)
class Tab:
    """A kind of items with its count and address."""

    name: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list of items."""

    item: Item
    kind: str
    mixed: bool
    """Whether the list holds items of several kinds, so that the kind must be said."""
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the panel: its key (1, 2, … where its words can be shown) and their place."""

    line: Line
    key: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Detail:
    """The item in the panel."""

    item: Item
    kind: str
    lines: tuple[Said, ...]
    doubts: tuple[str, ...]
    anchor: str
    source_url: str
    task_url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, tidied."""

    item: str
    kind: str
    order: str
    view: str
    text: str
    page: int = 1
    """Of the list."""
    part: int = 0
    """Page of the source; 0: the one the item stands on."""


@dataclass(frozen=True, slots=True)
class Review:
    """Everything on the page besides the document itself."""

    asked: Asked
    view: str
    tabs: tuple[Tab, ...]
    detail: Detail | None
    position: int
    total: int
    before: Row | None
    after: Row | None
    upcoming: tuple[Row, ...]
    listing: tuple[Row, ...]
    number: int
    """Page of the list."""
    pages: int
    list_url: str
    text_url: str
    order_url: str
    by_doubt: bool
    name: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page of a document. `number` counts from 1."""

    number: int
    pages: int
    blocks: tuple[Paragraph | TableView, ...]


def asked_for(given: Mapping[str, str], document: DocumentView) -> Asked:
    """Tidy what an address asks for: unknown words fall back to the start of the page."""
    item = given.get("item", "")
    if all(item != found.key for found in document.items):
        item = ""
    kind = given.get("kind", "")
    if kind not in NAMES:
        kind = ALL if item or not document.counts.get(DOUBTFUL) else DOUBTFUL
    order = "text" if given.get("order") == "text" or kind == ALL else "doubt"
    if given.get("order") == "doubt":
        order = "doubt"
    view = given.get("view", "")
    if view not in VIEWS:
        view = "item" if item else "start"
    return Asked(
        item=item,
        kind=kind,
        order=order,
        view=view,
        text=given.get("q", "").strip()[:60],
        page=max(1, _number(given.get("page", ""))),
        part=_number(given.get("part", "")),
    )


def stretch(blocks: Sequence[Paragraph | TableView], asked: Asked, item: Item | None) -> Stretch:
    """Return the page of a document that is asked for, else the one on which an item stands.

    A page ends before the block with which it would hold too many characters or marks.
    """
    cuts, size, marks = [0], 0, 0
    for at, block in enumerate(blocks):
        held = len(block.segments) if isinstance(block, Paragraph) else len(block.rows) * 4
        size, marks = size + block.end - block.start, marks + held
        if at > cuts[-1] and (size > MOST_CHARACTERS or marks > 2 * MOST_MARKS):
            cuts.append(at)
            size, marks = block.end - block.start, held
    starts = [blocks[cut].start for cut in cuts] if blocks else [0]
    at = item.spans[0][0] if item is not None and item.spans else 0
    number = min(asked.part or max(1, bisect_right(starts, at)), len(cuts))
    first = cuts[number - 1]
    last = cuts[number] if number < len(cuts) else len(blocks)
    return Stretch(number, len(cuts), tuple(blocks[first:last]))


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0


def review(document: DocumentView, asked: Asked) -> Review:
    """Lay the items out as the address asks."""
    chosen = _of_kind(document.items, asked.kind)
    if asked.text:
        chosen = [item for item in chosen if _holds(item, asked.text)]
    if asked.order == "doubt":
        chosen.sort(key=lambda item: not item.doubtful)
    everything = {item.key: item for item in document.items}
    selected = everything.get(asked.item) or (chosen[0] if chosen else None)
    place = next((n for n, item in enumerate(chosen) if item is selected), -1)
    pages = max(1, -(-len(chosen) // A_PAGE))
    number = min(asked.page, pages)
    listed = chosen[(number - 1) * A_PAGE : number * A_PAGE]

    def row(at: int) -> Row | None:
        return _row(chosen[at], asked, selected) if 0 <= at < len(chosen) else None

    return Review(
        asked=asked,
        view=asked.view,
        tabs=_tabs(document, asked),
        detail=_detail(selected, asked, document) if selected else None,
        position=place + 1,
        total=len(chosen),
        before=row(place - 1),
        after=row(place + 1),
        upcoming=tuple(
            _row(item, asked, selected) for item in chosen[place + 1 : place + 1 + UPCOMING]
        ),
        listing=tuple(_row(item, asked, selected) for item in listed),
        number=number,
        pages=pages,
        list_url=address(asked, view="list", item=""),
        text_url=address(asked, view="text"),
        order_url=address(asked, order="text" if asked.order == "doubt" else "doubt", item=""),
        by_doubt=asked.order == "doubt",
        name=NAMES[asked.kind],
    )


def address(asked: Asked, anchor: str = "", **changed: str) -> str:
    """Return the relative address of the same page with some words changed."""
    words = {"item": asked.item, "kind": asked.kind, "q": asked.text}
    if (asked.order == "text") != (asked.kind == ALL):
        words["order"] = asked.order
    words |= changed
    kept = {name: value for name, value in words.items() if value}
    return "?" + urlencode(kept) + (f"#{anchor}" if anchor else "")


def anchor_of(key: str) -> str:
    """Return the id of the place where an item begins."""
    return f"i-{key}"


def _of_kind(items: Iterable[Item], kind: str) -> list[Item]:
    if kind == ALL:
        return list(items)
    if kind == DOUBTFUL:
        return [item for item in items if item.doubtful]
    return [item for item in items if item.kind == kind]


def _holds(item: Item, words: str) -> bool:
    return words in item.name or words in item.quote or words in item.summary


def _row(item: Item, asked: Asked, selected: Item | None) -> Row:
    url = address(asked, anchor_of(item.key), item=item.key)
    mixed = asked.kind in (ALL, DOUBTFUL)
    here = selected is not None and item.key == selected.key
    return Row(item, KINDS[item.kind], mixed, url, here)


def _tabs(document: DocumentView, asked: Asked) -> tuple[Tab, ...]:
    counts = document.counts | {ALL: len(document.items)}
    blank = Asked("", ALL, "text", "", "")
    return tuple(
        Tab(name, counts.get(kind, 0), address(blank, kind=kind), kind == asked.kind)
        for kind, name in NAMES.items()
        if counts.get(kind, 0) or kind in (asked.kind, ALL)
    )


def _detail(item: Item, asked: Asked, document: DocumentView) -> Detail:
    keys = iter(KEYS)
    said = tuple(
        Said(line, next(keys, "") if line.end > line.start else "", _block_at(document, line.start))
        for line in item.lines
    )
    here = anchor_of(item.key)
    return Detail(
        item=item,
        kind=KINDS[item.kind],
        lines=said,
        doubts=() if item.kind == "note" else item.doubts,
        anchor=here,
        source_url=address(asked, here, item=item.key, view="text"),
        task_url=address(asked, anchor_of(item.task), item=item.task, kind="") if item.task else "",
    )


def _block_at(document: DocumentView, start: int) -> str:
    for block in document.blocks:
        if block.start <= start < block.end:
            return f"b{block.start}"
    return ""
