"""Projects and milestones of a confirmed version. What was finished or put off stays so."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from xueyou.domains.plans.models import Item, Milestone, Plan, Project, Task
from xueyou.domains.plans.services.duties import owed_by, place_duties
from xueyou.domains.plans.services.units import Units
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.db import uuid7

OPEN, DROPPED = "open", "dropped"


def day(said: Any, otherwise: date) -> date:
    """Return the day an item's content names, or the other where it names none."""
    return date.fromisoformat(said) if said else otherwise


def set_up_projects(
    a: ActInProgress,
    plan: Plan,
    items: Sequence[Item],
    task_of: Callable[[Item], Task | None],
    units: Units,
) -> dict[UUID, Project]:
    """Make the plan's projects what these accepted items say; return them by thread."""
    existing = {project.thread: project for project in plan.projects.all()}
    last = plan.ends_on - timedelta(days=1)
    standing: dict[UUID, Project] = {}
    for number, item in enumerate(items, start=1):
        content = item.content
        place = units.by_code.get(content.get("organisation") or "") or plan.organisation
        project = existing.get(item.thread) or Project(
            uid=uuid7(), plan=plan, thread=item.thread, starts_on=plan.starts_on
        )
        project.item, project.number = item, number
        project.title, project.organisation = str(content["name"])[:200], place
        project.starts_on = day(content.get("starts_on"), plan.starts_on)
        project.due_on = day(content.get("due_on"), last)
        project.places = int(content.get("places") or 0)
        if project.state == DROPPED:
            project.state = OPEN
        new = project.pk is None
        project.save()
        if new:
            _inherit_duties(a, project, task_of(item))
        standing[item.thread] = project
    leave(existing, standing)
    return standing


def leave(existing: Mapping[UUID, Task | Project], standing: Collection[UUID]) -> None:
    """Drop what is open and the version lacks; what is done stays, numbered behind the others."""
    number = len(standing)
    for row in sorted(existing.values(), key=lambda row: (row.number, row.pk)):
        if row.thread in standing or row.state == DROPPED:
            continue
        if row.state == OPEN:
            row.state = DROPPED
        else:
            number += 1
            row.number = number
        row.save(update_fields=["state", "number"])


def set_up_milestones(
    a: ActInProgress,
    plan: Plan,
    items: Sequence[Item],
    owner_of: Callable[[Item], Task | Project],
) -> None:
    """Make the printed milestones what these accepted items say; those typed by officers stay."""
    of_plan = Milestone.objects.filter(task__plan=plan) | Milestone.objects.filter(
        project__plan=plan
    )
    existing = {milestone.thread: milestone for milestone in of_plan}
    on = a.business_at.date()
    wanted: set[UUID] = set()
    ordinals: dict[tuple[str, int], int] = {}
    for item in items:
        owner = owner_of(item)
        place = (type(owner).__name__, owner.pk)
        ordinals[place] = ordinals.get(place, 0) + 1
        wanted.add(item.thread)
        _set(existing.get(item.thread), item, owner, ordinals[place])
    printed = set(
        Item.objects.filter(version__plan=plan, kind="milestone").values_list("thread", flat=True)
    )
    for thread, milestone in existing.items():
        if thread in printed - wanted and milestone.dropped_on is None:
            milestone.dropped_on = on
            milestone.save(update_fields=["dropped_on"])


def _set(milestone: Milestone | None, item: Item, owner: Task | Project, ordinal: int) -> None:
    if milestone is None:
        milestone = Milestone(uid=uuid7(), thread=item.thread)
    milestone.task = owner if isinstance(owner, Task) else None
    milestone.project = owner if isinstance(owner, Project) else None
    milestone.ordinal = ordinal
    milestone.title = str(item.content["name"])[:120]
    milestone.due_on = day(item.content.get("due_on"), owner.due_on)
    milestone.dropped_on = None
    milestone.save()


def _inherit_duties(a: ActInProgress, project: Project, task: Task | None) -> None:
    """Let whoever owes its task owe a project, until officers say otherwise."""
    if task is not None:
        place_duties(a, project, owed_by(task), on=a.business_at.date())


def by_name(projects: Mapping[UUID, Project], name: str) -> Project | None:
    """Return the project whose title begins a milestone's name, the longest such title."""
    titled = [project for project in projects.values() if name.startswith(project.title)]
    return max(titled, key=lambda project: len(project.title), default=None)
