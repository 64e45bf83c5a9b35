"""A job while it runs: what its handler may ask of it and tell it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction

from xueyou.platform.acts.actors import Actor
from xueyou.platform.jobs import leases
from xueyou.platform.jobs.leases import Lease
from xueyou.platform.jobs.models import Job
from xueyou.platform.jobs.registry import Handler


class JobFailed(Exception):
    """Raised by a handler: this job can never succeed, and this is the sentence that says why."""

    def __init__(self, zh: str, *, code: str = "") -> None:
        super().__init__(code or "failed")
        self.zh = zh
        self.code = code


class LeaseLost(Exception):
    """The job was called off or given to another worker: nothing may be written any more."""


class WorkerStopping(Exception):
    """The worker must go; the job goes back to the queue."""


class Keeper(Protocol):
    """Keeps the lease while the handler works, and carries progress to the table."""

    def tell(self) -> None:
        """Say that progress has changed."""

    def lost(self) -> bool:
        """Return whether the lease is known to be lost (called off, or taken over)."""

    def stopping(self) -> bool:
        """Return whether the worker must go before the handler is likely to end."""


class RunningJob:
    """What a handler receives."""

    def __init__(self, job: Job, lease: Lease, handler: Handler) -> None:
        self.uid: UUID = job.uid
        self.kind: str = job.kind
        self.payload: Mapping[str, Any] = job.payload
        self.attempt: int = job.attempts
        self.asked_by: str = job.actor
        self.org_path: str = job.org_path
        self.lease = lease
        self.handler = handler
        self.keeper: Keeper | None = None
        self.completed = False
        self._done, self._total, self._said = job.done, job.total, job.said

    def progress(self, done: int, total: int | None = None, said: str = "") -> None:
        """Tell how far the work is. Cheap: the table is written at most four times a second.

        What is shown never falls: after a take-over it stands still until the new attempt has
        caught up. Raises LeaseLost when the job was called off or taken over in the meantime,
        WorkerStopping when the worker has to go; let both pass.
        """
        total = total or self._total
        if not self._falls(done, total):
            self._done, self._total = done, total
        if said:
            self._said = said[:200]
        if self.keeper is not None:
            self.keeper.tell()
            if self.keeper.stopping():
                raise WorkerStopping
        if self.cancelled():
            raise LeaseLost

    def cancelled(self) -> bool:
        """Return whether to stop: called off, or given to another worker."""
        return self.keeper is not None and self.keeper.lost()

    @property
    def actor(self) -> Actor:
        """Return who acts when this job acts; `asked_by` says for whom."""
        return Actor("job", str(self.uid), org_path=self.org_path)

    @contextmanager
    def finish(self, result: Any = None) -> Iterator[None]:
        """Open the one transaction that writes the results and marks the job done.

        Raises LeaseLost, before anything is written, when the lease is no longer ours. Where the
        results are written by `act`, which opens its own transaction, call `complete` in it.
        """
        with transaction.atomic(durable=True):
            self.complete(result)
            yield

    def complete(self, result: Any = None) -> None:
        """Check the lease and mark the job done, as a part of the transaction already open.

        Call it before the results are written. If that transaction is rolled back the job is
        still running.
        """
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError(
                "complete() belongs inside the transaction that writes the results"
            )
        self.completed = True
        if not leases.complete(self.lease, result, **self.latest(final=True)):
            raise LeaseLost

    def hold(self) -> None:
        """Check the lease and hold it until the transaction already open ends.

        For results written in several transactions before the last one. Raises LeaseLost.
        """
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError(
                "hold() belongs inside the transaction that writes"
            )
        if not leases.renew(self.lease, self.handler.lease):
            raise LeaseLost

    def fail(self, sentence: str, code: str = "") -> None:
        """Check the lease and mark the job failed, as a part of the transaction already open.

        For a handler that must undo something together with its failure. Raises LeaseLost.
        """
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError(
                "fail() belongs inside the transaction that undoes"
            )
        self.completed = True
        if not leases.fail(self.lease, sentence, code):
            raise LeaseLost

    def latest(self, *, final: bool = False) -> dict[str, Any]:
        """Return the newest progress as column values."""
        done = self._total if final and self._total is not None else self._done
        return {"done": done, "total": self._total, "said": self._said}

    def _falls(self, done: int, total: int | None) -> bool:
        if not self._total or not total:
            return not total and done < self._done
        return done * self._total < self._done * total
