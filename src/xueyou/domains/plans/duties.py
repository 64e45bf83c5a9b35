"""Recurring duties of the plans room: every steered plan is judged once a business day, and
frozen when a week, month, quarter or year has ended."""

from xueyou.domains.plans.services.freeze_checkpoint import freeze_ended, plans_to_freeze
from xueyou.domains.plans.services.hand_in_progress import record_progress
from xueyou.domains.plans.services.judge_daily import judge_daily, plans_to_judge
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.jobs.api import RunningJob, enqueue, every, job_handler
from xueyou.platform.time import business_today


@every("plans.judge", hours=1)
def judge_every_plan() -> None:
    """Ask for the judging of each plan that has not had it today."""
    for uid, path in plans_to_judge():
        enqueue("plans.judge", {"plan": str(uid)}, actor=SYSTEM, org_path=path, dedupe_key=str(uid))


@job_handler("plans.judge", payload={"plan": str})
def judge_one_plan(run: RunningJob) -> None:
    """Judge one plan; a second run the same day changes nothing."""
    judge_daily(run.payload["plan"], actor=run.actor, run=run)


@every("plans.freeze", minutes=5)
def freeze_every_plan() -> None:
    """Ask for the freezing of each plan with a period that has ended: Monday, the first, …"""
    for uid, path in plans_to_freeze(business_today()):
        enqueue(
            "plans.freeze", {"plan": str(uid)}, actor=SYSTEM, org_path=path, dedupe_key=str(uid)
        )


@job_handler("plans.freeze", payload={"plan": str})
def freeze_one_plan(run: RunningJob) -> None:
    """Freeze one plan; what is frozen already stays as it is."""
    freeze_ended(run.payload["plan"])


@job_handler(
    "plans.progress",
    payload={"progress": str},
    kept=True,
    gave_up=(
        "导入这份进度表的程序连续 {attempts} 次意外中断，已经停下。表里的数一个都没有写入。"
        "请重新交一次；仍不行时，请把编号 {number} 告诉系统管理员。"
    ),
)
def record_one_workbook(run: RunningJob) -> None:
    """Record a confirmed workbook of progress."""
    record_progress(run)
