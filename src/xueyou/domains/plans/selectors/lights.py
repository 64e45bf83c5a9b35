"""Which light somebody sees: whoever owes it at once, everybody else when it hangs on the wall.

A light that turned worse is its owner's for some working days before the wall shows it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from xueyou.domains.plans.access.reach import steers
from xueyou.domains.plans.access.steering import REPORT_PROJECT, REPORT_TASK
from xueyou.domains.plans.models import Light
from xueyou.engines.pace import LIGHTS, WORDS
from xueyou.platform.access.reading import scope
from xueyou.platform.acts.actors import Actor

ORDER = ("good", "slow", "bad", "done", "none")
"""The order in which counts are shown."""


@dataclass(frozen=True, slots=True)
class LightView:
    """A light as somebody sees it."""

    light: str
    sentence: str
    since: date | None
    """The day on which it turned to this; None where nothing was judged yet."""
    wall_from: date | None
    """The day on which the wall will show it, where it does not yet."""
    arithmetic: Mapping[str, str]
    """Exact figures as text: see docs/handbook/lights.md."""

    @property
    def word(self) -> str:
        """The light in a word."""
        return WORDS[self.light]

    @property
    def days_late(self) -> int:
        """Days since the first promised day that was missed; 0 where none was."""
        said = self.arithmetic.get("days_late", "")
        return int(said) if said.isascii() and said.isdigit() else 0

    @property
    def urgency(self) -> tuple[int, int]:
        """Sorting key: the worst first, the latest of them first."""
        return LIGHTS.index(self.light), -self.days_late


UNJUDGED = LightView("none", "还没有算过。", None, None, {})


@dataclass(frozen=True, slots=True)
class Eyes:
    """Whose lights an actor sees at once: of everything, or of what he owes."""

    everything: bool
    owed: frozenset[UUID]
    """Uids of the tasks and projects he reports on."""

    def at_once(self, uid: UUID) -> bool:
        """Return whether the light of a task or project is shown before it hangs on the wall."""
        return self.everything or uid in self.owed


def eyes_of(actor: Actor, plan_id: int, plan_path: str) -> Eyes:
    """Return what an actor sees at once of one plan. At most two queries."""
    if steers(actor, plan_path):
        return Eyes(True, frozenset())
    tasks = scope(actor, REPORT_TASK).filter(plan=plan_id).values_list("uid", flat=True)
    projects = scope(actor, REPORT_PROJECT).filter(plan=plan_id).values_list("uid", flat=True)
    return Eyes(False, frozenset(tasks) | frozenset(projects))


def hung_or_current() -> Q:
    """Return the condition of rows that somebody may see now; older ones are history."""
    return Q(current=True) | Q(on_wall=True)


def chosen(rows: Iterable[Light], at_once: bool) -> LightView:
    """Return the one of a thing's lights (the current, the one on the wall) that is shown."""
    current = wall = None
    for row in rows:
        current = row if row.current else current
        wall = row if row.on_wall else wall
    shown = current if at_once and current is not None else wall
    if shown is None:
        return UNJUDGED
    waits = at_once and not shown.on_wall
    return LightView(
        shown.light,
        shown.sentence,
        shown.judged_on,
        shown.wall_from if waits else None,
        shown.arithmetic,
    )


def spoken(light: LightView, parts: Iterable[tuple[str, LightView]]) -> str:
    """Return a task's light in words with figures: those of its worst part, by which it is judged.

    `parts` are its indicators by name. A step whose day has passed is said with its days.
    """
    if light.arithmetic.get("rule") != "worst_part":
        return light.sentence
    worst = [(name, part) for name, part in parts if part.light == light.light]
    if worst:
        name, part = worst[0]
        more = f"；另有{len(worst) - 1}个指标也{light.word}" if len(worst) > 1 else ""
        return f"{name}：{part.sentence}{more}"
    step, due_on = light.arithmetic.get("step"), light.arithmetic.get("due_on")
    if step and due_on:
        day = date.fromisoformat(due_on)
        return f"“{step}”承诺{day.month}月{day.day}日，已过 {light.days_late} 天"
    return light.sentence


def by_thing(rows: Iterable[Light]) -> dict[tuple[UUID, int], list[Light]]:
    """Sort lights by what and whose they are."""
    found: dict[tuple[UUID, int], list[Light]] = {}
    for row in rows:
        found.setdefault((row.about_uid, row.organisation_id), []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lights of each kind."""

    good: int = 0
    slow: int = 0
    bad: int = 0
    done: int = 0
    none: int = 0

    @property
    def shown(self) -> tuple[tuple[str, str, int], ...]:
        """Light, word, number, in the order in which they are always shown."""
        return tuple((light, WORDS[light], getattr(self, light)) for light in ORDER)

    @property
    def total(self) -> int:
        """All of them."""
        return self.good + self.slow + self.bad + self.done + self.none


def counted(lights: Iterable[str]) -> Counts:
    """Count lights by kind."""
    found: dict[str, Any] = dict.fromkeys(ORDER, 0)
    for light in lights:
        found[light] += 1
    return Counts(**found)
