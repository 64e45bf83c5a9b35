"""Closing a task or project with evidence, and opening it again with a reason.

Whoever leads may close what is done by every figure and step. What is not can be closed only by
those who steer the plan: nobody takes his own red light down.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.plans.access.reach import require_whole, steers
from xueyou.domains.plans.models import Light, Milestone, Project, Task
from xueyou.domains.plans.services import task_verbs
from xueyou.domains.plans.services.days import WRONG_YEAR, mistyped
from xueyou.domains.plans.services.duties import steered_owner
from xueyou.domains.plans.services.evidence import checked, digests
from xueyou.domains.plans.services.holding import hold_open
from xueyou.domains.plans.services.judging import judge_plan
from xueyou.domains.plans.services.ladders import ladder
from xueyou.domains.plans.services.notes import about_owner, add_note, reported_owner
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.task_deadlines import DEADLINE, OWNER_KIND, start_deadline
from xueyou.kernel.deadlines import services as deadlines
from xueyou.kernel.indicators.models import Target
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.verbs import Verb
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.files.uploads import Readable


def finish_task(
    *,
    actor: Actor,
    task_uid: UUID | str,
    done_on: date,
    words: str,
    photos: Sequence[Readable] = (),
    key: str,
    at: datetime | None = None,
) -> None:
    """Close a task as done on a day, with what shows it. Raises NotFound, or PlanRefused.

    Fields: done_on, words, files.

        finish_task(actor=linyue, task_uid=classes, done_on=date(2026, 9, 10),
                    words="全市初一均衡编班全部完成，过程公开。", key="…", at=…)
    """
    _finish(task_verbs.FINISH_TASK, actor, "task", task_uid, done_on, words, photos, key, at)


def finish_project(
    *,
    actor: Actor,
    project_uid: UUID | str,
    done_on: date,
    words: str,
    photos: Sequence[Readable] = (),
    key: str,
    at: datetime | None = None,
) -> None:
    """Close a project as done on a day, with what shows it. Raises NotFound, or PlanRefused."""
    verb = task_verbs.FINISH_PROJECT
    _finish(verb, actor, "project", project_uid, done_on, words, photos, key, at)


def reopen_task(
    *, actor: Actor, task_uid: UUID | str, reason: str, key: str, at: datetime | None = None
) -> None:
    """Open a closed task again, with the reason as a note. For those who steer the plan."""
    _reopen(task_verbs.REOPEN_TASK, actor, "task", task_uid, reason, key, at)


def reopen_project(
    *, actor: Actor, project_uid: UUID | str, reason: str, key: str, at: datetime | None = None
) -> None:
    """Open a closed project again, with the reason as a note. For those who steer the plan."""
    _reopen(task_verbs.REOPEN_PROJECT, actor, "project", project_uid, reason, key, at)


def unfinished(owner: Task | Project) -> list[str]:
    """Return what a task or project still lacks: unmet indicators and open steps, by name."""
    steps = Milestone.objects.filter(done_on=None, dropped_on=None)
    if isinstance(owner, Project):
        return list(steps.filter(project=owner).values_list("title", flat=True))
    names = list(steps.filter(task=owner).values_list("title", flat=True))
    targets = dict(
        Target.objects.filter(
            indicator__in=owner.indicators.values("indicator"), superseded_at=None
        ).values_list("uid", "indicator__name")
    )
    met = set(
        Light.objects.filter(about_uid__in=targets, current=True, light="done").values_list(
            "about_uid", flat=True
        )
    )
    return names + sorted({name for uid, name in targets.items() if uid not in met})


def _finish(
    verb: Verb,
    actor: Actor,
    owner_kind: str,
    uid: UUID | str,
    done_on: date,
    words: str,
    photos: Sequence[Readable],
    key: str,
    at: datetime | None,
) -> None:
    asked = {"finish": [str(uid), done_on.isoformat(), words]}
    with (
        checked(photos, pdf=False) as arrived,
        act(actor, verb.name, at=at, key=key, request={**asked, "files": digests(arrived)}) as a,
    ):
        owner = reported_owner(actor, owner_kind, uid)
        if isinstance(owner, Task):
            require_whole(actor, owner)
        if a.repeated:
            return
        hold_open(a, owner.plan)
        owner.refresh_from_db()
        _may_finish(a, actor, owner, done_on)
        note, _ = add_note(a, actor, owner, words, arrived)
        owner.state, owner.done_on = "done", done_on
        owner.save(update_fields=["state", "done_on"])
        if isinstance(owner, Task):
            _meet_deadline(a, owner, done_on)
        about_owner(a, owner)
        a.data = {"done_on": done_on.isoformat(), "note": note.uid}
        judge_plan(a, owner.plan, on=a.business_at.date())


def _may_finish(a: ActInProgress, actor: Actor, owner: Task | Project, done_on: date) -> None:
    if owner.state == "done":
        raise PlanRefused("这一项在这之前已经办结了，没有再动。")
    if owner.state == "dropped":
        raise NotFound
    if mistyped(done_on):
        raise PlanRefused({"done_on": WRONG_YEAR})
    if done_on > a.business_at.date():
        raise PlanRefused({"done_on": "这一天还没有到。请填实际办完的日子，最晚是今天。"})
    lacking = unfinished(owner)
    if lacking and not steers(actor, owner.plan.organisation.path):
        named = "、".join(lacking[:3]) + ("等" if len(lacking) > 3 else "")
        raise PlanRefused(
            f"还有{len(lacking)}处没有完成：{named}。先把它们报齐；"
            "确实不再做的，请管督办的科室来办结。"
        )


def _reopen(
    verb: Verb,
    actor: Actor,
    owner_kind: str,
    uid: UUID | str,
    reason: str,
    key: str,
    at: datetime | None,
) -> None:
    with act(actor, verb.name, at=at, key=key, request={"reopen": [str(uid), reason]}) as a:
        owner, plan = steered_owner(actor, owner_kind, uid)
        if a.repeated:
            return
        hold_open(a, plan)
        owner.refresh_from_db()
        if owner.state != "done":
            raise PlanRefused("这一项没有办结，不用重新打开。")
        note, _ = add_note(a, actor, owner, reason)
        owner.state, owner.done_on = "open", None
        owner.save(update_fields=["state", "done_on"])
        if isinstance(owner, Task):
            steps = ladder(plan.organisation, a.business_at.date())
            start_deadline(a, owner, plan, steps.warn_before)
        about_owner(a, owner)
        a.data = {"note": note.uid}
        judge_plan(a, plan, on=a.business_at.date())


def _meet_deadline(a: ActInProgress, task: Task, done_on: date) -> None:
    deadline = deadlines.by_owner(OWNER_KIND, [task.uid], DEADLINE).get(task.uid)
    if deadline is not None and deadline.is_open:
        deadlines.meet(a, deadline, on=done_on)
