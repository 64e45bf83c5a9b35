"""Recurring duties of the plans room: every steered plan is judged once a business day."""

from xueyou.domains.plans.services.judge_daily import judge_daily, plans_to_judge
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.jobs.api import RunningJob, enqueue, every, job_handler


@every("plans.judge", hours=1)
def judge_every_plan() -> None:
    """Ask for the judging of each plan that has not had it today."""
    for uid, path in plans_to_judge():
        enqueue("plans.judge", {"plan": str(uid)}, actor=SYSTEM, org_path=path, dedupe_key=str(uid))


@job_handler("plans.judge", payload={"plan": str})
def judge_one_plan(run: RunningJob) -> None:
    """Judge one plan; a second run the same day changes nothing."""
    judge_daily(run.payload["plan"], actor=run.actor, run=run)
