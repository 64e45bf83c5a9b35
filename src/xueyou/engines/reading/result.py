"""What a reading is made of: facts, tables, sections, tasks, units, projects, notes.

All spans are raw: code point indices into the text as given, so that `text[start:end] == quote`.
Names are canonical (Simplified Chinese); `as_json` gives the public shape "edu-plan/1". A flag
that says nothing (None, False, empty) is left out of the JSON; the named core fields stay, as null.
"""

from dataclasses import dataclass, field, fields
from typing import Any

from xueyou.engines.reading.version import ENGINE, SCHEMA

Json = dict[str, Any]


def _flags(thing: Any, names: tuple[str, ...]) -> Json:
    """Those of the named attributes that say something, in order, in their JSON form."""
    out: Json = {}
    for name in names:
        value = getattr(thing, name)
        if value is None or value is False or value in ((), ""):
            continue
        out[name] = _plain(value)
    return out


def _plain(value: Any) -> Any:
    """Give a value in JSON's own types."""
    if hasattr(value, "as_json"):
        return value.as_json()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _whole(thing: Any) -> Json:
    """Give all fields of a result in their order."""
    return {f.name: _plain(getattr(thing, f.name)) for f in fields(thing)}


@dataclass(frozen=True, slots=True)
class Number:
    """The number with its unit and 以上/左右, as printed; also used for any other quoted span."""

    start: int
    end: int
    text: str

    def as_json(self) -> Json:
        """Give start, end and text."""
        return _whole(self)


Quoted = Number


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one indicator, with its evidence.

    `start, end, quote` is the shortest clause that carries name and value. `value` and `unit` are
    as written, `*_canonical` in 元, 平方米, 人/名/人次, % and so on. `confidence` lies in 0..1 and
    `doubts` says in short Chinese sentences why it is not higher. `id` is given in assembly.
    """

    start: int
    end: int
    quote: str
    number: Number
    name: str
    value: int | float
    unit: str
    value_canonical: int | float
    unit_canonical: str
    comparator: str
    status: str
    period: str | None
    kind: str
    task_id: str | None = None
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()
    id: str = ""
    optional: bool = False
    implicit: bool = False
    distributive: bool = False
    duplicate: bool = False
    number_style: str | None = None
    hedge: str | None = None
    qualifier: str | None = None
    scope: str | None = None
    quantifier: str | None = None
    per: str | None = None
    reference: str | None = None
    of: str | None = None
    baseline: bool = False
    derived: bool = False
    source: str | None = None
    table: str | None = None
    row: int | None = None
    header: Quoted | None = None
    row_header: Quoted | None = None
    table_row: int | None = None
    status_note: str | None = None

    def as_json(self) -> Json:
        """Give the core fields always and the flags that say something."""
        core = {
            "id": self.id,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "number": self.number.as_json(),
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "value_canonical": self.value_canonical,
            "unit_canonical": self.unit_canonical,
            "comparator": self.comparator,
            "status": self.status,
            "period": self.period,
            "kind": self.kind,
            "task_id": self.task_id,
            "optional": self.optional,
            "confidence": round(self.confidence, 3),
            "doubts": list(self.doubts),
        }
        known = {*core, "number"}
        return core | _flags(self, tuple(f.name for f in fields(self) if f.name not in known))


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell that holds a value; `year` is that of its column, `value` None where unreadable."""

    start: int
    end: int
    quote: str
    value: int | float | None
    year: int | None = None
    column: int = 0

    def as_json(self) -> Json:
        """Give the cell with its column's year."""
        return _whole(self)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: printed number, name as printed and without its unit, the unit, the value cells."""

    no: int
    name_raw: str
    name: str
    unit: str | None
    start: int
    end: int
    quote: str
    cells: tuple[TableCell, ...]
    group: str | None = None

    def as_json(self) -> Json:
        """Give the row with its cells."""
        return {
            "no": self.no,
            "name_raw": self.name_raw,
            "name": self.name,
            "unit": self.unit,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "cells": [cell.as_json() for cell in self.cells],
        } | _flags(self, ("group",))


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read; `layout` says in what form it stood."""

    id: str
    start: int
    end: int
    caption: Quoted | None
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    layout: str

    def as_json(self) -> Json:
        """Give the table with its counts."""
        return {
            "id": self.id,
            "start": self.start,
            "end": self.end,
            "caption": self.caption.as_json() if self.caption else None,
            "columns": list(self.columns),
            "n_rows": len(self.rows),
            "n_cols": len(self.columns),
            "layout": self.layout,
            "rows": [row.as_json() for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that other text stands under; `no` is its number as printed, perhaps empty."""

    id: str
    no: str
    title: str
    level: int
    start: int
    end: int
    quote: str
    kind: str = "section"

    def as_json(self) -> Json:
        """Give all fields."""
        return _whole(self)


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work: kind goal | task | item | measure | safeguard.

    The span is that of number and title; `body` is the raw span of all the text that belongs to it.
    `parent` is the number of the section or the id of the task above it.
    """

    id: str
    no: str
    title: str
    kind: str
    parent: str | None
    start: int
    end: int
    quote: str
    body: tuple[int, int]
    section_id: str | None = None

    def as_json(self) -> Json:
        """Give all fields."""
        return _whole(self)


@dataclass(frozen=True, slots=True)
class ResponsibleUnits:
    """One list of units with their role, in printed order; the span is the bracket or cell."""

    start: int
    end: int
    quote: str
    role: str
    units: tuple[str, ...]
    task_id: str | None

    def as_json(self) -> Json:
        """Give all fields."""
        return _whole(self)


@dataclass(frozen=True, slots=True)
class Project:
    """A project with its money; status is planned | achieved | ongoing."""

    start: int
    end: int
    quote: str
    name: str
    money: int | float | None
    unit: str | None
    money_yuan: int | None
    status: str
    id: str = ""
    scope: str | None = None
    part_of: str | None = None
    funding: str | None = None
    members: tuple[str, ...] = ()
    task_id: str | None = None
    confidence: float = 1.0

    def as_json(self) -> Json:
        """Give the core fields always and the flags that say something."""
        core = {
            "id": self.id,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "name": self.name,
            "money": self.money,
            "unit": self.unit,
            "money_yuan": self.money_yuan,
            "scope": self.scope,
            "status": self.status,
            "task_id": self.task_id,
            "confidence": round(self.confidence, 3),
        }
        return core | _flags(self, ("part_of", "funding", "members"))


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated step; `date` is YYYY, YYYY-MM, YYYY-MM-DD or "recurring"."""

    start: int
    end: int
    quote: str
    name: str
    date: str
    task_id: str | None = None

    def as_json(self) -> Json:
        """Give all fields."""
        return _whole(self)


@dataclass(frozen=True, slots=True)
class Note:
    """Where the document disagrees with itself or with what it announces.

    kind: amount | period | sum | numbering | announced; `spans` are raw; `zh` says it in words.
    """

    kind: str
    spans: tuple[tuple[int, int], ...]
    zh: str

    def as_json(self) -> Json:
        """Give all fields."""
        return _whole(self)


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph of the document: what kind it is, and where, with wrapped lines joined.

    kind: title | meta | heading | task | paragraph | table | units | chrome.
    """

    kind: str
    start: int
    end: int

    def as_json(self) -> Json:
        """Give all fields."""
        return _whole(self)


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What the document is.

    `kind`: plan | work_points | report | news | digest | rule. `default_status` and
    `default_period` hold for what says nothing else; `noise` names damage, repaired or not.
    """

    title: str
    doc_type: str
    kind: str
    default_status: str
    default_period: str | None
    script: str
    chars: int
    issuer: str | None = None
    region: str | None = None
    publish_date: str | None = None
    noise: tuple[str, ...] = ()
    confidence: float = 1.0

    def as_json(self) -> Json:
        """Give all fields."""
        return _whole(self)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one document."""

    doc: DocumentHead
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = ()
    tasks: tuple[Task, ...] = ()
    responsible_units: tuple[ResponsibleUnits, ...] = ()
    projects: tuple[Project, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    consistency_notes: tuple[Note, ...] = ()
    blocks: tuple[TextBlock, ...] = ()
    engine: str = field(default=ENGINE)

    def as_json(self) -> Json:
        """Give the whole reading in the public shape."""
        return {"schema": SCHEMA, "engine": self.engine} | {
            f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.name != "engine"
        }
