"""Working off one claimed job: its handler is called, every way it can end is written down."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.db import close_old_connections, connection

from xueyou.platform.jobs import leases
from xueyou.platform.jobs.keepers import InlineKeeper
from xueyou.platform.jobs.leases import Lease
from xueyou.platform.jobs.models import Job
from xueyou.platform.jobs.registry import CATALOGUE
from xueyou.platform.jobs.running import (
    JobFailed,
    Keeper,
    LeaseLost,
    RunningJob,
    WorkerStopping,
)

log = logging.getLogger("xueyou.jobs")

MakeKeeper = Callable[[RunningJob], AbstractContextManager[Keeper]]
UNKNOWN = "这台机器上的程序不认识这种任务（{kind}），没有处理。请系统管理员核对版本后重新提交。"


def execute(job: Job, lease: Lease, make_keeper: MakeKeeper) -> None:
    """Run the job's handler and write how it ended. Raises nothing that the handler raised."""
    handler = CATALOGUE.handlers.get(job.kind)
    if handler is None:
        leases.fail(lease, UNKNOWN.format(kind=job.kind), "unknown_kind")
        return
    run = RunningJob(job, lease, handler)
    log.info("job %s %s attempt %d", job.kind, job.uid, job.attempts)
    try:
        with make_keeper(run) as keeper:
            run.keeper = keeper
            handler.function(run)
            if not run.completed:
                with run.finish():
                    pass
    except JobFailed as failure:
        leases.fail(lease, failure.zh, failure.code)
        log.info("job %s failed: %s", job.uid, failure.code or "refused")
    except LeaseLost:
        log.info("job %s: lease lost, nothing written", job.uid)
    except WorkerStopping:
        leases.hand_back(lease)
        log.info("job %s handed back", job.uid)
    except Exception:
        log.exception("job %s: attempt %d broke off", job.uid, job.attempts)
        if not connection.in_atomic_block:
            close_old_connections()  # the error may have been the connection's own end
        leases.retry(lease)


def work_off(*queues: str, limit: int = 1000) -> int:
    """Work off what is due, here and now, in the caller's connection; return how many jobs.

    For tests and for building the demonstration city. A running site has workers.
    """
    for count in range(limit):
        claimed = leases.claim(list(queues) or ["quick", "default"], "inline")
        if claimed is None:
            return count
        execute(*claimed, make_keeper=InlineKeeper)
    return limit
