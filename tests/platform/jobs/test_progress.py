"""Progress: what people see while they wait."""

import pytest

from xueyou.platform.jobs import keepers
from xueyou.platform.jobs.api import RunningJob, enqueue, job_handler, job_view, work_off
from xueyou.platform.jobs.models import Job

pytestmark = pytest.mark.django_db


def test_progress_never_falls(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later attempt or a longer second phase never moves the bar back."""
    monkeypatch.setattr(keepers, "TICK", 0.0)
    seen: list[int | None] = []

    @job_handler("test.bar")
    def bar(run: RunningJob) -> None:
        for done, total in [(10, 60), (30, 60), (1, 60), (5, 100), (55, 100), (3, None)]:
            run.progress(done, total, said="正在读")
            seen.append(job_view(run.uid).percent)

    job = enqueue("test.bar", {}, actor="user:1")
    Job.objects.update(done=12, total=60)
    work_off()
    assert seen == [20, 50, 50, 50, 55, 55]
    view = job_view(job.uid)
    assert (view.percent, view.done, view.total, view.said) == (100, 100, 100, "正在读")


def test_progress_is_written_at_most_four_times_a_second() -> None:
    """However often a handler tells, the table is written once a tick."""
    written: list[int] = []

    @job_handler("test.chatter")
    def chatter(run: RunningJob) -> None:
        for done in range(1000):
            run.progress(done, 1000)
        written.append(Job.objects.get(uid=run.uid).done)

    enqueue("test.chatter", {}, actor="user:1")
    work_off()
    assert written[0] < 999


def test_a_running_job_is_never_shown_as_complete() -> None:
    """100 per cent is kept for what is done."""

    @job_handler("test.full")
    def full(run: RunningJob) -> None:
        run.progress(5, 5)
        assert job_view(run.uid).percent == 99

    job = enqueue("test.full", {}, actor="user:1")
    work_off()
    assert job_view(job.uid).percent == 100
