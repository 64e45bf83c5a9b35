"""Turn a confirmed version into what is steered: tasks, duties, targets, projects, deadlines.

Runs inside the act that confirms. On a later version whatever still stands keeps its row (found by
the item's thread), and with it figures, notes, duties and lights; what the version no longer holds
is dropped, never deleted.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID, uuid5

from xueyou.domains.plans.models import Item, Plan, PlanVersion, Project, Task
from xueyou.domains.plans.services.duties import place_duties
from xueyou.domains.plans.services.judging import judge_plan
from xueyou.domains.plans.services.set_up_projects import (
    DROPPED,
    OPEN,
    by_name,
    day,
    leave,
    set_up_milestones,
    set_up_projects,
)
from xueyou.domains.plans.services.set_up_targets import set_up_targets
from xueyou.domains.plans.services.task_deadlines import set_deadlines
from xueyou.domains.plans.services.units import Units
from xueyou.domains.plans.settlements.baselines import begin_where_the_last_ended
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.db import uuid7

UNCLAIMED = "没有归到任务的指标"
UNCLAIMED_THEME = "其他"


def set_up_plan(a: ActInProgress, version: PlanVersion) -> None:
    """Make the plan's tasks, duties, targets, projects and deadlines those of a version.

    Its accepted items count, in document order; the caller holds the plan's lock. Ends with every
    light judged anew.
    """
    plan = version.plan
    on = a.business_at.date()
    everything = list(version.items.select_related("merged_into", "version").order_by("ordinal"))
    accepted = sorted(
        (item for item in everything if item.state == "accepted"),
        key=lambda item: (item.start, item.ordinal),
    )
    units = Units(plan.organisation, on)
    tasks = _Tasks(a, plan, everything, [item for item in accepted if item.kind == "task"], units)
    set_up_targets(a, plan, _of(accepted, "indicator"), tasks.owning, units)
    projects = set_up_projects(a, plan, _of(accepted, "project"), tasks.of, units)

    def owner_of(item: Item) -> Task | Project:
        named = tasks.item_of(item.content.get("project"))
        if named is not None and named.thread in projects:
            return projects[named.thread]
        return tasks.of(item) or by_name(projects, item.content["name"]) or tasks.owning(item)

    set_up_milestones(a, plan, _of(accepted, "milestone"), owner_of)
    tasks.leave_others()
    set_deadlines(a, plan, version)
    judge_plan(a, plan, on=on)
    begin_where_the_last_ended(a, plan)


def _of(items: Iterable[Item], kind: str) -> list[Item]:
    return [item for item in items if item.kind == kind]


class _Tasks:
    """The plan's tasks by the thread of their item, and which of them an item belongs to."""

    def __init__(
        self,
        a: ActInProgress,
        plan: Plan,
        everything: Sequence[Item],
        items: Sequence[Item],
        units: Units,
    ) -> None:
        self._a, self._plan = a, plan
        self._existing = {task.thread: task for task in plan.tasks.select_related("item")}
        self._by_key = {item.key: item for item in everything}
        self._by_pk = {item.pk: item for item in everything}
        self._standing: dict[UUID, Task] = {}
        self._last = plan.ends_on - timedelta(days=1)
        for item in items:
            self._set(item, units)

    def item_of(self, key: str | None) -> Item | None:
        """Return the item that a key of the version leads to, through merging; else None."""
        item = self._by_key.get(key or "")
        while item is not None and item.state == "merged" and item.merged_into_id is not None:
            item = self._by_pk.get(item.merged_into_id)
        return item

    def of(self, item: Item) -> Task | None:
        """Return the task that an item names, None where it names none that stands."""
        named = self.item_of(item.content.get("task"))
        return self._standing.get(named.thread) if named is not None else None

    def owning(self, item: Item) -> Task:
        """Return the task that an item names, or the one that gathers what no task claims."""
        return self.of(item) or self._unclaimed(item)

    def leave_others(self) -> None:
        """Leave behind the tasks that the version no longer holds."""
        leave(self._existing, self._standing)

    def _set(self, item: Item, units: Units) -> None:
        content, before = item.content, self._existing.get(item.thread)
        units_before = before.item.content.get("units") if before is not None else None
        task = self._save(
            before or self._new(item.thread),
            item,
            str(content["title"])[:200],
            str(content.get("theme") or "")[:10],
            day(content.get("due_on"), self._last),
        )
        if units_before != content.get("units", []):
            owed = units.owed(content.get("units", []))
            place_duties(self._a, task, owed, on=self._a.business_at.date())

    def _unclaimed(self, item: Item) -> Task:
        thread = uuid5(self._plan.uid, "unclaimed")
        if thread not in self._standing:
            task = self._existing.get(thread) or self._new(thread)
            self._save(task, item, UNCLAIMED, UNCLAIMED_THEME, self._last)
        return self._standing[thread]

    def _new(self, thread: UUID) -> Task:
        return Task(uid=uuid7(), plan=self._plan, thread=thread)

    def _save(self, task: Task, item: Item, title: str, theme: str, due_on: date) -> Task:
        task.item, task.number = item, len(self._standing) + 1
        task.title, task.theme, task.due_on = title, theme, due_on
        if task.state == DROPPED:
            task.state = OPEN
        task.save()
        self._standing[task.thread] = task
        return task
