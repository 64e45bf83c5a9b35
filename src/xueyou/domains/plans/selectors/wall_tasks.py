"""Tasks on the wall: each with its light and the arithmetic of its worst part in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from xueyou.domains.plans.models import Task
from xueyou.domains.plans.selectors.wall_indicators import Judged
from xueyou.domains.plans.selectors.wall_lights import LightRow, OnWall
from xueyou.domains.plans.selectors.wall_views import TaskLight, Theme, WallPlan

Parts = Mapping[UUID, list[Judged]]


def task_lights(plan: WallPlan, lights: OnWall, judged: Iterable[Judged]) -> tuple[TaskLight, ...]:
    """Return the plan's tasks by number with their light on the wall. One query."""
    parts: Parts = defaultdict(list)
    for one in judged:
        if one.own:
            parts[one.task_uid].append(one)
    rows = (
        Task.objects.filter(plan__uid=plan.uid)
        .exclude(state="dropped")
        .order_by("number", "pk")
        .values_list("id", "uid", "number", "title", "theme")
    )
    return tuple(
        _task_light(row, lights.get(("task", row[1], plan.organisation_uid)), parts) for row in rows
    )


def themes(tasks: Iterable[TaskLight]) -> tuple[Theme, ...]:
    """Group tasks under the words of the plan, in the order of their first numbers."""
    grouped: dict[str, list[TaskLight]] = defaultdict(list)
    for task in tasks:
        grouped[task.theme].append(task)
    return tuple(Theme(name, tuple(found)) for name, found in grouped.items())


def _task_light(
    row: tuple[int, UUID, int, str, str], light: LightRow | None, parts: Parts
) -> TaskLight:
    key, uid, number, title, theme = row
    worst = _worst_part(parts[uid], light.light) if light else None
    late = light.figure("days_late") if light else None
    ratio = worst.light.figure("ratio") if worst and worst.light else None
    return TaskLight(
        id=key,
        uid=uid,
        number=number,
        title=title,
        theme=theme,
        light=light.light if light else "none",
        sentence=_sentence(title, light, worst) if light else "",
        days_late=int(late) if late else 0,
        share=None if ratio is None else int(ratio * 1000),
    )


def _worst_part(parts: Iterable[Judged], word: str) -> Judged | None:
    """Return the indicator with the task's own light that is furthest behind."""
    same = [one for one in parts if one.light and one.light.light == word]
    return min(same, key=_reached, default=None)


def _reached(one: Judged) -> tuple[bool, float]:
    ratio = one.light.figure("ratio") if one.light else None
    return ratio is None, float(ratio or 0)


def _sentence(title: str, light: LightRow, worst: Judged | None) -> str:
    """Say the worst part's own arithmetic where the task's light is only that of a part."""
    if light.arithmetic.get("rule") != "worst_part":
        return light.sentence
    late = late_step(light.arithmetic) if light.light == "bad" else ""
    if late or worst is None or worst.light is None:
        return late or light.sentence
    name = worst.target.indicator.name
    return worst.light.sentence if name == title else f"{name}：{worst.light.sentence}"


def late_step(arithmetic: Mapping[str, str]) -> str:
    """Return the first missed step of a light in words, empty where none was missed."""
    try:
        due_on = date.fromisoformat(arithmetic["due_on"])
        step, days = arithmetic["step"], int(arithmetic["days_late"])
    except (KeyError, ValueError):
        return ""
    return f"“{step}”应在{due_on.month}月{due_on.day}日，已过{days}天"
