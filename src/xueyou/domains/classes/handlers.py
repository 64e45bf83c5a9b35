"""Jobs of classes, and the duty that holds lists against the registry."""

from xueyou.domains.classes.services.drawing import draw_lot
from xueyou.domains.classes.services.reconciling import reconcile_all
from xueyou.domains.classes.services.rehearsing import rehearse
from xueyou.domains.classes.services.without_net import tell_of_missing_slips
from xueyou.platform.jobs.api import RunningJob, every, job_handler


@job_handler("classes.rehearse", payload={"rehearsal": str}, kept=True)
def rehearsal(run: RunningJob) -> None:
    """Do a rehearsal."""
    rehearse(run)


@job_handler("classes.lot", payload={"lot": str}, kept=True)
def lot(run: RunningJob) -> None:
    """Make what was drawn."""
    draw_lot(run)


@every("classes.reconcile", hours=1)
def reconcile() -> None:
    """Hold every issued list against the registry; tell of slips that never came."""
    reconcile_all()
    tell_of_missing_slips()
