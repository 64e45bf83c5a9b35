"""What goes along when a post is handed over: its tasks and projects, their last days, papers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from xueyou.domains.plans.access.steering import READ_PROJECT, READ_TASK
from xueyou.domains.plans.models import Duty
from xueyou.domains.plans.services.task_deadlines import DEADLINE, OWNER_KIND
from xueyou.kernel.deadlines.services import by_owner
from xueyou.kernel.papers.access import READ_PAPER
from xueyou.kernel.papers.models import PaperState, PaperStep
from xueyou.kernel.papers.steps import OPEN
from xueyou.kernel.papers.views import PaperRow
from xueyou.platform.access.reading import can, read, scope
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_today


@dataclass(frozen=True, slots=True)
class OwedTask:
    """A task that the post leads or supports. `last_day`: of its deadline, None while paused."""

    uid: UUID
    number: int
    title: str
    plan: str
    leads: bool
    due_on: date
    last_day: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class OwedProject:
    """A project that the post leads or supports. `due_on` is the day as last revised."""

    uid: UUID
    number: int
    title: str
    plan: str
    leads: bool
    due_on: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class PostDuties:
    """Everything open that a post owes today, and its holder's papers that nobody signed yet."""

    tasks: tuple[OwedTask, ...]
    projects: tuple[OwedProject, ...]
    papers: tuple[PaperRow, ...]

    @property
    def overdue(self) -> int:
        """Return how many are past their last day."""
        late = [task.overdue for task in self.tasks]
        return sum(late) + sum(project.overdue for project in self.projects)


def duties_of(actor: Actor, post_id: int, holder_id: int | None) -> PostDuties:
    """Return what a post owes, as far as the actor may see it. At most six queries."""
    today = business_today()
    owed = Duty.objects.standing().on(today).filter(post_id=post_id)
    return PostDuties(
        tasks=tuple(_tasks(actor, owed, today)),
        projects=tuple(_projects(actor, owed, today)),
        papers=tuple(_papers(actor, holder_id)) if holder_id is not None else (),
    )


def owed_counts(post_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return how many open tasks and projects each post owes today. One query."""
    rows = (
        Duty.objects.standing()
        .on(business_today())
        .filter(post_id__in=list(post_ids))
        .values("post_id")
        .annotate(
            tasks=Count("task", filter=Q(task__state="open"), distinct=True),
            projects=Count("project", filter=Q(project__state="open"), distinct=True),
        )
    )
    return {row["post_id"]: (row["tasks"], row["projects"]) for row in rows}


def _tasks(actor: Actor, owed: QuerySet[Duty], today: date) -> list[OwedTask]:
    seen = scope(actor, READ_TASK).filter(state="open").values("pk")
    rows = owed.filter(task__in=seen).select_related("task__plan")
    duties = _once(rows.order_by("task__due_on", "task__number"), "task_id")
    deadlines = by_owner(OWNER_KIND, [duty.task.uid for duty in duties if duty.task], DEADLINE)
    found = []
    for duty in duties:
        task = duty.task
        assert task is not None
        deadline = deadlines.get(task.uid)
        last = deadline.last_day if deadline is not None else task.due_on
        found.append(
            OwedTask(
                uid=task.uid,
                number=task.number,
                title=task.title,
                plan=task.plan.title,
                leads=duty.role == "lead",
                due_on=task.due_on,
                last_day=last,
                overdue=last is not None and last < today,
            )
        )
    return found


def _projects(actor: Actor, owed: QuerySet[Duty], today: date) -> list[OwedProject]:
    seen = scope(actor, READ_PROJECT).filter(state="open").values("pk")
    rows = owed.filter(project__in=seen).select_related("project__plan")
    found = []
    for duty in _once(rows.order_by("project__due_on", "project__number"), "project_id"):
        project = duty.project
        assert project is not None
        due_on = project.revised_on or project.due_on
        found.append(
            OwedProject(
                uid=project.uid,
                number=project.number,
                title=project.title,
                plan=project.plan.title,
                leads=duty.role == "lead",
                due_on=due_on,
                overdue=due_on < today,
            )
        )
    return found


def _once(rows: QuerySet[Duty], owner: str) -> list[Duty]:
    """Return one duty an owner, the leading one where there are two."""
    found: dict[int, Duty] = {}
    for duty in rows:
        before = found.setdefault(getattr(duty, owner), duty)
        if before.role != "lead" and duty.role == "lead":
            found[getattr(duty, owner)] = duty
    return list(found.values())


def _papers(actor: Actor, holder_id: int) -> list[PaperRow]:
    if not can(actor, READ_PAPER):
        return []
    wrote = PaperStep.objects.filter(by_id=holder_id, state_after=PaperState.DRAFTED)
    rows = read(actor, READ_PAPER, PaperRow).filter(state__in=list(OPEN))
    written = rows.restrict(Q(pk__in=wrote.values("paper_id")))
    return list(written.order_by("-year", "-uid").page(1).rows)
