"""Jobs of calls: runs, publication, what follows from an accepted place; replies that lapse."""

from uuid import UUID

from xueyou.kernel.calls.clocks import begin_waiting
from xueyou.kernel.calls.models import Run, RunState
from xueyou.kernel.calls.services.forgetting import forget_drafts
from xueyou.kernel.calls.services.forgetting_pictures import forget_pictures
from xueyou.kernel.calls.services.offers import lapse_due
from xueyou.kernel.calls.services.ordering import STAGE
from xueyou.kernel.calls.services.publishing import PUBLISH, TAKE_UP, publish_staged, stage
from xueyou.kernel.calls.services.run_folders import sweep_work
from xueyou.kernel.calls.services.running import compute, fail_abandoned
from xueyou.kernel.calls.services.runs import JOB
from xueyou.kernel.calls.services.taking_up import take_up_all
from xueyou.kernel.calls.services.telling import TELL, tell_published
from xueyou.platform.jobs.api import RunningJob, every, job_handler

RUNS = Run.objects.select_related(
    "round__call__organisation", "round__rulebook", "replaces", "input"
)


@job_handler(JOB, payload={"run": str, "renew": bool}, kept=True)
def run(job: RunningJob) -> None:
    """Run a frozen round."""
    compute(job, RUNS.get(uid=UUID(job.payload["run"])))


@job_handler(STAGE, payload={"run": str}, kept=True, max_attempts=20)
def stage_run(job: RunningJob) -> None:
    """Lay the offers of a run ready before its moment."""
    stage(job, RUNS.get(uid=UUID(job.payload["run"])))


@job_handler(PUBLISH, payload={"run": str}, kept=True, max_attempts=20, queue="quick")
def publish_run(job: RunningJob) -> None:
    """Turn a result over at its moment."""
    publish_staged(job, RUNS.get(uid=UUID(job.payload["run"])))


@job_handler(TAKE_UP, payload={"round": str}, max_attempts=20)
def take_up(job: RunningJob) -> None:
    """Do what accepted places mean."""
    take_up_all(job, UUID(job.payload["round"]))


@job_handler(TELL, payload={"round": str, "act": str}, max_attempts=20)
def tell(job: RunningJob) -> None:
    """Tell the families of a round that its result is published."""
    tell_published(job, UUID(job.payload["round"]), UUID(job.payload["act"]))


@every("calls.abandoned", minutes=1)
def abandoned() -> None:
    """Say of runs whose job was given up that they failed, so that another may be prepared."""
    fail_abandoned()


@every("calls.lapse", minutes=1)
def lapse() -> None:
    """Give free what nobody replied to in time."""
    lapse_due()


@every("calls.drafts", hours=24)
def forget() -> None:
    """Forget what was never handed in, long after its call."""
    forget_drafts()


@every("calls.clocks", hours=1)
def clocks() -> None:
    """Start the clocks that waited for next year's table of working days."""
    begin_waiting()


@every("calls.pictures", hours=24)
def pictures() -> None:
    """Delete photographs of papers whose last day to appeal is over."""
    forget_pictures()


@every("calls.sweep", hours=1)
def sweep() -> None:
    """Remove the folders that killed runs left behind."""
    alive = Run.objects.filter(state__in=(RunState.PREPARED, RunState.RUNNING))
    sweep_work(set(alive.values_list("uid", flat=True)), older_than=3600)
