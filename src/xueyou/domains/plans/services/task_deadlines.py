"""The deadline of each task: it runs until the promised day, and follows a new version."""

from collections.abc import Sequence

from xueyou.domains.plans.models import Plan, PlanVersion, Task
from xueyou.domains.plans.services.ladders import ladder
from xueyou.kernel.deadlines import services as deadlines
from xueyou.kernel.deadlines.models import Deadline
from xueyou.platform.acts.writing import ActInProgress

OWNER_KIND, DEADLINE = "plan_task", "办结"


def set_deadlines(a: ActInProgress, plan: Plan, version: PlanVersion) -> None:
    """Let each open task's deadline run until its promised day, and a dropped task's not run."""
    tasks = list(plan.tasks.exclude(state="done"))
    running = deadlines.by_owner(OWNER_KIND, [task.uid for task in tasks], DEADLINE)
    warn_before = ladder(plan.organisation, a.business_at.date()).warn_before
    for task in tasks:
        deadline = running.get(task.uid)
        if deadline is not None and deadline.is_open and _follows(a, deadline, task, version):
            continue
        if task.state == "open":
            start_deadline(a, task, plan, warn_before)


def start_deadline(a: ActInProgress, task: Task, plan: Plan, warn_before: Sequence[int]) -> None:
    """Start the deadline of a task: it runs until the promised day."""
    deadlines.start(
        a,
        owner_kind=OWNER_KIND,
        owner_uid=task.uid,
        name=DEADLINE,
        org_path=plan.organisation.path,
        until=task.due_on,
        warn_before=warn_before,
    )


def _follows(a: ActInProgress, deadline: Deadline, task: Task, version: PlanVersion) -> bool:
    """Fit a running deadline to its task; return False where it was ended for another one."""
    last = deadline.last_day
    if task.state == "open" and last == task.due_on:
        return True
    if task.state == "open" and last is not None and task.due_on > last:
        ground = f"第{version.number}版文件改为{task.due_on:%Y年%-m月%-d日}"
        deadlines.extend(a, deadline, ground=ground, until=task.due_on)
        return True
    deadlines.cancel(a, deadline)
    return False
