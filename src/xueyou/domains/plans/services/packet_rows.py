"""What a packet is made of, read from the tables in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from xueyou.domains.plans.models import (
    Duty,
    HandoverSheet,
    Light,
    Milestone,
    Plan,
    Project,
    Task,
    TaskIndicator,
)
from xueyou.kernel.indicators.models import Target
from xueyou.kernel.indicators.rows import ValueRow
from xueyou.kernel.indicators.selectors import series

LightKey = tuple[str, UUID, int]


@dataclass(frozen=True, slots=True)
class PacketRows:
    """The rows of a plan as they stand when it is frozen."""

    plan: Plan
    tasks: list[Task]
    projects: list[Project]
    links: dict[int, list[TaskIndicator]]
    """By task."""
    targets: dict[int, list[Target]]
    """By indicator; of every organisation."""
    values: dict[int, list[ValueRow]]
    """By target."""
    lights: dict[LightKey, Light]
    """What hangs on the wall, by (kind, uid, organisation)."""
    leads: dict[tuple[str, int], Duty]
    """By ("task" | "project", key)."""
    milestones: dict[tuple[str, int], list[Milestone]]
    sheets: list[HandoverSheet]

    def light(self, kind: str, uid: UUID, organisation_id: int | None = None) -> Light | None:
        """Return the light on the wall, by default that of the plan's own organisation."""
        return self.lights.get((kind, uid, organisation_id or self.plan.organisation_id))

    def own_targets(self, task: Task) -> list[tuple[TaskIndicator, Target]]:
        """Return a task's targets of the plan's own organisation, with what links them."""
        return [
            (link, target)
            for link in self.links.get(task.pk, ())
            for target in self.targets.get(link.indicator_id, ())
            if target.subject_id == self.plan.organisation_id
        ]


def rows_of(plan: Plan, on: date) -> PacketRows:
    """Read the rows of a plan; duties are those of the day. Nine queries."""
    tasks = list(plan.tasks.exclude(state="dropped").order_by("number", "pk"))
    projects = list(plan.projects.exclude(state="dropped").order_by("number", "pk"))
    links = list(
        TaskIndicator.objects.filter(task__in=tasks)
        .select_related("item__version__document")
        .order_by("ordinal", "pk")
    )
    targets = list(
        Target.objects.current()
        .filter(indicator__in={link.indicator_id for link in links})
        .select_related("indicator", "subject")
        .order_by("due_on", "pk")
    )
    lights = Light.objects.filter(plan=plan, on_wall=True).select_related("organisation")
    return PacketRows(
        plan=plan,
        tasks=tasks,
        projects=projects,
        links=_grouped((link.task_id, link) for link in links),
        targets=_grouped((target.indicator_id, target) for target in targets),
        values=series(targets),
        lights={(row.about_kind, row.about_uid, row.organisation_id): row for row in lights},
        leads=_leads(plan, on),
        milestones=_milestones(plan),
        sheets=list(plan.sheets.filter(returned_on=None).order_by("reply_by", "pk")),
    )


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, row in pairs:
        found[key].append(row)
    return dict(found)


def _leads(plan: Plan, on: date) -> dict[tuple[str, int], Duty]:
    rows = Duty.objects.standing().on(on).filter(role="lead")
    mine = rows.filter(task__plan=plan) | rows.filter(project__plan=plan)
    return {_owner(duty): duty for duty in mine.select_related("post__organisation")}


def _milestones(plan: Plan) -> dict[tuple[str, int], list[Milestone]]:
    rows = Milestone.objects.filter(dropped_on=None)
    mine = rows.filter(task__plan=plan) | rows.filter(project__plan=plan)
    return _grouped((_owner(stone), stone) for stone in mine.order_by("due_on", "ordinal", "pk"))


def _owner(row: Duty | Milestone) -> tuple[str, int]:
    if row.task_id is not None:
        return "task", row.task_id
    assert row.project_id is not None, "it is of a task or a project"
    return "project", row.project_id
