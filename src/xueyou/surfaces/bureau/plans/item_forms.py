"""Owns the forms of review: what was typed becomes content, and content becomes fields again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xueyou.domains.plans.filling import (
    DIRECTIONS,
    NATURES,
    OFFERED,
    fen_of,
    percent_of,
    with_tolerance,
    written,
)
from xueyou.domains.plans.selectors.review import Choices
from xueyou.domains.plans.services.contents import FIELDS, units_in
from xueyou.formats.plan_words import COMPARATORS

OWN = "own"
"""Of the tolerance: the officer types a percentage."""
PART_FIELDS = {
    "indicator": ("name", "value", "unit", "subject"),
    "task": ("title", "units"),
    "project": ("name", "money", "due_on", "organisation"),
    "milestone": ("name", "due_on"),
}
"""What differs between the parts of a split; the rest is taken over from the whole."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form, as its template draws it."""

    name: str
    label: str
    value: str
    kind: str
    """text, date, select, number, lines"""
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    error: str = ""


FORMED = {"money_fen": "money", "tolerance": "percent"}
STORED = {form: stored for stored, form in FORMED.items()}
"""Fields that people fill in other units than they are kept in."""
LABELS = {
    "title": "任务名称",
    "theme": "主题",
    "units": "责任单位",
    "due_on": "期限",
    "name": "名称",
    "value": "目标",
    "unit": "单位",
    "comparator": "怎么比",
    "period": "期限",
    "nature": "怎么累计",
    "direction": "哪头好",
    "percent": "少百分之几以内算完成",
    "task": "所属任务",
    "subject": "算谁的",
    "money": "投入（万元）",
    "starts_on": "开工",
    "places": "新增学位",
    "organisation": "建在",
    "project": "哪个项目的",
}
HINTS = {
    "units": "牵头的后面写（牵头），用顿号分开",
    "period": "2026、2026Q3、2026-09 或 SY2026（学年）；空着按计划的最后一天",
    "theme": "两到四个字，挂图按它分组",
    "percent": "填 0 就是一个不少",
}


def typed(kind: str, given: Mapping[str, str], start: Mapping[str, Any]) -> dict[str, Any]:
    """Return content from a form's fields; what the form does not hold is taken from `start`.

    Nothing is checked here: the verb does, and says what is wrong.
    """
    content = {name: start.get(name) for name in FIELDS[kind]}
    for name, value in given.items():
        if name == "units":
            content["units"] = units_in(value)
        elif name == "money":
            content["money_fen"] = fen_of(value)
        elif name == "percent":
            content["tolerance"] = percent_of(value)
        elif name == "tolerance":
            content["tolerance"] = tolerance_of(value, given.get("tolerance_own", ""))
        elif name in content:
            content[name] = value
    return with_tolerance(content)


def tolerance_of(choice: str, own: str = "") -> Any:
    """Return ten-thousandths from a choice: "0", "500", or a percentage typed; None for nothing."""
    if choice == OWN:
        return percent_of(own)
    return int(choice) if choice.isascii() and choice.isdigit() and len(choice) < 6 else None


def fields_of(
    kind: str,
    content: Mapping[str, Any],
    choices: Choices,
    wrong: Mapping[str, str],
    *,
    only: tuple[str, ...] | None = None,
    prefix: str = "",
) -> tuple[Field, ...]:
    """Return the fields that edit a content, with what is wrong beside each."""
    names = only or tuple(
        FORMED.get(name, name) for name in FIELDS[kind] if name not in ("curve", "hedge")
    )
    return tuple(
        Field(
            name=prefix + name,
            label="完成" if name == "due_on" and kind == "project" else LABELS[name],
            value=written(content, STORED.get(name, name)),
            kind=_kind(name),
            options=_options(name, choices),
            hint=HINTS.get(name, ""),
            error=wrong.get(prefix + STORED.get(name, name), ""),
        )
        for name in names
    )


def empty(kind: str) -> dict[str, Any]:
    """Return what a new item of a kind starts with."""
    if kind == "indicator":
        start: dict[str, Any] = {"comparator": "ge", "nature": "cumulative", "direction": "up"}
        return start | {"tolerance": 0}
    return {"units": []} if kind == "task" else {}


def _kind(name: str) -> str:
    if name in ("due_on", "starts_on"):
        return "date"
    if name in ("comparator", "nature", "direction", "task", "project", "subject", "organisation"):
        return "select"
    return "text"


def _options(name: str, choices: Choices) -> tuple[tuple[str, str], ...]:
    if name == "comparator":
        return tuple((code, COMPARATORS[code]) for code in OFFERED)
    if name == "nature":
        return tuple(NATURES.items())
    if name == "direction":
        return tuple(DIRECTIONS.items())
    if name == "task":
        return (("", "没有归到任务"), *choices.tasks)
    if name == "project":
        return (("", "不属于项目"), *choices.projects)
    if name in ("subject", "organisation"):
        return (("", "本级"), *choices.places)
    return ()
