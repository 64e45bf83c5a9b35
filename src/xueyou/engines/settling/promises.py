"""What a plan promises for the year: figures, pieces of work without one, projects by name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xueyou.engines.reading.normal import fold
from xueyou.engines.settling.figures import Figure, figure_of
from xueyou.engines.settling.problem import Paper, covers_one_year
from xueyou.engines.settling.words import plain, subject_of

Json = Mapping[str, Any]

WORK = frozenset({"task", "item", "measure"})
# 为学生600人以上的学校配齐校医: the number says for whom, it is not what is promised.
_CONDITION = re.compile(r"^(?:以上|及以上|以下)?的?(?:大班额|班额|班级|学校|乡镇|村|园|教师)")
_BOUNDS = frozenset({"ge", "gt", "le", "lt"})


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing promised: kind is indicator, task or project."""

    key: str
    kind: str
    title: str
    start: int
    end: int
    quote: str
    words: str
    """Plain words by which a deed is found."""
    steps: str
    """What is to happen, in the plan's words: 竣工交付, 主体封顶."""
    figure: Figure | None = None
    also: tuple[str, ...] = ()
    """Keys of facts that say the same elsewhere in the plan."""


def promises_of(plan: Paper, year: int) -> list[Promise]:
    """Return what is promised for a year, in the order of the plan."""
    projects = list(_projects(plan, year))
    in_projects = {key for _, keys in projects for key in keys}
    figures = _figures(plan, year, in_projects)
    found = [promise for promise, _ in projects] + figures
    if covers_one_year(plan):
        busy = {str(p.figure.fact.get("task_id")) for p in figures if p.figure}
        found += _works(plan, busy)
    return sorted(found, key=lambda promise: (promise.start, promise.end, promise.key))


def _figures(plan: Paper, year: int, left_out: set[str]) -> list[Promise]:
    """Return the promised figures; one that the plan repeats is one promise."""
    found: dict[tuple[str, str, Any], Promise] = {}
    for fact in plan.reading["facts"]:
        if str(fact["id"]) in left_out or not _is_due(fact, year) or is_condition(plan, fact):
            continue
        figure = figure_of(fact, plan.folded)
        same = (figure.name, figure.unit, figure.value)
        first = found.get(same)
        if first is not None:
            found[same] = _with_repeat(first, figure)
            continue
        found[same] = Promise(
            key=figure.key,
            kind="indicator",
            title=str(fact["name"]),
            start=figure.start,
            end=figure.end,
            quote=str(fact["quote"]),
            words=figure.name,
            steps=fold(str(fact["quote"])),
            figure=figure,
        )
    return list(found.values())


def _with_repeat(first: Promise, again: Figure) -> Promise:
    return Promise(
        first.key, first.kind, first.title, first.start, first.end, first.quote, first.words,
        first.steps, first.figure, (*first.also, again.key),
    )  # fmt: skip


def _is_due(fact: Json, year: int) -> bool:
    """Tell a target of this year from baselines, other years' and sums over several years."""
    if fact.get("status") != "target" or fact.get("baseline") or fact.get("kind") == "structural":
        return False
    period = str(fact.get("period") or year)
    return period[:4] == str(year) and not re.fullmatch(r"20\d\d-20\d\d", period)


def is_condition(paper: Paper, fact: Json) -> bool:
    """Tell a number that only says of whom: 56人以上大班额, 为学生600人以上的学校."""
    number = fact["number"]
    if fact.get("unit_canonical") != "人" or fact.get("comparator") not in _BOUNDS:
        return False
    after = paper.folded[int(number["end"]) : int(number["end"]) + 8]
    if not after:
        quote, text = str(fact["quote"]), str(number["text"])
        after = fold(quote[quote.find(text) + len(text) :])
    return bool(_CONDITION.match(after))


def _works(plan: Paper, busy: set[str]) -> Iterator[Promise]:
    """Give the pieces of work that carry no figure and no smaller piece of work."""
    tasks = plan.reading.get("tasks") or ()
    parents = {str(task["parent"]) for task in tasks if task.get("parent")}
    steps: dict[str, list[str]] = {}
    for stone in plan.reading.get("milestones") or ():
        steps.setdefault(str(stone.get("task_id")), []).append(str(stone["quote"]))
    for task in tasks:
        key = str(task["id"])
        if task["kind"] not in WORK or key in busy or key in parents:
            continue
        body = plan.folded[slice(*task["body"])] if plan.text else ""
        yield Promise(
            key=key,
            kind="task",
            title=str(task["title"]),
            start=int(task["start"]),
            end=int(task["end"]),
            quote=str(task["quote"]),
            words=subject_of(str(task["title"])),
            steps=fold(body or "".join([str(task["title"]), *steps.get(key, ())])),
        )


def _projects(plan: Paper, year: int) -> Iterator[tuple[Promise, set[str]]]:
    """Give the projects that stand in a list of their own, and the facts that belong to them.

    A project inside a piece of work is told by its figures instead.
    """
    own = [p for p in plan.reading.get("projects") or () if not p.get("task_id")]
    own = [p for p in own if p.get("status") == "planned"]
    starts = sorted(int(p["start"]) for p in own)
    for project in own:
        start, end = _line_of(plan, project, starts)
        keys = {
            str(f["id"])
            for f in plan.reading["facts"]
            if start <= int(f["number"]["start"]) < end and f.get("source") != "table"
        }
        stones = [
            str(m["quote"])
            for m in plan.reading.get("milestones") or ()
            if start <= int(m["start"]) < end
        ]
        if not _begins_with_name(plan, project, start):
            continue
        yield (
            Promise(
                key=str(project["id"]),
                kind="project",
                title=str(project["name"]),
                start=start,
                end=end,
                quote=plan.text[start:end].strip() or str(project["quote"]),
                words=plain(str(project["name"])),
                steps=fold("".join(stones)),
            ),
            keys,
        )


def _line_of(plan: Paper, project: Json, starts: list[int]) -> tuple[int, int]:
    """Return the paragraph of a project; without a text, from it up to the next one."""
    at = int(project["start"])
    for block in plan.reading.get("blocks") or ():
        if int(block["start"]) <= at < int(block["end"]):
            return int(block["start"]), int(block["end"])
    after = [start for start in starts if start > at]
    return at, after[0] if after else int(project["end"]) + 60


def _begins_with_name(plan: Paper, project: Json, start: int) -> bool:
    """Tell a line that opens with the project's name from prose that happens to mention money."""
    if not plan.text:
        return True
    opening = plain(plan.text[start : start + 60])
    name = plain(str(project["name"]))
    return opening.startswith(name[:4])
