"""Task forces as whoever keeps them sees them, and the tasks that a member finds in his."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xueyou.domains.plans.access.forces import FORCES, FORM_FORCE, KEEP_FORCE
from xueyou.domains.plans.access.steering import READ_TASK, TASKS
from xueyou.domains.plans.models import Task, TaskForceMember, TaskForceTask
from xueyou.platform.access.reading import Page, Rows, read, scope, target
from xueyou.platform.access.views import source, view_of
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_today


@view_of(FORCES)
class ForceRow:
    """A task force in a list. `id` is for joining only."""

    id: int
    uid: UUID
    name: str
    plan: str = source("plan__title")
    plan_uid: UUID = source("plan__uid")
    opened_on: date
    closed_on: date | None


@view_of(TASKS)
class ForceTaskRow:
    """A task as its force finds it: what, until when."""

    uid: UUID
    number: int
    title: str
    due_on: date
    state: str
    plan: str = source("plan__title")


@dataclass(frozen=True, slots=True)
class GivenTask:
    """A task that a force works on today."""

    uid: UUID
    number: int
    title: str
    due_on: date
    state: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A membership that holds today, or will."""

    uid: UUID
    name: str
    login_name: str
    unit_name: str
    valid_from: date
    valid_to: date | None
    begun: bool


@dataclass(frozen=True, slots=True)
class Force:
    """A task force with its tasks and members of today and later."""

    row: ForceRow
    tasks: tuple[GivenTask, ...]
    members: tuple[MemberRow, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A task that may be given to a force."""

    uid: UUID
    number: int
    title: str


def forces(actor: Actor, plan_uid: UUID | str | None = None) -> list[Force]:
    """Return the open task forces that the actor keeps, newest first; at most 50. Three queries."""
    rows = read(actor, KEEP_FORCE, ForceRow).filter(closed_on__isnull=True)
    if plan_uid is not None:
        rows = rows.filter(plan_uid=plan_uid)
    return _with_contents(list(rows.order_by("-opened_on", "-id").page(1).rows))


def force(actor: Actor, uid: UUID | str) -> Force:
    """Return one task force. Raises NotFound."""
    return _with_contents([read(actor, KEEP_FORCE, ForceRow).get(uid)])[0]


def tasks_to_give(actor: Actor, uid: UUID | str) -> list[Choice]:
    """Return the open tasks of the force's plan that it does not have yet. Raises NotFound."""
    found = target(actor, KEEP_FORCE, uid)
    given = TaskForceTask.objects.standing().on(business_today()).filter(force=found)
    rows = Task.objects.filter(plan=found.plan, state="open")
    rows = rows.exclude(pk__in=given.values("task_id")).order_by("number")
    return [Choice(row.uid, row.number, row.title) for row in rows]


def plans_to_steer(actor: Actor) -> list[tuple[UUID, str]]:
    """Return the plans in force on which the actor may form a force: uid, title."""
    rows = scope(actor, FORM_FORCE).filter(state="steered").order_by("-year", "title")
    return list(rows.values_list("uid", "title")[:100])


def my_tasks(actor: Actor, page: int | str | None = 1) -> Page[ForceTaskRow]:
    """Return the tasks of the forces in which the actor takes part today, by their last day."""
    rows: Rows[ForceTaskRow] = read(actor, READ_TASK, ForceTaskRow)
    return rows.order_by("due_on", "number").page(page)


def my_forces(actor: Actor) -> list[tuple[str, str, date | None]]:
    """Return the forces in which the actor takes part today: name, plan, until (not with) when."""
    if not isinstance(actor.user, User):
        return []
    rows = (
        TaskForceMember.objects.standing()
        .on(business_today())
        .filter(user=actor.user, force__closed_on=None)
        .select_related("force__plan")
        .order_by("force__name")
    )
    return [(row.force.name, row.force.plan.title, row.valid_to) for row in rows]


def _with_contents(rows: list[ForceRow]) -> list[Force]:
    today, ids = business_today(), [row.id for row in rows]
    tasks: dict[int, list[GivenTask]] = defaultdict(list)
    given = TaskForceTask.objects.standing().on(today).filter(force_id__in=ids)
    for one in given.select_related("task").order_by("task__number"):
        task = one.task
        tasks[one.force_id].append(
            GivenTask(task.uid, task.number, task.title, task.due_on, task.state)
        )
    members: dict[int, list[MemberRow]] = defaultdict(list)
    standing = TaskForceMember.objects.standing().filter(force_id__in=ids).select_related("user")
    for member in standing.order_by("unit_name", "valid_from", "pk"):
        if member.valid_to is None or member.valid_to > today:
            members[member.force_id].append(_member(member, today))
    return [Force(row, tuple(tasks[row.id]), tuple(members[row.id])) for row in rows]


def _member(row: TaskForceMember, today: date) -> MemberRow:
    return MemberRow(
        uid=row.uid,
        name=row.user.name,
        login_name=row.user.login_name,
        unit_name=row.unit_name,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        begun=row.valid_from <= today,
    )
