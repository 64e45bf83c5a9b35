"""Build the gold of made documents from annotations that quote them: offsets are never typed.

Beside every `NAME.txt` lies `NAME.notes`, one annotation a line, its parts divided by ` | `:

    doc | title | doc_type | issuer | region | script | status | period
    F name | clause with its «number» | options        a fact
    TB caption | YEAR YEAR …                           a table, followed by its rows
    R no | row head | name | unit | cell cell …
    S no | heading                                     a section (level: S1, S2)
    T kind | heading                                   a task (goal, task, safeguard, item)
    U role | bracket | unit、unit                       responsible units
    P name | clause | money as written or - | status   a project
    M name | clause | date                             a milestone
    N clause | why                                     numbers that must not become facts
    C kind | clause || clause | sentence               a contradiction

Options of a fact, separated by spaces: a comparator, a status, `p=PERIOD`, `k=KIND`, `v=VALUE`,
`u=UNIT`, and the flags optional, implicit, distributive, duplicate, derived. What is left out is
taken from the document line and from the number's own words. Lines of one kind stand in the order
of the text: a clause is looked for from the previous find of its kind on. `\\n` in a clause is a
line break. Run `python -m tests.data.reading.build` to write every `NAME.json`.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from opencc import OpenCC

from tests.data.reading.measures import comparator_of, kind_of, measure

HERE = Path(__file__).parent
DEMO = HERE.parents[2] / "src" / "xueyou" / "demo" / "documents"
COMPARATORS = {
    "eq", "reach", "ge", "gt", "le", "lt", "approx_ge", "approx_le", "approx", "keep",
    "delta_up", "delta_down", "rank", "all", "zero",
}  # fmt: skip
FLAGS = {"optional", "implicit", "distributive", "duplicate", "derived"}


def through_breaks(clause: str) -> re.Pattern[str]:
    """Return a pattern that finds the clause even where lines break inside it."""
    return re.compile(r"\n?".join(re.escape(c) for c in clause.replace("\\n", "\n")))


@dataclass
class Draft:
    """A document while its notes are being located."""

    text: str
    plain: str
    doc: dict[str, Any] = field(default_factory=dict)
    status: str = "target"
    period: str | None = None
    cursors: dict[str, int] = field(default_factory=dict)
    found: dict[str, list[Any]] = field(default_factory=dict)

    def locate(self, kind: str, clause: str) -> tuple[int, int]:
        """Find a clause from the last find of its kind on."""
        found = through_breaks(clause).search(self.plain, self.cursors.get(kind, 0))
        if found is None:
            raise ValueError(f"{kind} not found in order: {clause!r}")
        if kind != "negatives":
            self.cursors[kind] = found.start() + (kind == "milestones")
        return found.span()

    def add(self, kind: str, item: dict[str, Any]) -> dict[str, Any]:
        """Keep one located item."""
        self.found.setdefault(kind, []).append(item)
        return item

    def task_at(self, start: int) -> str | None:
        """Return the task whose heading is the nearest to the left."""
        left = [t for t in self.found.get("tasks", []) if t["start"] <= start]
        return left[-1]["id"] if left else None

    def span(self, kind: str, clause: str) -> dict[str, Any]:
        """Return start, end and quote of a clause."""
        start, end = self.locate(kind, clause)
        return {"start": start, "end": end, "quote": self.text[start:end]}


def options_of(words: str) -> dict[str, Any]:
    """Read the options of a fact."""
    read: dict[str, Any] = {}
    for word in words.split():
        if word in COMPARATORS:
            read["comparator"] = word
        elif word in {"target", "achieved", "ongoing"}:
            read["status"] = word
        elif word in FLAGS:
            read[word] = True
        else:
            key, _, value = word.partition("=")
            read[{"p": "period", "k": "kind", "v": "value", "u": "unit", "per": "per"}[key]] = value
    return read


def add_fact(draft: Draft, name: str, clause: str, words: str = "") -> None:
    """Locate one fact."""
    before, rest = clause.split("«")
    number, after = rest.split("»")
    place = draft.span("facts", before + number + after)
    lead = through_breaks(before).match(draft.plain, place["start"])
    assert lead is not None
    first = lead.end() + (draft.text[lead.end()] == "\n")
    figure = through_breaks(number).match(draft.plain, first)
    assert figure is not None
    last = figure.end()
    given = options_of(words)
    if "value" in given:
        amount = float(given["value"])
        value = canonical = int(amount) if amount == int(amount) else amount
        unit = bare = given["unit"]
    else:
        value, unit, canonical, bare = measure(number)
    comparator = given.get("comparator") or comparator_of(number, before)
    period = given.get("period", draft.period)
    fact = {
        "id": f"F{len(draft.found.get('facts', [])) + 1:03d}",
        **place,
        "number": {"start": first, "end": last, "text": draft.text[first:last]},
        "name": name,
        "value": value,
        "unit": unit,
        "value_canonical": canonical,
        "unit_canonical": bare,
        "comparator": comparator,
        "status": given.get("status", draft.status),
        "period": None if period in {None, "none"} else period,
        "kind": given.get("kind") or kind_of(bare, comparator),
        "task_id": draft.task_at(place["start"]),
        "optional": bool(given.get("optional")),
    }
    fact.update({flag: True for flag in FLAGS - {"optional"} if given.get(flag)})
    if "per" in given:
        fact["per"] = given["per"]
    draft.add("facts", fact)


def add_table(draft: Draft, caption: str, years: str) -> None:
    """Locate a table's caption and its year heads."""
    place = draft.span("tables", caption)
    heads, at = {}, place["end"]
    for year in years.split():
        start = draft.text.index(year, at)
        heads[year] = {"start": start, "end": start + len(year), "text": year}
        at = start + len(year)
    draft.cursors["rows"] = at
    draft.add(
        "tables",
        {
            "id": f"TB{len(draft.found.get('tables', [])) + 1}",
            "caption": {"start": place["start"], "end": place["end"], "text": caption},
            "columns": ["序号", "指标", *years.split()],
            "heads": heads,
            "rows": [],
        },
    )


def add_row(draft: Draft, no: str, head: str, name: str, unit: str, cells: str) -> None:
    """Locate a row and its cells; every cell is a target of its year."""
    table = draft.found["tables"][-1]
    place = draft.span("rows", head)
    at = place["end"]
    row = {"no": int(no), "name_raw": head, "name": name, "unit": unit, **place, "cells": []}
    for (head_word, column), cell in zip(table["heads"].items(), cells.split(), strict=True):
        start = draft.text.index(cell, at)
        at = start + len(cell)
        if cell in {"-", "—"}:
            continue
        base = "基期" in head_word
        canonical, bare = measure(cell.rstrip("%") + unit)[2:]
        value = float(cell.rstrip("%")) if "." in cell else int(cell.rstrip("%"))
        year = head_word[:4]
        row["cells"].append(
            {"year": int(year), "start": start, "end": at, "quote": cell, "value": value}
        )
        draft.add(
            "facts",
            {
                "id": f"F{len(draft.found.get('facts', [])) + 1:03d}",
                "start": start,
                "end": at,
                "quote": cell,
                "number": {"start": start, "end": at, "text": cell},
                "name": name,
                "value": value,
                "unit": unit,
                "value_canonical": canonical,
                "unit_canonical": bare,
                "comparator": "eq" if base else "reach",
                "status": "achieved" if base else "target",
                "period": year,
                "kind": kind_of(bare, "reach"),
                "task_id": None,
                "optional": False,
                "source": "table",
                "table": table["id"],
                "row": int(no),
                "header": column,
                "row_header": {"start": place["start"], "end": place["end"], "text": head},
            },
        )
    draft.cursors["rows"] = draft.cursors["facts"] = at
    table["rows"].append(row)


NUMBERING = re.compile(
    r"^(第[一二三四五六七八九十]+[章节]|[一二三四五六七八九十]+、|[(\uff08][一二三四五六七八九十\d]+[)\uff09]"
    r"|\d+[.、\uff0e]|[①-⑳]|——|[◆◇]|[一二三四五六七八九十]+是)?"
)


def heading(draft: Draft, kind: str, clause: str) -> dict[str, Any]:
    """Locate a heading and part its number from its title."""
    place = draft.span(kind, clause)
    number = NUMBERING.match(place["quote"])
    assert number is not None
    return {"no": number[0], "title": place["quote"][number.end() :].strip(" 【】"), **place}


def add_line(draft: Draft, line: str) -> None:
    """Locate one line of notes."""
    head, _, rest = line.partition(" ")
    parts = [part.strip(" ") for part in rest.split(" | ")]
    if head == "F":
        add_fact(draft, *parts)
    elif head == "TB":
        add_table(draft, *parts)
    elif head == "R":
        add_row(draft, *parts)
    elif head in {"S1", "S2", "S3"}:
        found = draft.found.setdefault("sections", [])
        at = heading(draft, "sections", parts[0])
        found.append({"id": f"S{len(found) + 1}", **at, "level": int(head[1]), "kind": "section"})
    elif head == "T":
        found = draft.found.setdefault("tasks", [])
        at = heading(draft, "tasks", parts[1])
        task = {"id": f"T{len(found) + 1}", **at, "kind": parts[0], "parent": None}
        found.append(task | ({"optional": True} if len(parts) > 2 else {}))
    elif head == "U":
        place = draft.span("units", parts[1])
        units = {"role": parts[0], "units": parts[2].split("、")}
        units |= {"task_id": draft.task_at(place["start"])}
        units |= {"optional": True} if len(parts) > 3 else {}
        draft.add("responsible_units", {**place, **units})
    elif head == "P":
        add_project(draft, *parts)
    elif head == "M":
        place = draft.span("milestones", parts[1])
        extra = {"optional": True} if len(parts) > 3 else {}
        task = draft.task_at(place["start"])
        draft.add(
            "milestones", {**place, "name": parts[0], "date": parts[2], "task_id": task, **extra}
        )
    elif head == "N":
        draft.add("negatives", {**draft.span("negatives", parts[0]), "why": parts[1]})
    elif head == "C":
        add_contradiction(draft, *parts)
    else:
        raise ValueError(f"unknown note: {line}")


def add_project(draft: Draft, name: str, clause: str, money: str, status: str, *more: str) -> None:
    """Locate a project; money as it is written, or - for none."""
    place = draft.span("projects", clause)
    value, unit, yuan, _ = measure(money) if money != "-" else (None, None, None, "元")
    number = len(draft.found.get("projects", [])) + 1
    item = {"id": f"P{number}", **place, "name": name, "money": value, "unit": unit}
    item |= {"money_yuan": yuan, "scope": None, "status": status}
    draft.add("projects", item | ({"optional": True} if more else {}))


def add_contradiction(draft: Draft, kind: str, clauses: str, sentence: str, *more: str) -> None:
    """Locate every clause of a contradiction; `clause@2` is its second occurrence."""
    spans = []
    for clause in clauses.split("||"):
        words, _, nth = clause.strip().partition("@")
        places = [place.span() for place in through_breaks(words).finditer(draft.plain)]
        if len(places) < int(nth or 1):
            raise ValueError(f"contradiction not found: {words!r}")
        spans.append(list(places[int(nth or 1) - 1]))
    item = {"kind": kind, "spans": spans, "zh": sentence}
    draft.add("contradictions", item | ({"optional": True} if more else {}))


def text_of(notes: Path) -> Path:
    """Return where the annotated text lies: the demo city's documents are part of the package."""
    if notes.stem.startswith("demo-"):
        return DEMO / f"{notes.stem.removeprefix('demo-')}.txt"
    return notes.with_suffix(".txt")


def build(notes: Path) -> dict[str, Any]:
    """Return the gold of one made document."""
    text_path = text_of(notes)
    raw = text_path.read_bytes()
    text = raw.decode("utf-8")
    draft = Draft(text=text, plain=OpenCC("t2s").convert(text))
    assert len(draft.plain) == len(text)
    lines = notes.read_text("utf-8").splitlines()
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    keys = ("title", "doc_type", "issuer", "region", "script")
    head = [part.strip() for part in lines[0].split(" | ")]
    draft.doc = {
        "file": text_path.name,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "chars": len(draft.text),
        **dict(zip(keys, head[1:6], strict=True)),
        "default_period": head[7],
        "noise": [],
    }
    draft.status, draft.period = head[6], head[7]
    headings = [line for line in lines[1:] if line.split(" ")[0] in {"S1", "S2", "S3", "T"}]
    for line in [*headings, *(line for line in lines[1:] if line not in headings)]:
        try:
            add_line(draft, line)
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(f"{text_path.name}: {line}\n  {error}") from error
    for table in draft.found.get("tables", []):
        table["n_rows"] = len(table["rows"])
        table["n_cols"] = len(table["columns"])
        del table["heads"]
    names = (
        "facts", "tables", "sections", "tasks", "responsible_units", "projects", "milestones",
        "negatives", "consistency_notes", "contradictions",
    )  # fmt: skip
    found = {name: draft.found.get(name, []) for name in names}
    found["facts"].sort(key=lambda fact: (fact["number"]["start"], fact["id"]))
    counts = {name: len(items) for name, items in found.items()}
    schema = {"schema_version": "edu-plan-gold/1", "doc": draft.doc}
    return {**schema, **found, "verified": True, "counts": counts}


def main() -> None:
    """Write the gold beside every annotated text."""
    for notes in sorted(HERE.glob("*.notes")):
        gold = build(notes)
        words = json.dumps(gold, ensure_ascii=False, indent=1)
        notes.with_suffix(".json").write_text(words + "\n", "utf-8")
        print(notes.stem, gold["counts"])


if __name__ == "__main__":
    main()
