"""Owns the panel beside a document for one look: which item, which list, what comes next.

Everything a template needs is computed here from frozen views; templates only print.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from xueyou.domains.plans.selectors.views import KINDS, DocumentView, Item, Line

DOUBTFUL = "doubtful"
ALL = "all"
UPCOMING = 5
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
    list_url: str
    text_url: str
    order_url: str
    by_doubt: bool
    name: str


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
    return Asked(item, kind, order, view, given.get("q", "").strip()[:60])


def review(document: DocumentView, asked: Asked) -> Review:
    """Lay the items out as the address asks."""
    chosen = _of_kind(document.items, asked.kind)
    if asked.text:
        chosen = [item for item in chosen if _holds(item, asked.text)]
    if asked.order == "doubt":
        chosen.sort(key=lambda item: not item.doubtful)
    everything = {item.key: item for item in document.items}
    selected = everything.get(asked.item) or (chosen[0] if chosen else None)
    rows = [_row(item, asked, selected) for item in chosen]
    place = next((n for n, row in enumerate(rows) if row.current), -1)
    return Review(
        asked=asked,
        view=asked.view,
        tabs=_tabs(document, asked),
        detail=_detail(selected, asked, document) if selected else None,
        position=place + 1,
        total=len(rows),
        before=rows[place - 1] if place > 0 else None,
        after=rows[place + 1] if 0 <= place + 1 < len(rows) else None,
        upcoming=tuple(rows[place + 1 : place + 1 + UPCOMING]),
        listing=tuple(rows),
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
