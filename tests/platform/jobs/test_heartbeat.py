"""The heartbeat thread: what happens when it, and only it, is gone, and when nobody listens."""

from datetime import datetime

import pytest
from django.conf import LazySettings

from tests.databases import OwnDatabase
from tests.waiting import until
from xueyou.platform.jobs import keepers, leases
from xueyou.platform.jobs.api import LeaseLost, RunningJob, cancel, enqueue, job_handler
from xueyou.platform.jobs.execution import execute
from xueyou.platform.jobs.keepers import ThreadKeeper
from xueyou.platform.jobs.models import Job

pytestmark = pytest.mark.alone


@pytest.fixture
def short_leases(settings: LazySettings, own_database: OwnDatabase) -> None:
    """Let leases run out in a fraction of a second, on a database of the test's own."""
    settings.JOBS_LONGEST_LEASE_SECONDS = 0.5


def work(job: Job, left: list[int]) -> None:
    """Work the job off as a slot would; `left` notes when the process would have ended."""
    claimed = leases.claim(["default"], "here")
    assert claimed is not None
    assert claimed[0].pk == job.pk
    execute(
        *claimed,
        make_keeper=lambda run: ThreadKeeper(run, leaving_since=lambda: None, leave=left.append),
    )


def test_a_dead_heartbeat_loses_the_lease_and_its_results(
    short_leases: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The handler computes on, another may take over, the results are refused."""
    ends: list[type[BaseException]] = []
    monkeypatch.setattr(ThreadKeeper, "_keep", lambda self: None)

    @job_handler("test.deaf")
    def deaf(run: RunningJob) -> None:
        until(lambda: leases.reap() == 1, "the lease to run out")
        try:
            with run.finish({"by": "the dead"}):
                pass
        except LeaseLost:
            ends.append(LeaseLost)
            raise

    job = enqueue("test.deaf", {}, actor="user:1")
    work(job, [])
    job.refresh_from_db()
    assert ends == [LeaseLost]
    assert (job.state, job.attempts, job.result) == ("queued", 1, None)


def test_a_living_heartbeat_keeps_the_lease(
    settings: LazySettings, own_database: OwnDatabase
) -> None:
    """It is pushed on while the handler works, again and again, and nobody else gets the job."""
    settings.JOBS_LONGEST_LEASE_SECONDS = 3
    ends: set[datetime] = set()

    def pushed_on() -> bool:
        assert leases.reap() == 0
        until_when = Job.objects.get().lease_until
        assert until_when is not None
        ends.add(until_when)
        return len(ends) > 3

    @job_handler("test.patient")
    def patient(run: RunningJob) -> None:
        until(pushed_on, "the lease to be renewed three times")

    job = enqueue("test.patient", {}, actor="user:1")
    work(job, [])
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)


def test_who_does_not_listen_loses_the_process(
    short_leases: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A handler that goes on after the job was called off is ended with its process."""
    monkeypatch.setattr(keepers, "GRACE_AFTER_LOSS", 0.2)
    monkeypatch.setattr(keepers, "LOOK", 0.1)
    left: list[int] = []

    @job_handler("test.stubborn")
    def stubborn(run: RunningJob) -> None:
        assert cancel(run.uid, "user:1")
        until(lambda: bool(left), "the process to be ended")

    job = enqueue("test.stubborn", {}, actor="user:1")
    work(job, left)
    job.refresh_from_db()
    assert left[0] == 1
    assert job.state == "cancelled"


def test_progress_reaches_the_table_while_the_handler_works(short_leases: None) -> None:
    """The thread writes what the handler only tells."""

    @job_handler("test.telling")
    def telling(run: RunningJob) -> None:
        run.progress(3, 10, said="第三步")
        until(lambda: Job.objects.get(uid=run.uid).done == 3, "the progress")
        assert Job.objects.get(uid=run.uid).said == "第三步"

    job = enqueue("test.telling", {}, actor="user:1")
    work(job, [])
    job.refresh_from_db()
    assert (job.state, job.done) == ("done", 10)
