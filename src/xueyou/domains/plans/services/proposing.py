"""Turns a reading ("edu-plan/1") into the items that officers review: what the document promises.

What is achieved already, what a step that comes round every month says, and money that a project
has taken are no promises of their own: they stay in the reading and are not proposed.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from xueyou.domains.plans.services.contents import (
    APPROXIMATE,
    INDICATOR,
    KINDS,
    LEAD,
    LONGEST,
    MILESTONE,
    PROJECT,
    SUPPORT,
    TASK,
    Content,
    checked,
    exact_text,
)
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.themes import theme_of
from xueyou.engines.pace import guess_direction, guess_nature, plain_comparator
from xueyou.formats.plan_words import is_doubtful

Json = dict[str, Any]

LEADS = ("牵头", "主办", "牵头单位", "主办单位", "责任领导单位")
CHANGES = ("delta_up", "delta_down")
FEN = 100
WHOLE = 100
LINE = 300
"""Characters of a line to either side that belong to one thing, at most."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """An item before anybody looked at it. `key` is unique in the reading."""

    key: str
    kind: str
    content: Content
    start: int
    end: int
    quote: str
    confidence: int
    """0..100."""
    doubts: tuple[str, ...]


class NotAPlan(PlanRefused):
    """The document tells what was done, or promises nothing: it cannot be steered."""


def span_of(reading: Json, today: date) -> tuple[int, date, date]:
    """Return year, first day and the day after the last that a reading's plan covers."""
    said = str(reading["doc"].get("default_period") or "")
    years = [int(part) for part in said.split("-")[:2] if len(part) == 4 and part.isdigit()]
    first = years[0] if years else today.year
    last = years[1] if len(years) > 1 and years[1] >= first else first
    return first, date(first, 1, 1), date(last + 1, 1, 1)


def refuse_reports(reading: Json) -> None:
    """Raise NotAPlan where the document reports what is past, or promises nothing."""
    doc = reading["doc"]
    if doc["kind"] in ("report", "news") or doc.get("default_status") == "achieved":
        raise NotAPlan(
            f"这份文件是{doc['doc_type']}，说的是已经做过的事，不能立为计划。"
            "文件和读出的内容都在，年底可以拿它来对账。"
        )
    if not reading["tasks"] and not any(f["status"] == "target" for f in reading["facts"]):
        raise NotAPlan("这份文件里没有读出任务，也没有读出目标，立不成计划。文件和读出的内容都在。")


def propose(reading: Json, text: str, places: Mapping[str, str]) -> list[Proposed]:
    """Return what a reading promises, in order of appearance.

    `places`: names and short names of the counties under the plan's organisation → their code.
    """
    return _Proposing(reading, text, places).items()


class _Proposing:
    def __init__(self, reading: Json, text: str, places: Mapping[str, str]) -> None:
        self._reading = reading
        self._text = text
        self._places = sorted(places.items(), key=lambda place: -len(place[0]))
        self._headings = {section["id"]: section["title"] for section in reading["sections"]}
        self._units: dict[str, list[Json]] = {}
        for units in reading["responsible_units"]:
            if units["task_id"]:
                self._units.setdefault(units["task_id"], []).append(units)
        self._projects = [
            (project, project.get("id") or f"P{index}")
            for index, project in enumerate(reading["projects"], 1)
        ]
        self._by_name = {project["name"]: key for project, key in self._projects[::-1]}
        self._project_starts = [project["start"] for project, _ in self._projects]
        self._steps = [
            (step, f"D{index}")
            for index, step in enumerate(reading["milestones"], 1)
            if last_day(step["date"]) is not None
        ]
        self._seats = sorted(
            (fact["number"]["start"], int(fact["value_canonical"]))
            for fact in reading["facts"]
            if "学位" in fact["name"]
            and fact["unit_canonical"] == "个"
            and fact["status"] == "target"
        )
        self._step_project = {key: self._project_of(step) for step, key in self._steps}
        self._days: dict[str, date] = {}
        for step, at in self._steps:
            project, day = self._step_project[at], last_day(step["date"])
            if project and day:
                self._days[project] = max(day, self._days.get(project, day))

    def items(self) -> list[Proposed]:
        found = [*self._tasks(), *self._project_items(), *self._milestones(), *self._indicators()]
        rank = {kind: place for place, kind in enumerate((TASK, PROJECT, MILESTONE, INDICATOR))}
        assert set(rank) == set(KINDS)
        found.sort(key=lambda item: (item.start, rank[item.kind]))
        return [replace(item, content=checked(item.kind, item.content)) for item in found]

    def _tasks(self) -> Iterator[Proposed]:
        for task in self._reading["tasks"]:
            heading = self._headings.get(task.get("section_id") or "", "")
            units, doubts = _units(self._units.get(task["id"], ()))
            content = {
                "title": _short(task["title"], LONGEST["title"]) or "（原文没有名称）",
                "theme": theme_of(task["title"], heading),
                "units": units,
                "due_on": None,
            }
            yield Proposed(
                key=task["id"],
                kind=TASK,
                content=content,
                start=task["start"],
                end=task["end"],
                quote=task["quote"],
                confidence=WHOLE,
                doubts=doubts,
            )

    def _project_items(self) -> Iterator[Proposed]:
        for project, key in self._projects:
            confidence = round(project.get("confidence", 1) * WHOLE)
            due = self._days.get(key)
            money = project["money_yuan"]
            doubts = [] if confidence >= 80 else ["项目名称或范围拿不准，请对照原文看一眼"]
            if len(project.get("members") or ()) > 1:
                doubts.append("原文这里写了几个项目，请看要不要拆开")
            yield Proposed(
                key=key,
                kind=PROJECT,
                content={
                    "name": _short(project["name"], LONGEST["project_name"]),
                    "money_fen": None if money is None else int(money) * FEN,
                    "starts_on": None,
                    "due_on": due.isoformat() if due else None,
                    "places": self._places_added(project),
                    "organisation": self._place(project["name"], project.get("scope")),
                    "task": project.get("task_id"),
                },
                start=project["start"],
                end=project["end"],
                quote=self._line(project["start"]),
                confidence=confidence,
                doubts=tuple(doubts),
            )

    def _milestones(self) -> Iterator[Proposed]:
        for step, key in self._steps:
            day = last_day(step["date"])
            assert day is not None
            bare = step["date"].count("-") == 0
            yield Proposed(
                key=key,
                kind=MILESTONE,
                content={
                    "name": _short(step["name"], LONGEST["name"]),
                    "due_on": day.isoformat(),
                    "task": step["task_id"],
                    "project": self._step_project[key],
                },
                start=step["start"],
                end=step["end"],
                quote=step["quote"],
                confidence=WHOLE,
                doubts=("原文只写了年份，先按年底算",) if bare else (),
            )

    def _indicators(self) -> Iterator[Proposed]:
        taken = [(project["start"], project["end"]) for project, _ in self._projects]
        for fact in self._reading["facts"]:
            if fact["status"] != "target" or fact.get("baseline"):
                continue
            number = fact["number"]
            if fact["kind"] == "money" and _within(number, taken, self._project_starts):
                continue
            yield self._indicator(fact)

    def _indicator(self, fact: Json) -> Proposed:
        number = fact["number"]
        change = fact["comparator"] in CHANGES
        comparator = "ge" if change else plain_comparator(fact["comparator"])
        value, unit = _value(fact)
        content = {
            "name": _short(fact["name"], LONGEST["name"]) or "（原文没有名称）",
            "value": value,
            "unit": _short(unit, LONGEST["unit"]),
            "comparator": comparator,
            "period": _period(fact["period"]),
            "nature": _nature(fact, unit),
            "direction": "up" if change else guess_direction(fact["name"], fact["comparator"]),
            "tolerance": None if comparator in APPROXIMATE else 0,
            "task": fact["task_id"],
            "subject": self._place(fact["name"], fact.get("scope")),
            "hedge": _short(fact.get("hedge") or "", LONGEST["hedge"]),
        }
        doubts = list(fact["doubts"])
        if change:
            doubts.append("原文写的是变化的幅度，报数时填变了多少")
        if fact.get("optional"):
            doubts.append("这个数不一定算一项指标，请对照原文")
        if is_doubtful(fact) and not doubts:
            doubts.append("名称或归属拿不准，请对照原文看一眼")
        from_table = fact.get("source") == "table"
        return Proposed(
            key=fact["id"],
            kind=INDICATOR,
            content=content,
            start=number["start"] if from_table else fact["start"],
            end=number["end"] if from_table else fact["end"],
            quote=self._line(fact["row_header"]["start"], fact["quote"])
            if from_table and fact.get("row_header")
            else fact["quote"],
            confidence=round(fact["confidence"] * WHOLE),
            doubts=tuple(doubts),
        )

    def _place(self, name: str, scope: str | None) -> str | None:
        """Return the one county that a name begins with; None where it speaks of several."""
        named = {code for place, code in self._places if place in name or place == scope}
        if len(named) != 1:
            return None
        begins = any(name.startswith(place) or place == scope for place, _ in self._places)
        return named.pop() if begins else None

    def _places_added(self, project: Json) -> int:
        """Return the school places that the project's own line names."""
        first, last = self._line_at(project["start"])
        at = bisect_left(self._seats, (first, 0))
        here = at < len(self._seats) and self._seats[at][0] < last
        return self._seats[at][1] if here else 0

    def _project_of(self, step: Json) -> str | None:
        """Return the project whose line the step stands in, or whose name it begins with."""
        first, last = self._line_at(step["start"])
        at = bisect_right(self._project_starts, min(step["start"], last)) - 1
        if at >= 0 and self._projects[at][0]["start"] >= first:
            return self._projects[at][1]
        named = (self._by_name.get(step["name"][:end]) for end in range(len(step["name"]), 1, -1))
        return next((key for key in named if key), None)

    def _line_at(self, offset: int) -> tuple[int, int]:
        """Return the line an offset stands in; of an endless one, what stands around it."""
        first = max(self._text.rfind("\n", 0, offset) + 1, offset - LINE)
        last = self._text.find("\n", offset, offset + LINE)
        return first, min(len(self._text), offset + LINE) if last < 0 else last

    def _line(self, offset: int, more: str = "") -> str:
        first, last = self._line_at(offset)
        line = self._text[first:last].strip()
        return line if not more or more in line else f"{line} {more}"


def last_day(said: str) -> date | None:
    """Return the last day of a reading's date (2026, 2026-08, 2026-08-31); None if it recurs."""
    parts = said.split("-")
    if not all(part.isdigit() for part in parts) or len(parts[0]) != 4 or len(parts) > 3:
        return None
    if len(parts) > 1 and len(parts[1]) == 4:
        return date(int(parts[1]), 12, 31)
    year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else 12
    try:
        day = int(parts[2]) if len(parts) > 2 else monthrange(year, month)[1]
        return date(year, month, day)
    except (ValueError, IndexError):
        return None


def _units(printed: Sequence[Json]) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    """Return units with roles: the first leader leads; where nobody is said to, the first does."""
    units: list[dict[str, str]] = []
    leaders = 0
    for each in printed:
        leads = (each["role"] or "") in LEADS
        for name in each["units"]:
            short = _short(name, 80)
            if not short or any(unit["unit"] == short for unit in units):
                continue
            leaders += leads
            units.append({"role": LEAD if leads and leaders == 1 else SUPPORT, "unit": short})
    units = units[:40]
    if units and not leaders:
        units[0]["role"] = LEAD
    doubts = ["写了几个牵头单位，先按第一个牵头，其余配合"] if leaders > 1 else []
    return units, tuple(doubts)


def _value(fact: Json) -> tuple[str, str]:
    """Return value and unit: money as printed (people report it so), the rest in plain units."""
    if fact["unit_canonical"] == "元" and fact["unit"] in ("万元", "亿元"):
        return exact_text(fact["value"]), str(fact["unit"])
    return exact_text(fact["value_canonical"]), str(fact["unit_canonical"])


def _nature(fact: Json, unit: str) -> str:
    """Guess how a figure grows: what holds per day, or at most, or is to go, does not add up."""
    if fact["comparator"] in CHANGES and unit in ("%", "百分点"):
        return "rate"
    if fact.get("per") or fact["comparator"] in ("le", "lt", "zero"):
        return "rate" if unit == "%" else "stock"
    return guess_nature(fact["name"], unit, fact["comparator"])


def _period(said: str | None) -> str:
    """Return a period's code: a day belongs to its month, a span of years to its last."""
    parts = (said or "").split("-")
    day = last_day(said or "")
    if day is None:
        return ""
    bare = len(parts) == 1 or len(parts[1]) == 4
    return str(day.year) if bare else f"{day.year}-{day.month:02}"


def _within(number: Json, taken: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    """Return whether a number's words are those of a project."""
    at = bisect_right(starts, number["start"]) - 1
    return at >= 0 and taken[at][0] <= number["start"] and number["end"] <= taken[at][1]


def _short(words: str, longest: int) -> str:
    tidy = " ".join(words.split())
    return tidy if len(tidy) <= longest else tidy[: longest - 1] + "…"
