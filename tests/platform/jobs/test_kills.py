"""A worker killed at any moment: its job is taken over, and its result is there exactly once."""

import signal
from collections import Counter
from uuid import UUID

import pytest

from tests.platform.jobs.worker_under_test import MOMENTS, STEPS
from tests.platform.jobs.workplace import Workplace
from tests.waiting import PATIENCE, allowed, until
from xueyou.platform.jobs.api import enqueue
from xueyou.platform.jobs.models import FINAL, Job

pytestmark = pytest.mark.alone

LEASE = 2.0
LONG_LEASE = 10.0
"""Where a slot dies alone its foreman hands over at once: nothing waits for this to run out."""


def ask(moment: str, *, always: bool = False) -> Job:
    """Queue a job that kills its worker at a moment ("" for never)."""
    payload = {"moment": moment, "always": always, "text": "二〇二六年工作要点"}
    return enqueue("kill.compute", payload, actor="user:1")


def ended(*jobs: Job) -> bool:
    """Whether all these jobs came to their end."""
    found = Job.objects.filter(pk__in=[job.pk for job in jobs], state__in=FINAL)
    return found.count() == len(jobs)


def body_of(workplace: Workplace, uid: UUID) -> set[str]:
    """Return the bodies of a job's result, having checked that each part is there once."""
    rows = [row for row in workplace.results() if row[0] == str(uid)]
    assert Counter(row[1] for row in rows) == {"a": 1, "b": 1}
    return {row[3] for row in rows}


def test_slot_killed_at_twenty_moments(workplace: Workplace) -> None:
    """Twenty jobs each kill their process at another moment; all end with one equal result."""
    assert len(MOMENTS) == 20
    undisturbed = ask("")
    killed = {moment: ask(moment) for moment in MOMENTS}
    workplace.start(processes=2, lease=LONG_LEASE)
    until(lambda: ended(undisturbed, *killed.values()), "all jobs to end")

    assert len(workplace.notes("died")) == 20
    expected = body_of(workplace, undisturbed.uid)
    started = {(n["job"], n["attempt"]): n["at"] for n in workplace.notes("started")}
    for note in workplace.notes("died"):
        second = started.get((note["job"], 2))
        assert second is None or second - note["at"] <= LONG_LEASE + 5
    for moment, job in killed.items():
        job.refresh_from_db()
        after_commit = moment in ("after_commit", "after_handler")
        assert (job.state, job.attempts) == ("done", 1 if after_commit else 2), moment
        assert body_of(workplace, job.uid) == expected, moment
        assert {job.result["sha256"]} == expected


@pytest.mark.parametrize("progress", [1, 7, STEPS - 1])
def test_whole_worker_killed_as_by_a_power_cut(workplace: Workplace, progress: int) -> None:
    """With foreman and slots gone at once the lease runs out and another worker takes over."""
    first = workplace.start(lease=LEASE)
    job = ask("")
    until(lambda: Job.objects.filter(pk=job.pk, done__gte=progress).exists(), "progress")
    workplace.kill(first)
    first.wait(timeout=PATIENCE)
    caught = not ended(job)
    second = workplace.start(lease=LEASE)
    until(lambda: ended(job), "the job to be taken over", allowed(LEASE + 5 + 5))
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2 if caught else 1)
    assert len(body_of(workplace, job.uid)) == 1
    assert second.poll() is None


def test_poison_job_fails_in_words_and_others_go_on(workplace: Workplace) -> None:
    """A job that kills its worker every time fails after three attempts; the rest is done."""
    poison = ask("step_3", always=True)
    others = [ask("") for _ in range(3)]
    workplace.start(processes=1, lease=LONG_LEASE)
    until(lambda: ended(poison, *others), "all jobs to end")
    poison.refresh_from_db()
    assert (poison.state, poison.attempts, poison.error_code) == ("failed", 3, "gave_up")
    assert "连续 3 次意外中断" in poison.error
    assert not [row for row in workplace.results() if row[0] == str(poison.uid)]
    assert all(len(body_of(workplace, other.uid)) == 1 for other in others)


def test_paused_worker_that_wakes_up_must_not_write(workplace: Workplace) -> None:
    """A worker stopped for longer than its lease finds its results refused."""
    first = workplace.start(lease=LEASE)
    job = enqueue("kill.long", {"seconds": 2, "heeds": False}, actor="user:1")
    until(lambda: workplace.notes("started"), "the first attempt")
    workplace.kill(first, signal.SIGSTOP)
    workplace.start(lease=LEASE)
    until(lambda: ended(job), "the take-over")
    workplace.kill(first, signal.SIGCONT)
    until(lambda: len(workplace.notes("worked")) == 2, "the first attempt to wake up")
    again = enqueue("kill.count", {"number": 1}, actor="user:1")
    until(lambda: ended(again), "both workers to go on")
    assert [note["attempt"] for note in workplace.notes("finished")] == [2]
    assert [row[2] for row in workplace.results() if row[0] == str(job.uid)] == [2]
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
