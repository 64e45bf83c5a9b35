"""Plans, their items, tasks and projects: whose they are, and what may be done with them."""

from xueyou.domains.plans.access.anchors import InForce, OnDuty
from xueyou.domains.plans.models import Item, Plan, Project, Task
from xueyou.platform.access.anchors import Above, Scoped, Under
from xueyou.platform.access.permissions import Permission

PLANS = Scoped(
    Plan,
    {
        "owner": Under("organisation__path"),
        "office": Above("organisation__path", also={"versions__state": "confirmed"}),
    },
)
"""owner: plans of the holder's organisation and below; office: plans of those above it, once they
are confirmed: what is being reviewed, or was given up in review, is nobody else's."""

ITEMS = Scoped(Item, {"owner": Under("version__plan__organisation__path")})

TASKS = Scoped(
    Task,
    {
        "owner": Under("plan__organisation__path"),
        "office": Above("plan__organisation__path"),
        "duty": OnDuty("task"),
        "lead": OnDuty("task", ("lead",)),
        "force": InForce(),
    },
)
"""office: departments and counties look at their bureau's tasks; duty, lead: those they owe;
force: members of a task force, exactly its tasks while both memberships last."""

PROJECTS = Scoped(
    Project,
    {
        "owner": Under("plan__organisation__path"),
        "office": Above("plan__organisation__path"),
        "site": Under("organisation__path"),
        "duty": OnDuty("project"),
        "lead": OnDuty("project", ("lead",)),
    },
)
"""site: projects built in the holder's county."""

READ_PLAN = Permission("plans.plan.read", zh="看计划和红绿灯", of=PLANS)
OPEN_PLAN = Permission("plans.plan.open", zh="把一份文件立为计划")
REVIEW_PLAN = Permission("plans.plan.review", zh="核对一份计划", of=PLANS)
REVIEW_ITEM = Permission("plans.item.review", zh="核对读出来的内容", of=ITEMS)
CONFIRM_PLAN = Permission("plans.plan.confirm", zh="确认计划", of=PLANS)
STEER_PLAN = Permission("plans.plan.steer", zh="督办：分责任、封存、通报、专班", of=PLANS)
SETTLE_PLAN = Permission("plans.plan.settle", zh="年底对账", of=PLANS)
RELEASE_PLAN = Permission("plans.plan.release", zh="选定向社会公开的内容", of=PLANS)
READ_TASK = Permission("plans.task.read", zh="看任务", of=TASKS)
REPORT_TASK = Permission("plans.task.report", zh="报进度", of=TASKS)
READ_PROJECT = Permission("plans.project.read", zh="看项目", of=PROJECTS)
REPORT_PROJECT = Permission("plans.project.report", zh="报项目进度", of=PROJECTS)
