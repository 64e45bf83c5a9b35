"""Lights of projects and tasks: dated steps, and the parts that a task is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xueyou.engines.pace.figures import day_written
from xueyou.engines.pace.lights import WORDS, worst
from xueyou.engines.pace.targets import Judged

NOTHING_TO_COUNT = "没有可以数的东西，请补一个指标或节点"


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step: the day promised, the day it was put off to, the day it was done."""

    title: str
    due_on: date
    revised_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """An indicator of a task as it was judged: its name and light."""

    name: str
    light: str


def judge_steps(steps: Sequence[Step], on: date, done_on: date | None = None) -> Judged:
    """Return the light of a project: its milestones and its end are steps alike.

    `done_on` is the day the whole was finished. What is done after `on` is not done yet.
    """
    if _is_done(done_on, on):
        assert done_on is not None
        return _judged("done", "finished", f"{day_written(done_on, on)}完成", on, steps)
    if not steps:
        return _judged("none", "no_step", "没有定日期的节点，请补一个", on, steps)
    late = [step for step in steps if step.due_on < on and not _is_done(step.done_on, on)]
    bad = [step for step in late if step.revised_on is None or step.revised_on < on]
    if bad:
        return _judged("bad", "step_late", _late(bad, on), on, steps)
    if late:
        return _judged("slow", "step_put_off", _put_off(late, on), on, steps)
    return _judged("good", "steps_in_time", _in_time(steps, on), on, steps)


def judge_task(
    parts: Sequence[Part],
    steps: Sequence[Step],
    on: date,
    *,
    due_on: date,
    done_on: date | None = None,
) -> Judged:
    """Return the light of a task from its indicators (as judged) and its own steps."""
    if _is_done(done_on, on):
        assert done_on is not None
        return _judged("done", "closed", f"{day_written(done_on, on)}办结", on, steps)
    lights = [part.light for part in parts] + [_light_of(step, on) for step in steps]
    if lights and all(light == "done" for light in lights):
        return _judged("done", "all_done", f"{_counted(parts, steps)}全部完成", on, steps)
    if due_on < on:
        days = (on - due_on).days
        said = f"{day_written(due_on, on)}到期，已过 {days} 天，还没有办结"
        return _judged("bad", "overdue", said, on, steps)
    if not lights:
        return _judged("none", "nothing_to_count", NOTHING_TO_COUNT, on, steps)
    light = worst(lights)
    return _judged(light, "worst_part", _worst(light, parts, steps, on), on, steps)


def _is_done(done_on: date | None, on: date) -> bool:
    return done_on is not None and done_on <= on


def _light_of(step: Step, on: date) -> str:
    """Return the light of one step: of a project with this step only, done when it is done."""
    return "done" if _is_done(step.done_on, on) else judge_steps([step], on).light


def _late(bad: Sequence[Step], on: date) -> str:
    first = min(bad, key=lambda step: (step.revised_on or step.due_on, step.title))
    day = first.revised_on or first.due_on
    days = (on - day).days
    if first.revised_on is None:
        said = f"“{first.title}”应在{day_written(day, on)}前完成，已过 {days} 天，没有改定日期"
    else:
        promised = day_written(first.due_on, on)
        said = f"“{first.title}”原定{promised}，改到{day_written(day, on)}，又过了 {days} 天"
    return said + (f"；另有 {len(bad) - 1} 个节点也晚了" if len(bad) > 1 else "")


def _put_off(late: Sequence[Step], on: date) -> str:
    first = min(late, key=lambda step: (step.revised_on or step.due_on, step.title))
    assert first.revised_on is not None
    promised, now = day_written(first.due_on, on), day_written(first.revised_on, on)
    said = f"“{first.title}”原定{promised}，推迟到{now}"
    return said + (f"；另有 {len(late) - 1} 个节点也推迟了" if len(late) > 1 else "")


def _in_time(steps: Sequence[Step], on: date) -> str:
    done = sum(_is_done(step.done_on, on) for step in steps)
    said = f"{len(steps)} 个节点完成 {done} 个，都没有误期"
    ahead = [step for step in steps if not _is_done(step.done_on, on)]
    if not ahead:
        return said
    following = min(ahead, key=lambda step: (step.due_on, step.title))
    return f"{said}；下一个是“{following.title}”（{day_written(following.due_on, on)}前）"


def _counted(parts: Sequence[Part], steps: Sequence[Step]) -> str:
    said = [f"{len(parts)} 个指标"] if parts else []
    return "、".join(said + ([f"{len(steps)} 个节点"] if steps else []))


def _worst(light: str, parts: Sequence[Part], steps: Sequence[Step], on: date) -> str:
    names = [part.name for part in parts if part.light == light]
    names += [step.title for step in steps if _light_of(step, on) == light]
    shown = "、".join(f"“{name}”" for name in names[:3])
    more = f"等 {len(names)} 项" if len(names) > 3 else ""
    return f"{shown}{more}{WORDS[light]}（共 {_counted(parts, steps)}）"


def _judged(light: str, rule: str, sentence: str, on: date, steps: Sequence[Step]) -> Judged:
    done = sum(_is_done(step.done_on, on) for step in steps)
    arithmetic = {"rule": rule, "on": str(on), "steps": str(len(steps)), "steps_done": str(done)}
    late = [s for s in steps if s.due_on < on and not _is_done(s.done_on, on)]
    if late and light != "done":
        first = min(late, key=lambda step: (step.due_on, step.title))
        arithmetic |= {
            "step": first.title,
            "due_on": str(first.due_on),
            "days_late": str((on - first.due_on).days),
        }
    return Judged(light=light, sentence=sentence, arithmetic=arithmetic)
