"""Asking for work and calling it off: what the rooms use."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import IntegrityError, transaction

from xueyou.platform.db import insert_row
from xueyou.platform.jobs.models import ALIVE, Job, JobState
from xueyou.platform.jobs.registry import handler_of
from xueyou.platform.time import wall_now

_aside: ContextVar[str] = ContextVar("jobs_queued_aside", default="")


class SaysWho(Protocol):
    """Whoever asked: str() of it is "user:<uid>", "job:<uid>" …"""

    def __str__(self) -> str: ...


def enqueue(
    kind: str,
    payload: Mapping[str, Any],
    *,
    actor: SaysWho,
    org_path: str = "",
    dedupe_key: str | None = None,
    priority: int = 0,
    run_at: datetime | None = None,
) -> Job:
    """Put a job into the queue, inside the caller's transaction where there is one.

    While a job of the same kind and dedupe key is queued or running, that one is returned.
    The payload is checked against what the handler declares; it must hold no personal data.
    """
    handler = handler_of(kind)
    handler.check(payload)
    now = wall_now()
    job = Job(
        kind=kind,
        queue=_aside.get() or handler.queue,
        payload=dict(payload),
        dedupe_key=dedupe_key or "",
        priority=priority,
        run_at=run_at or now,
        max_attempts=handler.max_attempts,
        actor=str(actor),
        org_path=org_path,
        created_at=now,
    )
    if not dedupe_key:
        insert_row(job)
        return job
    alive = Job.objects.filter(kind=kind, dedupe_key=dedupe_key, state__in=ALIVE)
    if found := alive.first():
        return found
    try:
        with transaction.atomic():
            insert_row(job)
    except IntegrityError:
        found = alive.first()
        if found is None:
            raise
        return found
    return job


@contextmanager
def queued_aside(queue: str) -> Iterator[None]:
    """Queue what is asked for meanwhile where no worker looks: the caller works it off himself.

    For telling a demonstration city's history: a job that a verb of July asks for is worked off
    in July, not by a worker on the morning of the demonstration.
    """
    token = _aside.set(queue)
    try:
        yield
    finally:
        _aside.reset(token)


def cancel(job_uid: UUID, actor: SaysWho) -> bool:
    """Call a job off at once; False where it had already come to its end.

    The lease is taken away in the same statement, so a worker in the middle of it can no longer
    write results: it notices within about a second and stops.
    """
    now = wall_now()
    return bool(
        Job.objects.filter(uid=job_uid, state__in=ALIVE).update(
            state=JobState.CANCELLED,
            cancel_asked_at=now,
            finished_at=now,
            lease_token=None,
            lease_until=None,
            held_by="",
            said="已取消",
        )
    )
