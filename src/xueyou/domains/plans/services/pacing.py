"""Rows of a plan in the words of engines.pace: targets with their readings, dated steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from xueyou.domains.plans.models import Milestone, Project, Task
from xueyou.engines.pace import (
    Curve,
    Judged,
    Part,
    Reading,
    Step,
    judge,
    judge_steps,
    judge_task,
)
from xueyou.engines.pace import Target as PaceTarget
from xueyou.engines.pace.figures import with_unit, written
from xueyou.kernel.indicators.models import Basis, Target
from xueyou.kernel.indicators.rows import ValueRow
from xueyou.kernel.indicators.selectors import judged_rows

LONGEST_SENTENCE = 300


@dataclass(frozen=True, slots=True)
class TargetLight:
    """A target with its light."""

    target: Target
    judged: Judged


def curve_of(stored: dict[str, Any]) -> Curve:
    """Return a target's stored curve as the engine takes it."""
    points = stored.get("points") or ()
    return Curve(
        str(stored.get("kind") or "time"),
        tuple((date.fromisoformat(day), int(share)) for day, share in points),
    )


def pace_target(target: Target) -> PaceTarget:
    """Return a target, with its indicator, as the engine takes it."""
    indicator = target.indicator
    return PaceTarget(
        comparator=target.comparator,
        value=target.value,
        nature=indicator.nature,
        starts_on=target.starts_on,
        due_on=target.due_on,
        direction=indicator.direction,
        tolerance=target.tolerance,
        baseline=target.baseline,
        curve=curve_of(target.curve),
        unit=indicator.unit,
        scale=indicator.scale,
    )


def judge_target(target: Target, rows: Sequence[ValueRow], on: date) -> Judged:
    """Return the light of a target, with the uid of the value it rests on in its arithmetic.

    Where the unit reported another figure than the platform computed, the sentence says both.
    """
    used = judged_rows(target, rows, on)
    judged = judge(pace_target(target), [Reading(row.as_of, row.value) for row in used], on)
    if judged.actual is None:
        return judged
    latest = used[-1]
    arithmetic = dict(judged.arithmetic) | {
        "value_uid": str(latest.uid),
        "basis": latest.basis,
    }
    if latest.numerator is not None and latest.denominator is not None:
        arithmetic |= {"numerator": str(latest.numerator), "denominator": str(latest.denominator)}
    sentence = judged.sentence
    other = _reported_beside(latest, rows, on)
    if other is not None:
        number = _written(target, other)
        arithmetic["said_reported"] = number
        sentence = f"{sentence}（系统算的；单位报的是 {number}）"
    return replace(judged, sentence=_cut(sentence), arithmetic=arithmetic)


def _reported_beside(used: ValueRow, rows: Sequence[ValueRow], on: date) -> ValueRow | None:
    """Return the latest reported value where it differs from the computed one that was used."""
    if used.basis != Basis.COMPUTED:
        return None
    reported = [row for row in rows if row.basis == Basis.REPORTED and row.as_of <= on]
    if not reported or reported[-1].value == used.value:
        return None
    return reported[-1]


def _written(target: Target, row: ValueRow) -> str:
    indicator = target.indicator
    number = Fraction(row.value, 10**indicator.scale)
    return with_unit(written(number, indicator.scale), indicator.unit)


def judge_one_task(
    task: Task,
    own: int,
    targets: Sequence[TargetLight],
    milestones: Iterable[Milestone],
    on: date,
) -> Judged:
    """Return a task's light from those targets of its indicators that count for it, and its steps.

    `own` is the key of the plan's organisation.
    """
    counted = counting(targets, own, on)
    parts = [Part(light.target.indicator.name, light.judged.light) for light in counted]
    done_on = task.done_on if task.state == "done" else None
    judged = judge_task(parts, steps_of(milestones), on, due_on=task.due_on, done_on=done_on)
    return replace(judged, sentence=_cut(judged.sentence))


def counting(targets: Sequence[TargetLight], own: int, on: date) -> list[TargetLight]:
    """Return the targets by which a task is judged on a day.

    Of each indicator those of the plan's own organisation, or where it has none those of the
    others; of these the ones whose period holds the day, else the latest past, else the next.
    """
    by_indicator: dict[int, list[TargetLight]] = {}
    for light in targets:
        by_indicator.setdefault(light.target.indicator_id, []).append(light)
    found: list[TargetLight] = []
    for lights in by_indicator.values():
        ours = [light for light in lights if light.target.subject_id == own] or lights
        found += _in_force(ours, on)
    return found


def _in_force(lights: list[TargetLight], on: date) -> list[TargetLight]:
    running = [x for x in lights if x.target.starts_on <= on <= x.target.due_on]
    if running:
        return running
    past = [x for x in lights if x.target.due_on < on]
    if past:
        last = max(x.target.due_on for x in past)
        return [x for x in past if x.target.due_on == last]
    first = min(x.target.starts_on for x in lights)
    return [x for x in lights if x.target.starts_on == first]


def judge_project(project: Project, milestones: Iterable[Milestone], on: date) -> Judged:
    """Return a project's light; its end is a step like its milestones."""
    done_on = project.done_on if project.state == "done" else None
    end = Step("建成", project.due_on, project.revised_on, done_on)
    judged = judge_steps([*steps_of(milestones), end], on, done_on)
    return replace(judged, sentence=_cut(judged.sentence))


def steps_of(milestones: Iterable[Milestone]) -> list[Step]:
    """Return milestones as the engine takes them."""
    return [Step(m.title, m.due_on, m.revised_on, m.done_on) for m in milestones]


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST_SENTENCE else sentence[: LONGEST_SENTENCE - 1] + "…"
