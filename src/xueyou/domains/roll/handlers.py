"""Jobs of rolls."""

from xueyou.domains.roll.services.recording import record_roll
from xueyou.platform.jobs.api import RunningJob, job_handler


@job_handler("roll.record", payload={"roll": str}, kept=True)
def record(run: RunningJob) -> None:
    """Take a confirmed roll in."""
    record_roll(run)
