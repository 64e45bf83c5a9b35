"""交办: tasks handed to a unit outside by a signed paper; it needs no account to answer."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from xueyou.domains.plans.access.steering import STEER_PLAN
from xueyou.domains.plans.models import Duty, HandoverSheet, Plan, SheetLine, Task
from xueyou.domains.plans.paper_kinds import HANDOVER_KIND, SHEET
from xueyou.domains.plans.services import paper_verbs
from xueyou.domains.plans.services.holding import hold_open
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.formats.official.content import SCHEMA
from xueyou.formats.official.wording import one_line, printed_day
from xueyou.kernel.papers.access import require_drafting
from xueyou.kernel.papers.number_codes import number_code
from xueyou.kernel.papers.services.drafting import draft
from xueyou.kernel.papers.steps import person
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7

MOST_TASKS = 60
LONGEST_ASK = 500


def make_sheet(
    *,
    actor: Actor,
    plan_uid: UUID | str,
    unit_name: str,
    asked: Mapping[str, str],
    reply_by: date | None,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Draft a sheet for a unit that owes tasks of the plan; return the sheet's uid.

    `asked`: uid of a task → what the unit is to do about it ("" means: as the task says).
    Raises NotFound, NotAllowed, PlanRefused (fields unit, tasks, reply_by, or a task's uid).
    """
    user = person(actor)
    request = {
        "plan": str(plan_uid),
        "unit": unit_name,
        "asked": dict(asked),
        "reply_by": reply_by and reply_by.isoformat(),
    }
    with act(actor, paper_verbs.MAKE_SHEET.name, at=at, key=key, request=request) as a:
        plan = target(actor, STEER_PLAN, plan_uid)
        assert isinstance(plan, Plan)
        organisation = plan.organisation
        require_drafting(actor, organisation.path)
        if a.repeated:
            return UUID(a.outcome["uid"])
        hold_open(a, plan)
        on = a.business_at.date()
        tasks = _tasks(plan, unit_name, asked, on)
        until = _reply_day(reply_by, on)
        lines = [(task, asked[str(task.uid)].strip() or one_line(task.title)) for task in tasks]
        content = _content(plan, unit_name, lines, until)
        content["number_code"] = number_code(organisation, HANDOVER_KIND, on)
        uid = uuid7()
        paper = draft(
            a,
            kind=HANDOVER_KIND,
            organisation=organisation,
            year=on.year,
            title=content["title"],
            content=content,
            subject_kind=SHEET,
            subject_uid=uid,
            by=user,
        )
        sheet = HandoverSheet.objects.create(
            uid=uid, plan=plan, unit_name=unit_name, paper=paper, reply_by=until, made_on=on
        )
        SheetLine.objects.bulk_create(
            SheetLine(uid=uuid7(), sheet=sheet, task=task, asked=words) for task, words in lines
        )
        a.about("plan_sheet", uid, org_path=organisation.path)
        a.data = {
            "sheet": uid,
            "paper": paper.uid,
            "tasks": [task.uid for task in tasks],
            "reply_by": until.isoformat(),
        }
        a.outcome = {"uid": str(uid)}
        return uid


def _tasks(plan: Plan, unit_name: str, asked: Mapping[str, str], on: date) -> list[Task]:
    owed = (
        Duty.objects.standing()
        .on(on)
        .filter(unit_name=unit_name, organisation=None, post=None, task__plan=plan)
        .values("task_id")
    )
    if not unit_name or not owed.exists():
        raise PlanRefused(
            {"unit": "这个单位在计划里没有任务，或者它是本系统的单位。请重新选一个。"}
        )
    if not asked:
        raise PlanRefused({"tasks": "还没有选任务。请至少选一项。"})
    if len(asked) > MOST_TASKS:
        raise PlanRefused({"tasks": f"一张交办单最多{MOST_TASKS}项任务。请分成几张。"})
    mine = {str(task.uid): task for task in plan.tasks.filter(pk__in=owed, state="open")}
    wrong = {
        uid: f"最多写{LONGEST_ASK}个字，现在有{len(words)}个。"
        for uid, words in asked.items()
        if len(words) > LONGEST_ASK
    }
    if wrong:
        raise PlanRefused(wrong)
    if not set(asked) <= mine.keys():
        raise PlanRefused(
            {"tasks": "选的任务里，有的已经办结，有的不归这个单位。请打开页面重新选。"}
        )
    return sorted((mine[uid] for uid in asked), key=lambda task: (task.number, task.pk))


def _reply_day(reply_by: date | None, on: date) -> date:
    if reply_by is None:
        raise PlanRefused({"reply_by": "请写回复的日子，例如 2026-12-05。"})
    if reply_by <= on:
        raise PlanRefused({"reply_by": "回复的日子要在今天以后。"})
    return reply_by


def _content(
    plan: Plan, unit_name: str, lines: list[tuple[Task, str]], reply_by: date
) -> dict[str, Any]:
    organ = plan.organisation.name
    title = one_line(plan.title)[:100]
    rows = [
        [str(number), one_line(task.title), words, printed_day(task.due_on.isoformat())]
        for number, (task, words) in enumerate(lines, 1)
    ]
    columns = [
        {"title": "序号", "width": 2},
        {"title": "任务", "width": 8},
        {"title": "请办事项", "width": 8},
        {"title": "完成时限", "width": 5},
    ]
    table = {"type": "table", "caption": "", "columns": columns, "rows": rows}
    until = printed_day(reply_by.isoformat())
    return {
        "schema": SCHEMA,
        "organ": organ,
        "title": f"关于交办《{title}》有关任务的函",
        "addressee": unit_name,
        "body": [
            {
                "type": "text",
                "text": f"按照《{title}》的分工，现将需要贵单位办理的任务列在附件里，请支持办理。",
            },
            {
                "type": "text",
                "text": f"请于{until}前把办理情况填在随附的电子表里，盖章后连同电子表一并退回。"
                "表里的编号请不要改动；还没有办结的，写明办到了哪一步。",
            },
        ],
        "attachments": [{"title": "交办任务清单", "body": [table]}],
        "signer_line": organ,
        "issued_by": f"{organ}办公室",
    }
