"""What other rooms use of the queue."""

from xueyou.platform.jobs.execution import work_off
from xueyou.platform.jobs.queue import cancel, enqueue, queued_aside
from xueyou.platform.jobs.registry import every, job_handler
from xueyou.platform.jobs.running import JobFailed, LeaseLost, RunningJob
from xueyou.platform.jobs.views import JobView, job_view

__all__ = [
    "JobFailed",
    "JobView",
    "LeaseLost",
    "RunningJob",
    "cancel",
    "enqueue",
    "every",
    "job_handler",
    "job_view",
    "queued_aside",
    "work_off",
]
