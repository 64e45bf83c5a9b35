"""The wall of a plan: what everybody who may see the plan sees hanging there.

Everything rests on lights that hang on the wall, figures included: a value reported this morning
may have turned a light that only its owner sees yet, so the wall shows neither.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from uuid import UUID

from xueyou.domains.plans.access.steering import READ_PLAN
from xueyou.domains.plans.models import Task, TaskIndicator
from xueyou.domains.plans.selectors.wall_counties import county_lights
from xueyou.domains.plans.selectors.wall_lights import (
    LightRow,
    OnWall,
    lights_on_wall,
    plain,
    thousandths,
)
from xueyou.domains.plans.selectors.wall_projects import project_lines
from xueyou.domains.plans.selectors.wall_views import (
    LIGHT_WORDS,
    FeaturedIndicator,
    TaskLight,
    Theme,
    Wall,
    WallPlan,
)
from xueyou.domains.plans.selectors.wall_watched import watched, week_seal
from xueyou.kernel.indicators.models import Nature, Target
from xueyou.platform.access.reading import read
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_today

FEATURED = 9
"""How many indicators the wall has room for."""


def walls(actor: Actor) -> tuple[WallPlan, ...]:
    """Return the plans whose wall the actor may see, the newest year first."""
    rows = read(actor, READ_PLAN, WallPlan).exclude(state="review")
    return tuple(rows.order_by("-year", "title"))


def wall_plan(actor: Actor, plan_uid: UUID | str) -> WallPlan:
    """Return the head of a plan. Raises NotFound."""
    return read(actor, READ_PLAN, WallPlan).get(plan_uid)


def wall(actor: Actor, plan_uid: UUID | str) -> Wall:
    """Return everything that hangs on the wall of a plan today. Raises NotFound."""
    plan = wall_plan(actor, plan_uid)
    today = business_today()
    lights = lights_on_wall(plan.uid)
    tasks = task_lights(plan, lights)
    counts = dict.fromkeys(LIGHT_WORDS, 0)
    for task in tasks:
        counts[task.light] += 1
    return Wall(
        plan=plan,
        today=today,
        elapsed=elapsed(plan, today),
        counts=counts,
        themes=_themes(tasks),
        featured=_featured(plan, lights),
        projects=project_lines(plan, lights, today),
        watched=watched(plan, tasks, today),
        counties=county_lights(lights),
        seal=week_seal(plan),
    )


def elapsed(plan: WallPlan, today: date) -> int:
    """Return tenths of a per cent of the plan's span that have passed, today included."""
    days = (plan.ends_on - plan.starts_on).days
    passed = max(0, min(days, (today - plan.starts_on).days + 1))
    return (passed * 2000 + days) // (2 * days)


def task_lights(plan: WallPlan, lights: OnWall) -> tuple[TaskLight, ...]:
    """Return the plan's tasks by number with their light on the wall. One query."""
    rows = (
        Task.objects.filter(plan__uid=plan.uid)
        .exclude(state="dropped")
        .order_by("number", "pk")
        .values_list("uid", "number", "title", "theme")
    )
    return tuple(
        _task_light(row, lights.get(("task", row[0], plan.organisation_uid))) for row in rows
    )


def _task_light(row: tuple[UUID, int, str, str], light: LightRow | None) -> TaskLight:
    uid, number, title, theme = row
    late = light.figure("days_late") if light else None
    ratio = light.figure("ratio") if light else None
    return TaskLight(
        uid=uid,
        number=number,
        title=title,
        theme=theme,
        light=light.light if light else "none",
        sentence=light.sentence if light else "",
        days_late=int(late) if late else 0,
        share=None if ratio is None else int(ratio * 1000),
    )


def _themes(tasks: tuple[TaskLight, ...]) -> tuple[Theme, ...]:
    grouped: dict[str, list[TaskLight]] = defaultdict(list)
    for task in tasks:
        grouped[task.theme].append(task)
    return tuple(Theme(name, tuple(found)) for name, found in grouped.items())


def _featured(plan: WallPlan, lights: OnWall) -> tuple[FeaturedIndicator, ...]:
    """Return the indicators that the plan puts on the wall, in its order. Two queries."""
    chosen = dict(
        TaskIndicator.objects.filter(task__plan__uid=plan.uid, featured=True)
        .exclude(task__state="dropped")
        .order_by("-task__number", "-ordinal")
        .values_list("indicator_id", "task__uid")
    )
    targets = Target.objects.filter(
        indicator__in=chosen, subject__uid=plan.organisation_uid, superseded_at=None
    ).select_related("indicator")
    place = {indicator: ordinal for ordinal, indicator in enumerate(reversed(chosen))}
    rows = sorted(targets, key=lambda row: (place[row.indicator_id], row.due_on, row.pk))
    return tuple(
        _indicator(row, chosen[row.indicator_id], lights.get(_key(row, plan)))
        for row in rows[:FEATURED]
    )


def _key(target: Target, plan: WallPlan) -> tuple[str, UUID, UUID]:
    return ("indicator", target.uid, plan.organisation_uid)


def _indicator(target: Target, task: UUID, light: LightRow | None) -> FeaturedIndicator:
    indicator = target.indicator
    goal = Decimal(target.value).scaleb(-indicator.scale)
    actual = light.figure("actual") if light else None
    expected = light.figure("expected") if light else None
    return FeaturedIndicator(
        target_uid=target.uid,
        task_uid=task,
        name=indicator.name,
        unit=indicator.unit,
        light=light.light if light else "none",
        actual=None if actual is None else plain(actual),
        target=plain(goal),
        sign="≤" if indicator.direction == "down" else "",
        filled=None if actual is None else _way(target, actual, goal),
        expected=None
        if expected is None or indicator.nature == Nature.RATE
        else _way(target, expected, goal),
        sentence=light.sentence if light else "",
    )


def _way(target: Target, figure: Decimal, goal: Decimal) -> int:
    """Return how far a figure is on its way to the goal, in tenths of a per cent."""
    if target.indicator.direction == "up":
        return thousandths(figure, goal)
    if target.baseline is not None:
        start = Decimal(target.baseline).scaleb(-target.indicator.scale)
        return thousandths(start - figure, start - goal)
    return 1000 if figure <= goal else thousandths(goal, figure)
