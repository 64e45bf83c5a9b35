"""Judge every target, task and project of a plan, and carry what turned to owner and wall.

The same number of queries whatever the size of the plan.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from xueyou.domains.plans.models import Milestone, Plan, Task, TaskIndicator
from xueyou.domains.plans.services.pacing import (
    TargetLight,
    judge_one_task,
    judge_project,
    judge_target,
)
from xueyou.domains.plans.services.turning import Finding, turn_lights
from xueyou.kernel.indicators.models import Indicator, Target
from xueyou.kernel.indicators.selectors import series
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.orgs.models import Organisation

INDICATOR, TASK, PROJECT = "indicator", "task", "project"


def judge_plan(a: ActInProgress, plan: Plan, *, on: date, task: Task | None = None) -> None:
    """Judge a plan on a day and write down what turned; with `task` only what hangs on that task.

    The caller holds the plan's lock and calls this at the end of every verb that changes figures,
    milestones, duties or targets; the duty "plans.judge" calls it once a day for the whole plan.
    A plan that is closed keeps the lights it was closed with.
    """
    if plan.state == "closed":
        return
    if task is None:
        turn_lights(a, plan, list(findings(plan, on)), on)
    else:
        turn_lights(
            a, plan, list(_of_tasks(plan, [task], _Steps(plan), on)), on, others_go_out=False
        )


def findings(plan: Plan, on: date) -> Iterator[Finding]:
    """Judge everything of the plan that stands; at most eight queries."""
    steps = _Steps(plan)
    standing = plan.tasks.exclude(state="dropped").order_by("number", "pk")
    yield from _of_tasks(plan, standing, steps, on)
    for project in plan.projects.exclude(state="dropped"):
        judged = judge_project(project, steps.of_project.get(project.pk, ()), on)
        yield Finding((PROJECT, project.uid, plan.organisation_id), judged)


def _of_tasks(plan: Plan, chosen: Iterable[Task], steps: "_Steps", on: date) -> Iterator[Finding]:
    """Judge tasks with the targets of their indicators."""
    tasks = list(chosen)
    links = TaskIndicator.objects.filter(task__in=tasks).values_list("task_id", "indicator_id")
    tasks_of: dict[int, list[int]] = {}
    for task_id, indicator_id in links.order_by("task_id", "ordinal"):
        tasks_of.setdefault(indicator_id, []).append(task_id)
    lights: dict[int, list[TargetLight]] = {}
    for light in _targets(tasks_of, on):
        target = light.target
        yield Finding((INDICATOR, target.uid, target.subject_id), light.judged)
        for task_id in tasks_of[target.indicator_id]:
            lights.setdefault(task_id, []).append(light)
    for task in tasks:
        milestones = steps.of_task.get(task.pk, ())
        judged = judge_one_task(task, plan.organisation_id, lights.get(task.pk, ()), milestones, on)
        yield Finding((TASK, task.uid, plan.organisation_id), judged)


def current_targets(indicator_ids: Iterable[int]) -> list[Target]:
    """Return the targets in force of these indicators, each with indicator and subject.

    Three queries: joined, every target would bring its own copy of both.
    """
    keys = list(indicator_ids)
    rows = Target.objects.current().filter(indicator__in=keys)
    targets = list(rows.order_by("indicator", "due_on", "pk"))
    indicators = {one.pk: one for one in Indicator.objects.filter(pk__in=keys)}
    houses = Organisation.objects.filter(pk__in={target.subject_id for target in targets})
    subjects = {one.pk: one for one in houses}
    for target in targets:
        target.indicator = indicators[target.indicator_id]
        target.subject = subjects[target.subject_id]
    return targets


def _targets(indicators: Iterable[int], on: date) -> Iterator[TargetLight]:
    targets = current_targets(indicators)
    values = series(targets)
    for target in targets:
        yield TargetLight(target, judge_target(target, values[target.pk], on))


class _Steps:
    """The milestones of a plan by task and by project; one query."""

    def __init__(self, plan: Plan) -> None:
        self.of_task: dict[int, list[Milestone]] = {}
        self.of_project: dict[int, list[Milestone]] = {}
        standing = Milestone.objects.filter(dropped_on=None)
        rows = standing.filter(task__plan=plan) | standing.filter(project__plan=plan)
        for milestone in rows.order_by("ordinal", "pk"):
            if milestone.task_id is not None:
                self.of_task.setdefault(milestone.task_id, []).append(milestone)
            elif milestone.project_id is not None:
                self.of_project.setdefault(milestone.project_id, []).append(milestone)
