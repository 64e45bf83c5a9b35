"""What the worker does for acts: deliver them, seal them, publish the head."""

from django.conf import settings

from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.deliveries import deliver, due_deliveries, set_dispatcher
from xueyou.platform.acts.heads import write_head
from xueyou.platform.acts.receipts import purge_expired
from xueyou.platform.acts.sealing import seal_due
from xueyou.platform.jobs.api import RunningJob, enqueue, every, job_handler
from xueyou.platform.time import wall_now


@job_handler("acts.deliver", payload={"delivery": int}, max_attempts=1, queue="quick")
def hand_over(run: RunningJob) -> None:
    """Hand one act to one handler; what fails is put off and found again by `deliver_late`."""
    deliver(run.payload["delivery"])


def dispatch(delivery_id: int) -> None:
    """Queue a delivery; one that is queued already is not queued twice."""
    enqueue(
        "acts.deliver",
        {"delivery": delivery_id},
        actor=SYSTEM,
        dedupe_key=str(delivery_id),
    )


@every("acts.deliver_late", minutes=1)
def deliver_late() -> None:
    """Queue what is due and was not delivered: a process died, or a handler raised."""
    for delivery_id in due_deliveries(wall_now()):
        dispatch(delivery_id)


@every("acts.seal", minutes=1)
def seal() -> None:
    """Seal what is old enough."""
    seal_due()


@every("acts.head", hours=24)
def publish_head() -> None:
    """Write today's head beside the database and forget expired receipts."""
    write_head(settings.DATA)
    purge_expired(wall_now())


set_dispatcher(dispatch)
