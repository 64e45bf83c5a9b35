"""What the log of acts needs done: handing acts on, sealing them, publishing the head."""

from django.conf import settings

from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.deliveries import deliver, due_deliveries, set_dispatcher
from xueyou.platform.acts.heads import write_head
from xueyou.platform.acts.receipts import purge_expired
from xueyou.platform.acts.sealing import seal_due
from xueyou.platform.jobs.queue import enqueue
from xueyou.platform.jobs.registry import every, job_handler
from xueyou.platform.jobs.running import RunningJob
from xueyou.platform.time import wall_now

DELIVER = "acts.deliver"


@job_handler(DELIVER, payload={"delivery": int}, queue="quick")
def deliver_act(run: RunningJob) -> None:
    """Hand one act to one handler. What raises is put off and found again by `deliver_due`."""
    deliver(run.payload["delivery"])


def dispatch(delivery_id: int) -> None:
    """Queue the delivery of an act that has just been committed."""
    enqueue(DELIVER, {"delivery": delivery_id}, actor=SYSTEM, dedupe_key=str(delivery_id))


set_dispatcher(dispatch)


@every("acts.deliver_due", minutes=1)
def deliver_due() -> None:
    """Queue deliveries that were put off, or whose process died between commit and queueing."""
    for delivery_id in due_deliveries(wall_now()):
        dispatch(delivery_id)


@every("acts.seal", minutes=1)
def seal() -> None:
    """Seal the acts that nobody can precede any more."""
    seal_due()


@every("acts.write_head", hours=24)
def write_heads() -> None:
    """Write the head of the seals to a file outside the database."""
    write_head(settings.DATA)


@every("acts.purge_receipts", hours=1)
def purge_receipts() -> None:
    """Forget idempotency receipts whose life is over."""
    purge_expired(wall_now())
