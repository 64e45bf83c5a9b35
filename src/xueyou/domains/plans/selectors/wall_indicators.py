"""Indicators on the wall: whose targets, of which task, how they were judged.

What may not be compared or published (results of examinations, promotion) never hangs here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from xueyou.domains.plans.models import TaskIndicator
from xueyou.domains.plans.selectors.wall_lights import LightRow, OnWall, plain, thousandths
from xueyou.domains.plans.selectors.wall_views import FeaturedIndicator, WallPlan
from xueyou.kernel.indicators.comparisons import refused_in_comparison
from xueyou.kernel.indicators.models import Target

FEATURED = 9
"""How many indicators the wall has room for."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A target with its task and its light on the wall. `own`: of the plan's organisation."""

    target: Target
    task_uid: UUID
    featured: bool
    own: bool
    light: LightRow | None


def judged_indicators(plan: WallPlan, lights: OnWall) -> tuple[Judged, ...]:
    """Return the plan's targets in the order of tasks and indicators. Two queries."""
    links = list(
        TaskIndicator.objects.filter(task__plan__uid=plan.uid)
        .exclude(task__state="dropped")
        .order_by("task__number", "ordinal", "pk")
        .values_list("indicator_id", "task__uid", "featured")
    )
    targets: dict[int, list[Target]] = {}
    for target in (
        Target.objects.filter(
            indicator__in={indicator for indicator, _, _ in links}, superseded_at=None
        )
        .order_by("due_on", "pk")
        .select_related("indicator", "subject")
    ):
        if refused_in_comparison(target.indicator.name) is None:
            targets.setdefault(target.indicator_id, []).append(target)
    return tuple(
        Judged(
            target=target,
            task_uid=task,
            featured=featured,
            own=target.subject.uid == plan.organisation_uid,
            light=lights.get(("indicator", target.uid, target.subject.uid)),
        )
        for indicator, task, featured in links
        for target in targets.get(indicator, ())
    )


def in_period(judged: Iterable[Judged], today: date) -> tuple[Judged, ...]:
    """Return one target of each indicator and organisation, in the order given.

    Of several periods the one that holds the day, else the one that ended last.
    """
    chosen: dict[tuple[int, int], Judged] = {}
    for one in judged:
        key = (one.target.indicator_id, one.target.subject_id)
        earlier = chosen.get(key)
        if earlier is None or earlier.target.due_on < today:
            chosen[key] = one
    return tuple(chosen.values())


def featured_indicators(judged: Iterable[Judged]) -> tuple[FeaturedIndicator, ...]:
    """Return the indicators that the plan puts on the wall, as many as there is room for."""
    chosen = [one for one in judged if one.featured and one.own]
    return tuple(_featured(one) for one in chosen[:FEATURED])


def _featured(one: Judged) -> FeaturedIndicator:
    indicator, light = one.target.indicator, one.light
    goal = Fraction(one.target.value, 10**indicator.scale)
    actual = light.figure("actual") if light else None
    by_time = light.figure("expected") if light and "share" in light.arithmetic else None
    return FeaturedIndicator(
        target_uid=one.target.uid,
        task_uid=one.task_uid,
        name=indicator.name,
        unit=indicator.unit,
        light=light.light if light else "none",
        actual=None if actual is None else plain(actual, indicator.scale),
        target=plain(goal, indicator.scale),
        sign="≤" if indicator.direction == "down" else "",
        filled=None if actual is None else _way(one.target, actual, goal),
        expected=None if by_time is None else _way(one.target, by_time, goal),
        sentence=light.sentence if light else "",
    )


def _way(target: Target, figure: Fraction, goal: Fraction) -> int:
    """Return how far a figure is on its way to the goal, in tenths of a per cent."""
    if target.indicator.direction == "up":
        return thousandths(figure, goal)
    if target.baseline is not None:
        start = Fraction(target.baseline, 10**target.indicator.scale)
        return thousandths(start - figure, start - goal)
    return 1000 if figure <= goal else thousandths(goal, figure)
