"""What to keep an eye on this week, who answers for it, and the week that was sealed last."""

from collections.abc import Iterable
from datetime import date

from xueyou.domains.plans.selectors.duties import Duties
from xueyou.domains.plans.selectors.wall_circular import Circular, latest_circular
from xueyou.domains.plans.selectors.wall_steps import StepsOf
from xueyou.domains.plans.selectors.wall_views import TaskLight, WallPlan, Watched, WeekSeal
from xueyou.domains.plans.services.task_deadlines import DEADLINE, OWNER_KIND
from xueyou.kernel.deadlines import services as deadlines
from xueyou.kernel.indicators.models import Checkpoint

WATCHED = 3
NOBODY = "还没有定责任单位"


def watched(
    plan: WallPlan, tasks: Iterable[TaskLight], steps: StepsOf, today: date
) -> tuple[Watched, ...]:
    """Return the worst tasks, three at most: red before yellow, then the longest missed.

    Among those without a missed day the one furthest behind its expected line comes first.
    Four queries.
    """
    worst = sorted((task for task in tasks if task.light in ("bad", "slow")), key=_badness)
    worst = worst[:WATCHED]
    duties = Duties("task", [task.id for task in worst], today)
    due = deadlines.by_owner(OWNER_KIND, [task.uid for task in worst], DEADLINE)
    last_days = {uid: found.last_day for uid, found in due.items() if found.is_open}
    circular = latest_circular(plan) if worst else None
    found = []
    for task in worst:
        lead = duties.lead(task.id)
        found.append(
            Watched(
                task=task,
                unit=lead.unit if lead else NOBODY,
                post=lead.post if lead else "",
                holder=lead.holder if lead else "",
                next_step=_next_step(task, circular, steps, last_days.get(task.uid), today),
            )
        )
    return tuple(found)


def _badness(task: TaskLight) -> tuple[bool, int, int, int]:
    share = task.share if task.share is not None else 1000
    return task.light != "bad", -task.days_late, share, task.number


def _next_step(
    task: TaskLight, circular: Circular | None, steps: StepsOf, last_day: date | None, today: date
) -> str:
    """Say what comes next: the circular that names it, else its next step, else its last day."""
    if circular is not None and task.uid in circular.tasks:
        return f"已通报，{circular.number}"
    days = [
        (step.revised_on or step.due_on, step.title)
        for step in steps.get(task.uid, ())
        if step.done_on is None
    ]
    ahead = [step for step in days if step[0] >= today]
    if ahead:
        day, title = min(ahead)
        return f"{day.month}月{day.day}日{title}"
    return f"{last_day.month}月{last_day.day}日到期" if last_day and last_day >= today else ""


def week_seal(plan: WallPlan) -> WeekSeal | None:
    """Return the latest frozen week of the plan, None where none is frozen. One query."""
    found = (
        Checkpoint.objects.filter(kind="week", subject_uid=plan.uid)
        .order_by("-as_of", "-ordinal")
        .values_list("uid", "as_of", "frozen_at")
        .first()
    )
    if found is None:
        return None
    uid, as_of, frozen_at = found
    return WeekSeal(uid, as_of.isocalendar().week, as_of, frozen_at)
