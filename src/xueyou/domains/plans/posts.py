"""Posts carry this room's duties: asked before one is closed, told when one is handed over."""

from datetime import date
from uuid import UUID

from django.db import transaction

from xueyou.domains.plans.models import Duty
from xueyou.kernel.registry import verbs
from xueyou.kernel.registry.models import Post
from xueyou.kernel.registry.services.posts import before_closing
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.deliveries import on_act
from xueyou.platform.acts.models import Act
from xueyou.platform.notifications.kinds import notification_kind
from xueyou.platform.notifications.telling import notify

TAKEN_OVER = notification_kind(
    "plans.post.taken_over",
    zh="“{post}”从{day}起由您担任，随岗位移交的任务{tasks}项、项目{projects}个。",
)
HANDED_OVER = notification_kind(
    "plans.post.handed_over", zh="“{post}”从{day}起移交给别的同志，事项都随岗位走，您不用再办。"
)


@before_closing
def owes_nothing(post_id: int, on: date) -> str:
    """Refuse to close a post that still owes something."""
    tasks, projects = _owed(post_id, on)
    if not tasks and not projects:
        return ""
    return (
        f"这个岗位还负责{tasks}项任务、{projects}个项目，没有撤销。"
        "请先把它们改派给别的岗位，或把岗位移交给别人。"
    )


@on_act(verbs.HAND_OVER_POST.name, name="plans.post_taken_over")
def tell(act: Act) -> None:
    """Tell the new holder what came along, and the one before that it has gone."""
    post = Post.objects.get(uid=act.subject_uid)
    day = date.fromisoformat(act.data["on"])
    tasks, projects = _owed(post.pk, day)
    link = f"/bureau/posts/{post.uid}/"
    said = {"post": post.title, "day": f"{day:%-m月%-d日}"}
    with transaction.atomic():
        notify(
            TAKEN_OVER.name,
            act_uid=act.uid,
            users=_user(act.data["to"]),
            params={**said, "tasks": str(tasks), "projects": str(projects)},
            link=link,
        )
        notify(HANDED_OVER.name, act_uid=act.uid, users=_user(act.data["before"]), params=said)


def _user(uid: UUID | str | None) -> list[User]:
    return list(User.objects.filter(uid=uid, is_active=True)) if uid else []


def _owed(post_id: int, on: date) -> tuple[int, int]:
    """Return how many open tasks and projects of unsettled plans the post owes on the day."""
    owed = Duty.objects.standing().on(on).filter(post_id=post_id)
    tasks = owed.filter(task__state="open").exclude(task__plan__state="closed")
    projects = owed.filter(project__state="open").exclude(project__plan__state="closed")
    return (
        tasks.values("task_id").distinct().count(),
        projects.values("project_id").distinct().count(),
    )
