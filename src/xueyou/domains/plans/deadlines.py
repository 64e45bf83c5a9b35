"""A task's last day comes near or is over: whoever the ladder names is told."""

from collections.abc import Iterable
from datetime import date

from xueyou.domains.plans.models import Duty, Task
from xueyou.domains.plans.services.ladders import HOLDER, ROLE, Ladder, ladder
from xueyou.domains.plans.services.task_deadlines import OWNER_KIND
from xueyou.kernel.deadlines.firing import Firing, on_fire
from xueyou.kernel.registry.selectors.posts import holder_users
from xueyou.platform.access.models import Assignment
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.notifications.kinds import notification_kind
from xueyou.platform.notifications.telling import notify

WARNED = notification_kind(
    "plans.task.warned",
    zh="任务“{title}”{day}到期，还有{days}个工作日。",
    mail=True,
    body="请看一看办到了哪一步；办不完的，请尽早说明原因。",
)
OVERDUE = notification_kind(
    "plans.task.overdue",
    zh="任务“{title}”{day}到期，还没有办结。",
    mail=True,
    body="请写明办到了哪一步、卡在哪里、什么时候办完。",
)


@on_fire(OWNER_KIND)
def tell(a: ActInProgress, firing: Firing) -> None:
    """Tell who hears of this step; a task that is over in the meantime concerns nobody.

    Nor does one of a settled plan: nothing can be written on it any more.
    """
    task = Task.objects.select_related("plan__organisation").get(uid=firing.owner_uid)
    if task.state != "open" or task.plan.state == "closed":
        return
    today = a.business_at.date()
    rungs = ladder(task.plan.organisation, today)
    params = {"title": task.title, "day": f"{firing.last_day:%-m月%-d日}"}
    kind = OVERDUE
    if firing.kind == "warning":
        kind = WARNED
        params["days"] = str(firing.days)
    notify(
        kind.name,
        act_uid=a.uid,
        users=_hearing(task, rungs, firing.kind, today),
        params=params,
        link=f"/bureau/board/tasks/{task.uid}/",
    )


def _hearing(task: Task, rungs: Ladder, kind: str, today: date) -> list[User]:
    named = rungs.warning if kind == "warning" else rungs.overdue
    return _people(task, named, today) or _people(task, rungs.otherwise, today)


def _people(task: Task, named: Iterable[str], today: date) -> list[User]:
    found: dict[int, User] = {}
    for who in named:
        users = _leading(task, today) if who == HOLDER else _in_role(task, who, today)
        found.update((user.pk, user) for user in users)
    return list(found.values())


def _leading(task: Task, today: date) -> list[User]:
    lead = Duty.objects.standing().on(today).filter(task=task, role="lead").exclude(post=None)
    posts = lead.values_list("post_id", flat=True)
    return list(holder_users(posts, today).values())


def _in_role(task: Task, who: str, today: date) -> list[User]:
    held = (
        Assignment.objects.standing()
        .on(today)
        .filter(
            role=who.removeprefix(ROLE), organisation=task.plan.organisation, user__is_active=True
        )
    )
    return [row.user for row in held.select_related("user")]
