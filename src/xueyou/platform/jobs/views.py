"""What people may see of a job."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from xueyou.platform.jobs.models import ALIVE, Job, JobState


@dataclass(frozen=True, slots=True)
class JobView:
    """What people may see of a job: no payload, no token."""

    uid: UUID
    kind: str
    state: str
    said: str
    done: int
    total: int | None
    percent: int | None
    ahead: int
    attempts: int
    error: str
    error_code: str
    result: Any
    cancellable: bool
    created_at: datetime
    finished_at: datetime | None

    @property
    def final(self) -> bool:
        """Whether it will never change again."""
        return self.state not in ALIVE


def job_view(uid: UUID) -> JobView:
    """Return what people may see of a job; Job.DoesNotExist where there is none."""
    return view_of(Job.objects.get(uid=uid))


def view_of(job: Job) -> JobView:
    """Return the view of a job already at hand.

    `ahead` counts jobs of the same place and below it: how busy others are is not ours to tell.
    """
    ahead = 0
    if job.state == JobState.QUEUED:
        ahead = (
            Job.objects.filter(queue=job.queue, state=JobState.QUEUED)
            .filter(org_path__startswith=job.org_path)
            .filter(
                Q(priority__gt=job.priority)
                | Q(priority=job.priority, run_at__lt=job.run_at)
                | Q(priority=job.priority, run_at=job.run_at, id__lt=job.pk)
            )
            .count()
        )
    return JobView(
        uid=job.uid,
        kind=job.kind,
        state=job.state,
        said=job.said,
        done=job.done,
        total=job.total,
        percent=percent(job.done, job.total, job.state),
        ahead=ahead,
        attempts=job.attempts,
        error=job.error,
        error_code=job.error_code,
        result=job.result,
        cancellable=job.state in ALIVE,
        created_at=job.created_at,
        finished_at=job.finished_at,
    )


def percent(done: int, total: int | None, state: str) -> int | None:
    """Return whole percents; 100 is kept for what is done, None means nobody knows."""
    if state == JobState.DONE:
        return 100
    if not total:
        return None
    return min(99, done * 100 // total)
