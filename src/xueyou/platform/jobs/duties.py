"""What the house does by itself: firing duties when they are due, and this room's own ones."""

from datetime import timedelta

from django.db import transaction

from xueyou.platform.jobs.models import FINAL, Duty, Job, WorkerBeat
from xueyou.platform.jobs.queue import enqueue
from xueyou.platform.jobs.registry import CATALOGUE, every
from xueyou.platform.time import wall_now

KEEP_DUTIES = timedelta(days=1)
KEEP_JOBS = timedelta(days=90)


def fire_due() -> int:
    """Queue every duty that is due; return how many.

    The next due time is moved by a statement that names the old one, in the transaction that
    queues the job: of several workers exactly one fires.
    """
    now = wall_now()
    waiting = dict(Duty.objects.values_list("name", "due_at"))
    fired = 0
    for name, period in CATALOGUE.duties.items():
        if name not in waiting:
            Duty.objects.get_or_create(name=name, defaults={"due_at": now})
            continue
        # A due time too far ahead was written before the clock was set back.
        if now < waiting[name] <= now + period:
            continue
        with transaction.atomic():
            mine = Duty.objects.filter(name=name, due_at=waiting[name]).update(
                due_at=now + period, fired_at=now
            )
            if mine:
                enqueue(f"duty.{name}", {}, actor="system:duties", dedupe_key=name)
                fired += 1
    return fired


@every("jobs.forget", hours=6)
def forget_finished() -> None:
    """Delete jobs that ended long ago, and workers that were not seen for a day.

    Kinds registered as kept stay: a room still shows from them what became of a thing.
    """
    now = wall_now()
    kept = [kind for kind, handler in CATALOGUE.handlers.items() if handler.kept]
    ended = Job.objects.filter(state__in=FINAL).exclude(kind__in=kept)
    ended.filter(kind__startswith="duty.", finished_at__lt=now - KEEP_DUTIES).delete()
    ended.filter(finished_at__lt=now - KEEP_JOBS).delete()
    WorkerBeat.objects.filter(seen_at__lt=now - KEEP_DUTIES).delete()
