"""Every change of a job's state that a worker makes: one conditional statement each.

All of them name the lease token, so a worker that lost its lease changes nothing.
"""

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models, transaction
from django.db.models import F, Q, QuerySet

from xueyou.platform.db import Changes, prepared, prepared_update
from xueyou.platform.jobs.models import Job, JobState
from xueyou.platform.jobs.registry import CATALOGUE, GAVE_UP, LONGEST_LEASE
from xueyou.platform.time import wall_now

NO_LEASE: dict[str, Any] = {"lease_token": None, "lease_until": None, "held_by": ""}


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work off one job, until somebody else holds another token."""

    job_id: int
    token: UUID

    def rows(self) -> QuerySet[Job]:
        """Return the job's row as long as this lease is the one in force, else no row."""
        return Job.objects.filter(pk=self.job_id, lease_token=self.token, state=JobState.RUNNING)


def _due(queues: tuple[str, ...], now: Any) -> QuerySet[Job]:
    return Job.objects.filter(queue__in=queues, state=JobState.QUEUED, run_at__lte=now)


@prepared(now=models.DateTimeField())
def _any_due(queues: tuple[str, ...], now: Any) -> QuerySet[Any]:
    return _due(queues, now).values_list("pk")[:1]


@prepared(now=models.DateTimeField())
def _next_due(queues: tuple[str, ...], now: Any) -> QuerySet[Job]:
    return _skipping_locked(_due(queues, now)).order_by("-priority", "run_at", "id")[:1]


@prepared_update(
    pk=models.BigIntegerField(),
    lease_token=models.UUIDField(),
    lease_until=models.DateTimeField(),
    held_by=models.CharField(),
)
def _take(pk: Any, **lease: Any) -> Changes:
    queued = Job.objects.filter(pk=pk, state=JobState.QUEUED)
    return queued, {"state": JobState.RUNNING.value, "attempts": F("attempts") + 1, **lease}


def claim(queues: list[str], held_by: str) -> tuple[Job, Lease] | None:
    """Take the next due job of these queues, highest priority first, or None.

    On PostgreSQL workers step over rows that another is just taking (SKIP LOCKED); on SQLite the
    transaction holds the only write lock. A read comes first, so an idle worker never locks.
    """
    now, wanted = wall_now(), tuple(queues)
    if not _any_due(wanted, now=now):
        return None
    with transaction.atomic():
        found: list[Job] = _next_due(wanted, now=now)
        if not found:
            return None
        job = found[0]
        lease = Lease(job.pk, uuid4())
        handler = CATALOGUE.handlers.get(job.kind)
        length = handler.lease if handler else timedelta(seconds=LONGEST_LEASE)
        held = {
            "lease_token": lease.token,
            "lease_until": wall_now() + length,
            "held_by": held_by,
        }
        if not _take(pk=job.pk, **held):
            return None
    # The row was locked when it was read: this is how it stands.
    job.state, job.attempts = JobState.RUNNING, job.attempts + 1
    for name, value in held.items():
        setattr(job, name, value)
    return job, lease


def renew(lease: Lease, length: timedelta, **progress: Any) -> bool:
    """Push the end of the lease forward, writing progress with it; False where it is lost."""
    return bool(lease.rows().update(lease_until=wall_now() + length, **progress))


def complete(lease: Lease, result: Any, **progress: Any) -> bool:
    """Mark the job done, inside the caller's transaction; False where the lease is lost.

    The statement locks the row until that transaction ends: nobody can take the job over between
    this check and the commit of its results.
    """
    values = {"pk": lease.job_id, "token": lease.token, "result": result, "now": wall_now()}
    return bool(_complete(tuple(progress), **values, **progress))


@prepared_update(
    pk=models.BigIntegerField(),
    token=models.UUIDField(),
    result=Job._meta.get_field("result"),
    now=models.DateTimeField(),
    done=models.PositiveBigIntegerField(),
    total=models.PositiveBigIntegerField(),
    said=models.CharField(),
)
def _complete(
    progress: tuple[str, ...], pk: Any, token: Any, result: Any, now: Any, **told: Any
) -> Changes:
    held = Job.objects.filter(pk=pk, lease_token=token, state=JobState.RUNNING)
    changes = {name: told[name] for name in progress}
    ended = {"state": JobState.DONE.value, "error": "", "error_code": "", "finished_at": now}
    return held, {**ended, "result": result, **NO_LEASE, **changes}


def fail(lease: Lease, sentence: str, code: str = "") -> bool:
    """End the job with a sentence for people."""
    return bool(
        lease.rows().update(
            state=JobState.FAILED,
            error=sentence[:500],
            error_code=code,
            finished_at=wall_now(),
            **NO_LEASE,
        )
    )


def hand_back(lease: Lease) -> bool:
    """Return an unfinished job to the queue because its worker must go; not an attempt."""
    return bool(
        lease.rows().update(
            state=JobState.QUEUED, run_at=wall_now(), attempts=F("attempts") - 1, **NO_LEASE
        )
    )


def retry(lease: Lease) -> bool:
    """Queue the job again after an error, later each time; fail it when attempts are used up."""
    with transaction.atomic():
        job = lease.rows().select_for_update().first()
        if job is None:
            return False
        _again_or_give_up(job, wait=back_off(job.attempts))
    return True


def back_off(attempts: int) -> timedelta:
    """Return how long to wait after the n-th attempt: 2 s, 8 s, 32 s … at most 5 minutes."""
    return timedelta(seconds=min(300.0, 2.0 * math.pow(4, attempts - 1)))


def reap() -> int:
    """Give jobs of silent workers to others; return how many.

    A lease that ends further ahead than any lease may was written before the clock was set back:
    it is taken as expired too.
    """
    now = wall_now()
    expired = Job.objects.filter(state=JobState.RUNNING).filter(
        Q(lease_until__lt=now) | Q(lease_until__gt=now + timedelta(seconds=2 * LONGEST_LEASE))
    )
    return _release(expired)


def release_held_by(name: str) -> int:
    """Give away the jobs of one worker that is known to be dead; return how many."""
    return _release(Job.objects.filter(state=JobState.RUNNING, held_by=name))


def _release(jobs: QuerySet[Job]) -> int:
    if not jobs.exists():
        return 0
    with transaction.atomic():
        found = list(_skipping_locked(jobs).order_by("id"))
        for job in found:
            _again_or_give_up(job, wait=timedelta(0))
    return len(found)


def _again_or_give_up(job: Job, *, wait: timedelta) -> None:
    now = wall_now()
    if job.attempts < job.max_attempts:
        Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, run_at=now + wait, **NO_LEASE)
        return
    handler = CATALOGUE.handlers.get(job.kind)
    sentence = (handler.gave_up if handler else GAVE_UP).format(
        attempts=job.attempts, number=str(job.uid)[-8:]
    )
    Job.objects.filter(pk=job.pk).update(
        state=JobState.FAILED,
        error=sentence,
        error_code="gave_up",
        finished_at=now,
        **NO_LEASE,
    )


def _skipping_locked(jobs: QuerySet[Job]) -> QuerySet[Job]:
    skips = connection.features.has_select_for_update_skip_locked
    return jobs.select_for_update(skip_locked=True) if skips else jobs.select_for_update()
