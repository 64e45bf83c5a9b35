"""Owns the review desk for one look: the item at hand, what can be done with it, what comes next.

Everything a template needs is computed here from frozen views; templates only print.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from xueyou.domains.plans.selectors.last_year import LastYear, last_year
from xueyou.domains.plans.selectors.review import (
    ALL,
    BACK,
    DOUBT,
    TABS,
    TODO,
    Change,
    Choices,
    Counts,
    Reviewing,
    Undoable,
)
from xueyou.domains.plans.selectors.review_views import ItemRow
from xueyou.domains.plans.selectors.source import Source
from xueyou.surfaces.bureau.plans import item_words as words
from xueyou.surfaces.bureau.plans.differing import Differing
from xueyou.surfaces.bureau.plans.item_forms import PART_FIELDS, Field, fields_of
from xueyou.surfaces.shell.keys import new_key

NAMES = {TODO: "待核对", DOUBT: "拿不准", BACK: "退回", ALL: "全部"}
MODES = ("look", "edit", "merge", "split", "list", "history", "text")
DIGITS = "123456789"
LEAST_PARTS, MOST_PARTS = 2, 12
OFFERED = (0, 500)
"""Answers to "how much less still counts", in ten-thousandths; a third is typed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, tidied."""

    item: str = ""
    tab: str = TODO
    mode: str = "look"
    text: str = ""
    part: int = 0
    """Page of the source; 0: the one the item stands on."""
    page: str = ""
    parts: int = LEAST_PARTS

    def address(self, **changed: Any) -> str:
        """Return the relative address of the same desk with some words changed."""
        told = {"item": self.item, "tab": self.tab, "q": self.text} | changed
        if told.get("tab") == TODO:
            told.pop("tab")
        return "?" + urlencode({name: value for name, value in told.items() if value})


@dataclass(frozen=True, slots=True)
class Tab:
    """A pile of items with its count and address."""

    name: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list of items."""

    item: ItemRow
    kind: str
    summary: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the panel with its digit, where its words can be shown in the document."""

    said: words.PanelLine
    key: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An offered answer to "how much less still counts as done"."""

    value: int
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """The item at hand."""

    item: ItemRow
    kind: str
    lines: tuple[Line, ...]
    last_year: LastYear | None
    last_year_words: str
    answers: tuple[Answer, ...]
    decidable: bool
    into: ItemRow | None
    """Where it was merged, if it was."""
    suggested: ItemRow | None
    """With which item it most likely means the same."""
    before_version: str
    """What the version before said, where this differs."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything beside the document."""

    reviewing: Reviewing
    asked: Asked
    counts: Counts
    tabs: tuple[Tab, ...]
    detail: Detail | None
    after: tuple[Row, ...]
    before: Row | None
    undoable: Undoable | None
    others: tuple[str, ...]
    saved: Any
    key: str
    fields: tuple[Field, ...] = ()
    parts: tuple[tuple[Field, ...], ...] = ()
    candidates: tuple[Row, ...] = ()
    listing: Any = None
    rows: tuple[Row, ...] = ()
    history: tuple[Change, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)
    differing: Differing | None = None

    @property
    def next_url(self) -> str:
        """Where the next item is looked at."""
        return self.after[0].url if self.after else self.asked.address(item="")

    @property
    def more_parts_url(self) -> str:
        """The same split with one part more; empty at the most."""
        if self.asked.parts >= MOST_PARTS:
            return ""
        return self.asked.address(do="split", parts=self.asked.parts + 1)


def asked_for(given: Mapping[str, str]) -> Asked:
    """Tidy what an address or a form asks for: unknown words fall back to the start of the desk."""
    tab = given.get("tab", "")
    mode = given.get("do", "")
    return Asked(
        item=given.get("item", "")[:20],
        tab=tab if tab in TABS else TODO,
        mode=mode if mode in MODES else "look",
        text=given.get("q", "").strip()[:60],
        part=_number(given.get("part", ""), 0, 100_000),
        page=given.get("page", ""),
        parts=_number(given.get("parts", ""), LEAST_PARTS, MOST_PARTS),
    )


def desk_of(
    reviewing: Reviewing,
    asked: Asked,
    source: Source,
    *,
    typed: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    wrong: Mapping[str, str] | None = None,
    differing: Differing | None = None,
) -> Desk:
    """Lay the desk out as the address asks. `typed`: what a refused form held."""
    item = reviewing.item(asked.item) or reviewing.first(asked.tab, asked.text)
    if item is not None and asked.item != item.key:
        asked = _with(asked, item=item.key)
    counts = reviewing.counts()
    more = _of_mode(reviewing, asked, item, typed, wrong or {})
    if item is not None and differing is not None and differing.typed is not None:
        more["fields"] = fields_of(item.kind, differing.typed, reviewing.choices(), {})
    before = reviewing.before(item, asked.tab, asked.text) if item else None
    return Desk(
        reviewing=reviewing,
        asked=asked,
        counts=counts,
        tabs=_tabs(counts, asked),
        detail=_detail(reviewing, item, source) if item else None,
        after=tuple(
            _row(each, asked)
            for each in (reviewing.after(item, asked.tab, asked.text) if item else ())
        ),
        before=_row(before, asked) if before else None,
        undoable=reviewing.undoable(),
        others=reviewing.others(),
        saved=reviewing.last_saved(),
        key=new_key(),
        wrong=wrong or {},
        differing=differing,
        **more,
    )


def _of_mode(
    reviewing: Reviewing,
    asked: Asked,
    item: ItemRow | None,
    typed: Any,
    wrong: Mapping[str, str],
) -> dict[str, Any]:
    if asked.mode == "list":
        listing = reviewing.listed(asked.tab, asked.text, asked.page)
        rows = tuple(_row(each, asked) for each in listing.rows)
        return {"listing": listing, "rows": rows}
    if item is None:
        return {}
    if asked.mode == "edit":
        content = typed if isinstance(typed, Mapping) else item.content
        return {"fields": fields_of(item.kind, content, reviewing.choices(), wrong)}
    if asked.mode == "split":
        return {"parts": _parts(reviewing.choices(), asked, item, typed, wrong)}
    if asked.mode == "merge":
        found = reviewing.candidates(item, asked.text)
        return {"candidates": tuple(_row(each, asked) for each in found)}
    if asked.mode == "history":
        return {"history": reviewing.history(item)}
    return {}


def _parts(
    choices: Choices, asked: Asked, item: ItemRow, typed: Any, wrong: Mapping[str, str]
) -> tuple[tuple[Field, ...], ...]:
    given = list(typed) if isinstance(typed, Sequence) and typed else []
    count = max(asked.parts, len(given))
    given += [item.content] * (count - len(given))
    return tuple(
        fields_of(
            item.kind,
            content,
            choices,
            wrong,
            only=PART_FIELDS[item.kind],
            prefix=f"{number}-",
        )
        for number, content in enumerate(given, 1)
    )


def _detail(reviewing: Reviewing, item: ItemRow, source: Source) -> Detail:
    task = reviewing.task_of(item)
    names = _names(reviewing, item)
    digits = iter(DIGITS)
    lines = tuple(
        Line(line, next(digits, "") if line.end > line.start else "")
        for line in words.lines_of(item, source, task, names)
    )
    open_still = reviewing.in_review and item.state not in ("merged", "split")
    counted = item.kind == "indicator"
    before = (
        last_year(
            reviewing.actor,
            reviewing.plan.organisation,
            reviewing.plan.year,
            item.name,
            str(item.content["unit"]),
        )
        if counted
        else None
    )
    return Detail(
        item=item,
        kind=words.KINDS[item.kind],
        lines=lines,
        last_year=before,
        last_year_words=words.last_year_said(before),
        answers=_answers(item) if open_still else (),
        decidable=open_still,
        into=reviewing.item(item.into),
        suggested=reviewing.alike(item) if open_still and item.state == "open" else None,
        before_version=_before_version(item),
    )


def _names(reviewing: Reviewing, item: ItemRow) -> dict[str, str]:
    """Return what the project and the place that an item names are called."""
    content = item.content
    named = {}
    project = reviewing.item(str(content.get("project") or ""))
    if project is not None:
        named[project.key] = project.name
    code = str(content.get("subject") or content.get("organisation") or "")
    if code:
        named |= dict(reviewing.places())
    return named


def _answers(item: ItemRow) -> tuple[Answer, ...]:
    content = item.content
    if item.kind != "indicator" or content["comparator"] != "approx":
        return ()
    chosen = 500 if content["tolerance"] is None else content["tolerance"]
    return tuple(Answer(value, _answer(content, value), value == chosen) for value in OFFERED)


def _answer(content: Mapping[str, Any], tolerance: int) -> str:
    if tolerance == 0:
        return "一个不少"
    least = words.least(content, tolerance)
    return f"{words.percent(tolerance)}（{least}）" if least else words.percent(tolerance)


def _before_version(item: ItemRow) -> str:
    old = item.carries_content
    if old is None or item.state != "open" or old == item.content:
        return ""
    return words.content_said(item.kind, old)


def _tabs(counts: Counts, asked: Asked) -> tuple[Tab, ...]:
    numbers = {TODO: counts.open, DOUBT: counts.doubtful, BACK: counts.rejected, ALL: counts.all}
    return tuple(
        Tab(name, numbers[tab], Asked(tab=tab).address(tab=tab), tab == asked.tab)
        for tab, name in NAMES.items()
    )


def _row(item: ItemRow, asked: Asked) -> Row:
    return Row(
        item=item,
        kind=words.KINDS[item.kind],
        summary=words.summary_of(item),
        url=asked.address(item=item.key),
        current=item.key == asked.item,
    )


def _with(asked: Asked, item: str) -> Asked:
    return replace(asked, item=item)


def _number(given: str, least: int, most: int) -> int:
    plain = given.isascii() and given.isdigit() and len(given) < 7
    return max(least, min(int(given), most)) if plain else least
