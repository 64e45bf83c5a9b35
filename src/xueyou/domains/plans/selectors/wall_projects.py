"""Projects on the wall: their steps on the promised days, the most urgent first."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from xueyou.domains.plans.models import Project
from xueyou.domains.plans.selectors.wall_lights import LightRow, OnWall
from xueyou.domains.plans.selectors.wall_steps import DatedStep, StepsOf
from xueyou.domains.plans.selectors.wall_views import ProjectLine, Step, WallPlan
from xueyou.engines.pace import LIGHTS


def project_lines(
    plan: WallPlan, lights: OnWall, steps: StepsOf, today: date
) -> tuple[ProjectLine, ...]:
    """Return all projects of the plan that still stand, the most urgent first. One query."""
    projects = Project.objects.filter(plan__uid=plan.uid).exclude(state="dropped")
    lines = [
        _line(project, steps.get(project.uid, ()), lights.get(_key(project.uid, plan)), today)
        for project in projects
    ]
    return tuple(sorted(lines, key=_urgency))


def _key(project: UUID, plan: WallPlan) -> tuple[str, UUID, UUID]:
    return ("project", project, plan.organisation_uid)


def _line(
    project: Project,
    steps: Iterable[DatedStep],
    light: LightRow | None,
    today: date,
) -> ProjectLine:
    known_on = light.known_on(today) if light else date.min
    done_on = project.done_on if project.done_on and project.done_on <= today else None
    marks = [
        Step(step.title, step.due_on, _state(step.due_on, step.done_on or done_on, known_on, today))
        for step in steps
    ]
    if all(step.due_on != project.due_on for step in marks):
        ended = _state(project.due_on, done_on, known_on, today)
        marks.append(Step("建成", project.due_on, ended))
    missed = [step.due_on for step in marks if step.state == "missed"]
    ahead = [step.due_on for step in marks if step.state == "ahead"]
    return ProjectLine(
        uid=project.uid,
        number=project.number,
        title=project.title,
        light=light.light if light else "none",
        sentence=light.sentence if light else "",
        starts_on=project.starts_on,
        due_on=project.due_on,
        done_on=done_on,
        stuck_on=min(missed, default=None),
        steps=tuple(marks),
        next_on=min(ahead, default=project.due_on),
    )


def _state(due_on: date, done_on: date | None, known_on: date, today: date) -> str:
    if done_on and done_on <= today:
        return "done"
    return "missed" if due_on < known_on else "ahead"


def _urgency(line: ProjectLine) -> tuple[int, int, int]:
    """Order: the worse light, then the longer missed, then the nearer step, then the number."""
    waits = (line.stuck_on or line.next_on).toordinal()
    if line.light == "done":
        waits = -(line.done_on or line.due_on).toordinal()
    return LIGHTS.index(line.light), waits, line.number
