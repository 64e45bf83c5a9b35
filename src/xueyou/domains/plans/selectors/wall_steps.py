"""The dated steps of a plan, read once: of its projects, and of its tasks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from xueyou.domains.plans.models import Milestone
from xueyou.domains.plans.selectors.wall_views import WallPlan


@dataclass(frozen=True, slots=True)
class DatedStep:
    """A step: the day promised, the day it was put off to, the day it was done."""

    title: str
    due_on: date
    revised_on: date | None
    done_on: date | None


StepsOf = Mapping[UUID, Sequence[DatedStep]]
"""Uid of a task or project → its steps in the order of their promised days."""


def dated_steps(plan: WallPlan) -> StepsOf:
    """Return the steps of every task and project of the plan. One query."""
    rows = (
        Milestone.objects.filter(
            Q(project__plan__uid=plan.uid) | Q(task__plan__uid=plan.uid), dropped_on=None
        )
        .order_by("due_on", "ordinal", "pk")
        .values_list("project__uid", "task__uid", "title", "due_on", "revised_on", "done_on")
    )
    found: dict[UUID, list[DatedStep]] = defaultdict(list)
    for project, task, title, due_on, revised_on, done_on in rows:
        found[project or task].append(DatedStep(title, due_on, revised_on, done_on))
    return found
