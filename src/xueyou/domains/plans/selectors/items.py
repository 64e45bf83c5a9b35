"""Turn a reading (edu-plan/1) into the items that people look at."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from xueyou.domains.plans.selectors.segments import Span
from xueyou.domains.plans.selectors.views import Item, Line
from xueyou.domains.plans.selectors.wording import SIGNS, grouped, period_words, value_words
from xueyou.formats.plan_words import (
    COMPARATORS,
    NOTE_KINDS,
    STATUS,
    TASK_KINDS,
    is_doubtful,
)

Json = dict[str, Any]


def items_of(reading: Json, text: str) -> list[Item]:
    """Return every item of a reading in order of appearance, numbered from 1."""
    units = _units_by_task(reading)
    tasks = {task["id"]: task for task in reading["tasks"]}
    found = [
        *(_indicator(fact, units, tasks) for fact in reading["facts"]),
        *(_task(task, units) for task in reading["tasks"]),
        *_unit_lists(reading, tasks),
        *(_project(project, index) for index, project in enumerate(reading["projects"], 1)),
        *(_milestone(step, index) for index, step in enumerate(reading["milestones"], 1)),
        *(_note(note, index, text) for index, note in enumerate(reading["consistency_notes"], 1)),
    ]
    rank = {"task": 0, "unit": 1, "project": 2, "milestone": 3, "indicator": 4, "note": 5}
    found.sort(key=lambda item: (item.spans[0] if item.spans else (0, 0), rank[item.kind]))
    return [replace(item, number=number) for number, item in enumerate(found, 1)]


def spans_of(reading: Json) -> Iterator[Span]:
    """Yield the words of each item and the role they play; table cells included."""
    for fact in reading["facts"]:
        number = fact["number"]
        yield Span(number["start"], number["end"], fact["id"], "number")
        if fact.get("source") != "table":
            yield Span(fact["start"], fact["end"], fact["id"], "evidence")
    for task in reading["tasks"]:
        yield Span(task["start"], task["end"], task["id"], "title")
    for index, units in enumerate(reading["responsible_units"], 1):
        yield Span(units["start"], units["end"], f"U{index}", "unit")
    for index, project in enumerate(reading["projects"], 1):
        yield Span(project["start"], project["end"], project.get("id") or f"P{index}", "project")
    for index, step in enumerate(reading["milestones"], 1):
        yield Span(step["start"], step["end"], f"D{index}", "milestone")
    for index, note in enumerate(reading["consistency_notes"], 1):
        for start, end in note["spans"]:
            yield Span(start, end, f"N{index}", "note")


def counts_of(reading: Json, items: list[Item]) -> dict[str, int]:
    """Return how many items of each kind there are, and how many are doubtful."""
    counts = {
        "indicator": len(reading["facts"]),
        "task": len(reading["tasks"]),
        "unit": len(reading["responsible_units"]),
        "project": len(reading["projects"]),
        "milestone": len(reading["milestones"]),
        "note": len(reading["consistency_notes"]),
    }
    return counts | {"doubtful": sum(item.doubtful for item in items), "all": len(items)}


def _units_by_task(reading: Json) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for units in reading["responsible_units"]:
        if units["task_id"]:
            found.setdefault(units["task_id"], []).append(units)
    return found


def _line(label: str, value: str, span: tuple[int, int] = (0, 0), doubt: str = "") -> Line:
    return Line(label=label, value=value, start=span[0], end=span[1], doubt=doubt)


def _unit_lines(units: list[Json]) -> list[Line]:
    return [
        _line(each["role"] or "责任单位", "、".join(each["units"]), (each["start"], each["end"]))
        for each in units
    ]


def _indicator(fact: Json, units: dict[str, list[Json]], tasks: dict[str, Json]) -> Item:
    number = fact["number"]
    span = (fact["start"], fact["end"])
    at = (number["start"], number["end"])
    status = STATUS[fact["status"]]
    lines = [_line("名称", fact["name"], span), _line(status, value_words(fact), at)]
    if fact["comparator"] != "eq":
        lines.append(_line("怎么比", COMPARATORS[fact["comparator"]], at))
    lines.append(_line("期限", period_words(fact["period"])))
    for flag, label in (
        ("scope", "范围"),
        ("qualifier", "限定"),
        ("hedge", "语气"),
        ("reference", "参照"),
    ):
        if fact.get(flag):
            lines.append(_line(label, str(fact[flag])))
    if fact.get("row_header"):
        header = fact["row_header"]
        lines.append(_line("表格行", header["text"], (header["start"], header["end"])))
    task = tasks.get(fact["task_id"] or "")
    if task:
        lines.append(_line("所属", task["title"], (task["start"], task["end"])))
        lines += _unit_lines(units.get(task["id"], []))
    sign = SIGNS.get(fact["comparator"], "")
    confidence = round(fact["confidence"] * 100)
    doubts = tuple(fact["doubts"])
    if is_doubtful(fact) and not doubts:
        doubts = ("名称或归属拿不准，请对照原文看一眼",)
    return Item(
        key=fact["id"],
        kind="indicator",
        number=0,
        name=fact["name"],
        summary=f"{sign}{grouped(fact['value_canonical'])}{fact['unit_canonical']}"
        + (f" · {period_words(fact['period'])}" if fact["period"] else ""),
        lines=tuple(lines),
        spans=(span,),
        quote=fact["quote"],
        confidence=confidence,
        doubts=doubts,
        task=fact["task_id"] or "",
    )


def _task(task: Json, units: dict[str, list[Json]]) -> Item:
    own = units.get(task["id"], [])
    lead = own[0]["units"][0] if own and own[0]["units"] else ""
    lines = [
        _line("名称", task["title"], (task["start"], task["end"])),
        _line("种类", TASK_KINDS[task["kind"]]),
        *_unit_lines(own),
    ]
    if task["no"]:
        lines.insert(1, _line("序号", task["no"]))
    return Item(
        key=task["id"],
        kind="task",
        number=0,
        name=task["title"],
        summary=TASK_KINDS[task["kind"]] + (f" · {lead}" if lead else ""),
        lines=tuple(lines),
        spans=((task["start"], task["end"]),),
        quote=task["quote"],
        confidence=100,
        doubts=(),
        task="",
    )


def _unit_lists(reading: Json, tasks: dict[str, Json]) -> Iterator[Item]:
    for index, units in enumerate(reading["responsible_units"], 1):
        task = tasks.get(units["task_id"] or "")
        lines = [_line(units["role"] or "责任单位", "、".join(units["units"]))]
        if task:
            lines.append(_line("所属", task["title"], (task["start"], task["end"])))
        yield Item(
            key=f"U{index}",
            kind="unit",
            number=0,
            name="、".join(units["units"]),
            summary=f"{len(units['units'])} 个单位",
            lines=tuple(lines),
            spans=((units["start"], units["end"]),),
            quote=units["quote"],
            confidence=100,
            doubts=() if task else ("没找到它属于哪项任务",),
            task=units["task_id"] or "",
        )


def _project(project: Json, index: int) -> Item:
    span = (project["start"], project["end"])
    lines = [_line("名称", project["name"], span)]
    if project["money_yuan"] is not None:
        lines.append(_line("投入", f"{grouped(project['money_yuan'])} 元"))
    lines.append(_line("状态", STATUS[project["status"]]))
    if project.get("members"):
        lines.append(_line("包括", "、".join(project["members"])))
    for flag, label in (("part_of", "属于"), ("scope", "范围"), ("funding", "资金来源")):
        if project.get(flag):
            lines.append(_line(label, str(project[flag])))
    money = project["money_yuan"]
    return Item(
        key=project.get("id") or f"P{index}",
        kind="project",
        number=0,
        name=project["name"],
        summary=f"{grouped(money)} 元" if money is not None else STATUS[project["status"]],
        lines=tuple(lines),
        spans=(span,),
        quote=project["quote"],
        confidence=round(project.get("confidence", 1) * 100),
        doubts=(),
        task=project.get("task_id") or "",
    )


def _milestone(step: Json, index: int) -> Item:
    span = (step["start"], step["end"])
    return Item(
        key=f"D{index}",
        kind="milestone",
        number=0,
        name=step["name"],
        summary=period_words(step["date"]),
        lines=(_line("要做到", step["name"], span), _line("时间", period_words(step["date"]))),
        spans=(span,),
        quote=step["quote"],
        confidence=100,
        doubts=(),
        task=step["task_id"] or "",
    )


def _note(note: Json, index: int, text: str) -> Item:
    spans = tuple((start, end) for start, end in note["spans"])
    lines = [_line("疑点", note["zh"])]
    lines += [_line(f"原文 {n}", text[a:b], (a, b)) for n, (a, b) in enumerate(spans, 1)]
    return Item(
        key=f"N{index}",
        kind="note",
        number=0,
        name=NOTE_KINDS[note["kind"]],
        summary=note["zh"],
        lines=tuple(lines),
        spans=spans,
        quote=text[slice(*spans[0])] if spans else "",
        confidence=100,
        doubts=(note["zh"],),
        task="",
    )
