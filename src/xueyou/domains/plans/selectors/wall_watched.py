"""What to keep an eye on this week, who answers for it, and the week that was sealed last."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from xueyou.domains.plans.models import Duty, Milestone
from xueyou.domains.plans.selectors.wall_views import TaskLight, WallPlan, Watched, WeekSeal
from xueyou.kernel.indicators.models import Checkpoint
from xueyou.kernel.registry.models import PostHolding

WATCHED = 3


def watched(
    plan: WallPlan, tasks: Iterable[TaskLight], today: date, most: int = WATCHED
) -> tuple[Watched, ...]:
    """Return the worst tasks, at most `most`: red before yellow, then the longest missed.

    Among those without a missed day the one furthest behind its expected line comes first.
    Three queries.
    """
    worst = sorted((task for task in tasks if task.light in ("bad", "slow")), key=_badness)[:most]
    uids = [task.uid for task in worst]
    duties = _leads(uids, today)
    names = _holders([duty.post_id for duty in duties.values()], today)
    steps = _next_steps(uids)
    return tuple(_watched(task, duties.get(task.uid), names, steps) for task in worst)


def _badness(task: TaskLight) -> tuple[bool, int, int, int]:
    share = task.share if task.share is not None else 1000
    return task.light != "bad", -task.days_late, share, task.number


def _watched(
    task: TaskLight, duty: Duty | None, names: dict[int, str], steps: dict[UUID, tuple[str, date]]
) -> Watched:
    post = duty.post if duty else None
    return Watched(
        task=task,
        unit=_unit(duty),
        post=post.title if post else "",
        holder=names.get(post.pk, "") if post else "",
        next_step=_said(steps.get(task.uid)),
    )


def _unit(duty: Duty | None) -> str:
    if duty is None:
        return "还没有定责任单位"
    return duty.post.organisation.display_name if duty.post else duty.unit_name


def _said(step: tuple[str, date] | None) -> str:
    if step is None:
        return ""
    title, day = step
    return f"{day.month}月{day.day}日：{title}"


def _leads(tasks: list[UUID], today: date) -> dict[UUID, Duty]:
    rows = (
        Duty.objects.standing()
        .on(today)
        .filter(task__uid__in=tasks, role="lead")
        .select_related("task", "post__organisation")
    )
    return {row.task.uid: row for row in rows}


def _holders(posts: list[int | None], today: date) -> dict[int, str]:
    rows = PostHolding.objects.standing().on(today).filter(post_id__in=[p for p in posts if p])
    return dict(rows.values_list("post_id", "user__name"))


def _next_steps(tasks: list[UUID]) -> dict[UUID, tuple[str, date]]:
    """Return the next open step of each task: the day as revised, else as promised."""
    rows = (
        Milestone.objects.filter(task__uid__in=tasks, done_on=None, dropped_on=None)
        .order_by("-due_on", "-ordinal")
        .values_list("task__uid", "title", "due_on", "revised_on")
    )
    return {task: (title, revised_on or due_on) for task, title, due_on, revised_on in rows}


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
