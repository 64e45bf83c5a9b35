"""Jobs of calls: runs, publication, what follows from an accepted place; replies that lapse."""

from uuid import UUID

from xueyou.kernel.calls.models import Run
from xueyou.kernel.calls.services.running import compute
from xueyou.kernel.calls.services.runs import JOB
from xueyou.platform.jobs.api import RunningJob, job_handler

RUNS = Run.objects.select_related("round__call__organisation", "round__rulebook", "replaces")


@job_handler(JOB, payload={"run": str}, kept=True)
def run(job: RunningJob) -> None:
    """Run a frozen round."""
    compute(job, RUNS.get(uid=UUID(job.payload["run"])))
