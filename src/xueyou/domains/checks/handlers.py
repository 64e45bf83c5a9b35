"""Jobs of checks: taking answers in, asking registers, destroying what has expired."""

from xueyou.domains.checks.services.asking import JOB as ASK
from xueyou.domains.checks.services.asking import ask_batches
from xueyou.domains.checks.services.destroying import destroy_due
from xueyou.domains.checks.services.recording import note_broken_off, record_reply
from xueyou.domains.checks.services.replies import JOB as TAKE_IN
from xueyou.platform.jobs.api import RunningJob, every, job_handler


@job_handler(TAKE_IN, payload={"reply": str}, kept=True)
def take_in(run: RunningJob) -> None:
    """Write a confirmed answer down."""
    record_reply(run)


@job_handler(ASK, payload={"reply": str}, kept=True, max_attempts=4)
def ask(run: RunningJob) -> None:
    """Ask a register by connection."""
    ask_batches(run)


@every("checks.broken_off", minutes=10)
def broken_off() -> None:
    """Free answers whose recording has ended in an error."""
    note_broken_off()


@every("checks.destroy", hours=1)
def destroy() -> None:
    """Destroy the files of lists whose last day is over."""
    destroy_due()
