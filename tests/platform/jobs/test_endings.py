"""Every way in which a job can end."""

from datetime import timedelta

import pytest
from django.db import transaction

from xueyou.platform.jobs import leases
from xueyou.platform.jobs.api import (
    JobFailed,
    LeaseLost,
    RunningJob,
    cancel,
    enqueue,
    job_handler,
    job_view,
    work_off,
)
from xueyou.platform.jobs.models import Job, JobState
from xueyou.platform.time import wall_now

pytestmark = pytest.mark.django_db


def make_due(job: Job) -> None:
    """Let the waiting time after an error pass."""
    Job.objects.filter(pk=job.pk).update(run_at=wall_now())


def test_a_failure_in_words_is_final() -> None:
    """JobFailed ends the job at once with its sentence and code."""

    @job_handler("test.refuse")
    def refuse(run: RunningJob) -> None:
        raise JobFailed("这份文件没有文字，请另存为 docx 后再交。", code="scan_no_text")

    job = enqueue("test.refuse", {}, actor="user:1")
    work_off()
    view = job_view(job.uid)
    assert (view.state, view.attempts, view.error_code) == ("failed", 1, "scan_no_text")
    assert view.error == "这份文件没有文字，请另存为 docx 后再交。"


def test_an_error_is_retried_later_each_time_then_given_up_in_words() -> None:
    """An unforeseen error waits 2 s, 8 s, and fails after the third attempt with a sentence."""

    @job_handler("test.break")
    def break_off(run: RunningJob) -> None:
        raise RuntimeError("secret detail")

    job = enqueue("test.break", {}, actor="user:1")
    waits = []
    for _ in range(3):
        make_due(job)
        before = wall_now()
        assert work_off() == 1
        job.refresh_from_db()
        waits.append(round((job.run_at - before).total_seconds()))
    assert waits[:2] == [2, 8]
    view = job_view(job.uid)
    assert (view.state, view.attempts, view.error_code) == ("failed", 3, "gave_up")
    assert "连续 3 次" in view.error
    assert "secret" not in view.error


def test_results_and_done_are_one_transaction() -> None:
    """What finish() writes and the end of the job stand or fall together."""

    @job_handler("test.half")
    def half(run: RunningJob) -> None:
        with run.finish(result={"rows": 1}):
            enqueue("test.half", {}, actor="job:1", dedupe_key="child")
            raise RuntimeError

    job = enqueue("test.half", {}, actor="user:1")
    work_off(limit=1)
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.QUEUED, None)
    assert not Job.objects.filter(dedupe_key="child").exists()


def test_complete_joins_a_transaction_already_open() -> None:
    """Where the results are written by an act, the job is marked done inside it."""

    @job_handler("test.join")
    def join(run: RunningJob) -> None:
        with transaction.atomic():
            run.complete({"uid": "x"})

    job = enqueue("test.join", {}, actor="user:1")
    work_off()
    assert job_view(job.uid).result == {"uid": "x"}


def test_called_off_while_queued_never_runs() -> None:
    """A queued job that is called off is final."""
    ran = []

    @job_handler("test.late")
    def late(run: RunningJob) -> None:
        ran.append(1)

    job = enqueue("test.late", {}, actor="user:1")
    assert cancel(job.uid, "user:1")
    assert work_off() == 0
    assert not ran
    assert not cancel(job.uid, "user:1")
    assert job_view(job.uid).state == "cancelled"


def test_called_off_while_running_writes_nothing() -> None:
    """Whoever calls a job off sees it called off at once; its results are refused."""
    heard: list[bool] = []

    @job_handler("test.long")
    def long(run: RunningJob) -> None:
        cancel(run.uid, "user:1")
        try:
            run.progress(1, 2)
        except LeaseLost:
            heard.append(run.cancelled())
        with run.finish():
            enqueue("test.long", {}, actor="job:1", dedupe_key="result")

    job = enqueue("test.long", {}, actor="user:1")
    work_off(limit=1)
    assert heard == [True]
    assert job_view(job.uid).state == "cancelled"
    assert not Job.objects.filter(dedupe_key="result").exists()


def test_a_lost_lease_never_writes() -> None:
    """A worker that was silent too long finds its job taken over and its results refused."""
    written: list[str] = []

    @job_handler("test.slow")
    def slow(run: RunningJob) -> None:
        if run.attempt == 1:
            Job.objects.filter(uid=run.uid).update(lease_until=wall_now() - timedelta(seconds=1))
            assert leases.reap() == 1
            work_off(limit=1)
            with run.finish():
                written.append("first")
        else:
            with run.finish():
                written.append("second")

    job = enqueue("test.slow", {}, actor="user:1")
    work_off(limit=1)
    view = job_view(job.uid)
    assert written == ["second"]
    assert (view.state, view.attempts) == ("done", 2)


def test_a_clock_set_back_does_not_keep_a_lease_for_hours() -> None:
    """A lease that ends further ahead than any lease may is taken as expired."""

    @job_handler("test.clock")
    def nothing(run: RunningJob) -> None:
        return None

    enqueue("test.clock", {}, actor="user:1")
    assert leases.claim(["default"], "one") is not None
    assert leases.reap() == 0
    Job.objects.update(lease_until=wall_now() + timedelta(hours=1))
    assert leases.reap() == 1


def test_a_handed_back_job_has_lost_no_attempt() -> None:
    """A worker that must go returns the job as it was."""

    @job_handler("test.back")
    def back(run: RunningJob) -> None:
        return None

    job = enqueue("test.back", {}, actor="user:1")
    claimed = leases.claim(["default"], "one")
    assert claimed is not None
    assert leases.hand_back(claimed[1])
    job.refresh_from_db()
    assert (job.state, job.attempts, job.held_by) == (JobState.QUEUED, 0, "")


def test_an_unknown_kind_fails_in_words() -> None:
    """A job that an older or newer program asked for does not block the queue."""
    job = Job.objects.create(kind="test.gone", actor="user:1")
    work_off()
    view = job_view(job.uid)
    assert (view.state, view.error_code) == ("failed", "unknown_kind")
    assert "test.gone" in view.error
