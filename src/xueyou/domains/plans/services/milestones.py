"""Milestones: adding one, finishing one, giving one another day. The day promised never moves."""

from datetime import date, datetime
from uuid import UUID

from xueyou.domains.plans.access.reach import require_whole
from xueyou.domains.plans.access.steering import REPORT_PROJECT, REPORT_TASK
from xueyou.domains.plans.models import Milestone, Project, Task
from xueyou.domains.plans.services import task_verbs
from xueyou.domains.plans.services.days import WRONG_YEAR, mistyped
from xueyou.domains.plans.services.duties import steered_owner
from xueyou.domains.plans.services.finding import found
from xueyou.domains.plans.services.holding import hold_open
from xueyou.domains.plans.services.judging import judge_plan
from xueyou.domains.plans.services.notes import about_owner, add_note
from xueyou.domains.plans.services.refusals import PlanRefused, refuse_if
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7

LONGEST_TITLE, LONGEST_REASON = 120, 200


def add_milestone(
    *,
    actor: Actor,
    owner_kind: str,
    owner_uid: UUID | str,
    title: str,
    due_on: date,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Add a dated step that the document does not print; return its uid.

    Raises NotFound, or PlanRefused (fields title, due_on).

        add_milestone(actor=hanwei, owner_kind="project", owner_uid=school, title="主体封顶",
                      due_on=date(2026, 9, 30), key="…", at=march_the_second)
    """
    request = {"milestone": [owner_kind, str(owner_uid), title, due_on.isoformat()]}
    with act(actor, task_verbs.ADD_MILESTONE.name, at=at, key=key, request=request) as a:
        owner, plan = steered_owner(actor, owner_kind, owner_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        hold_open(a, plan)
        said = title.strip()
        wrong: dict[str, str] = {}
        if not 0 < len(said) <= LONGEST_TITLE:
            wrong["title"] = f"请写节点的名称，最多{LONGEST_TITLE}个字，例如“主体封顶”。"
        if not plan.starts_on <= due_on < plan.ends_on:
            wrong["due_on"] = "节点的日子要在计划的起止之间。"
        refuse_if(wrong)
        milestone = Milestone.objects.create(
            uid=uuid7(),
            task=owner if isinstance(owner, Task) else None,
            project=owner if isinstance(owner, Project) else None,
            thread=uuid7(),
            ordinal=owner.milestones.count() + 1,
            title=said,
            due_on=due_on,
        )
        _close(a, milestone, owner, {"due_on": due_on.isoformat()})
        a.outcome = {"uid": str(milestone.uid)}
        return milestone.uid


def finish_milestone(
    *,
    actor: Actor,
    milestone_uid: UUID | str,
    done_on: date,
    key: str,
    at: datetime | None = None,
) -> None:
    """Note that a step is done, today or on an earlier day. Raises NotFound, PlanRefused (done_on).

    finish_milestone(actor=chenlan, milestone_uid=roof, done_on=date(2026, 9, 28), key="…", at=…)
    """
    request = {"milestone": [str(milestone_uid), done_on.isoformat()]}
    with act(actor, task_verbs.FINISH_MILESTONE.name, at=at, key=key, request=request) as a:
        milestone, owner = _reported(actor, milestone_uid)
        if a.repeated:
            return
        hold_open(a, owner.plan)
        milestone.refresh_from_db()
        if milestone.done_on is not None:
            said = f"这个节点已经记为{milestone.done_on:%Y年%-m月%-d日}办完，没有改动。"
            raise PlanRefused({"done_on": said})
        if mistyped(done_on):
            raise PlanRefused({"done_on": WRONG_YEAR})
        if done_on > a.business_at.date():
            raise PlanRefused({"done_on": "这一天还没有到。请填实际办完的日子，最晚是今天。"})
        milestone.done_on = done_on
        milestone.save(update_fields=["done_on"])
        _close(a, milestone, owner, {"done_on": done_on.isoformat()})


def revise_milestone(
    *,
    actor: Actor,
    milestone_uid: UUID | str,
    revised_on: date,
    reason: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Give a step another day, with the reason; the promised day stays and the delay shows.

    Raises NotFound, or PlanRefused (fields revised_on, reason).

        revise_milestone(actor=shizhen, milestone_uid=roof, revised_on=date(2026, 12, 20),
                         reason="雨季停工四十天", key="…", at=…)
    """
    request = {"milestone": [str(milestone_uid), revised_on.isoformat(), reason]}
    with act(actor, task_verbs.REVISE_MILESTONE.name, at=at, key=key, request=request) as a:
        milestone, owner = _reported(actor, milestone_uid)
        if a.repeated:
            return
        hold_open(a, owner.plan)
        milestone.refresh_from_db()
        said = reason.strip()
        refuse_if(_wrong_revision(milestone, revised_on, said))
        before = milestone.revised_on or milestone.due_on
        milestone.revised_on, milestone.revised_why = revised_on, said
        milestone.save(update_fields=["revised_on", "revised_why"])
        days = {"before": before.isoformat(), "revised_on": revised_on.isoformat()}
        _close(a, milestone, owner, days)


def revise_project(
    *,
    actor: Actor,
    project_uid: UUID | str,
    revised_on: date,
    reason: str,
    key: str,
    at: datetime | None = None,
) -> None:
    """Give a project's end another day; the reason becomes a note, the promised day stays.

    Raises NotFound, or PlanRefused (fields revised_on, reason).

        revise_project(actor=shizhen, project_uid=school, revised_on=date(2027, 3, 31),
                       reason="雨季停工四十天", key="…", at=…)
    """
    request = {"project": [str(project_uid), revised_on.isoformat(), reason]}
    with act(actor, task_verbs.REVISE_PROJECT.name, at=at, key=key, request=request) as a:
        project = target(actor, REPORT_PROJECT, project_uid)
        assert isinstance(project, Project)
        if a.repeated:
            return
        hold_open(a, project.plan)
        project.refresh_from_db()
        before, said = project.revised_on or project.due_on, reason.strip()
        wrong: dict[str, str] = {}
        if project.state != "open":
            wrong["revised_on"] = "这个项目已经办结，不用再调整日子。"
        elif mistyped(revised_on):
            wrong["revised_on"] = WRONG_YEAR
        elif revised_on == before:
            wrong["revised_on"] = "和现在的日子一样，没有改动。"
        if not 0 < len(said) <= LONGEST_REASON:
            wrong["reason"] = f"请写明为什么调整，最多{LONGEST_REASON}个字。"
        refuse_if(wrong)
        words = f"建成的日子由{before:%Y年%-m月%-d日}调整为{revised_on:%Y年%-m月%-d日}：{said}"
        note, _ = add_note(a, actor, project, words)
        project.revised_on = revised_on
        project.save(update_fields=["revised_on"])
        about_owner(a, project)
        days = {"before": before.isoformat(), "revised_on": revised_on.isoformat()}
        a.data = {"note": note.uid, **days}
        judge_plan(a, project.plan, on=a.business_at.date())


def _wrong_revision(milestone: Milestone, revised_on: date, reason: str) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if milestone.done_on is not None:
        wrong["revised_on"] = "这个节点已经办完，不用再调整日子。"
    elif mistyped(revised_on):
        wrong["revised_on"] = WRONG_YEAR
    elif revised_on == (milestone.revised_on or milestone.due_on):
        wrong["revised_on"] = "和现在的日子一样，没有改动。"
    if not 0 < len(reason) <= LONGEST_REASON:
        wrong["reason"] = f"请写明为什么调整，最多{LONGEST_REASON}个字。"
    return wrong


def _reported(actor: Actor, uid: UUID | str) -> tuple[Milestone, Task | Project]:
    """Return a step on which the actor may report, with its task or project. Raises NotFound."""
    rows = Milestone.objects.filter(dropped_on=None).select_related("task", "project")
    milestone = found(rows, uid)
    if milestone.project is not None:
        project = target(actor, REPORT_PROJECT, milestone.project.uid)
        assert isinstance(project, Project)
        return milestone, project
    assert milestone.task is not None, "a milestone is of a task or a project"
    task = target(actor, REPORT_TASK, milestone.task.uid)
    assert isinstance(task, Task)
    require_whole(actor, task)
    return milestone, task


def _close(
    a: ActInProgress, milestone: Milestone, owner: Task | Project, data: dict[str, str]
) -> None:
    about_owner(a, owner)
    a.data = {"milestone": milestone.uid, **data}
    judge_plan(a, owner.plan, on=a.business_at.date())
