"""Real workers side by side: each job once, long jobs kept, orderly ends, calling off."""

import os
import signal
import time
from datetime import timedelta

import pytest

from tests.platform.jobs.workplace import Workplace
from tests.waiting import PATIENCE, allowed, until
from xueyou.platform.jobs.api import cancel, enqueue
from xueyou.platform.jobs.models import FINAL, Duty, Job, WorkerBeat
from xueyou.platform.time import wall_now

pytestmark = pytest.mark.alone


def ended(*jobs: Job) -> bool:
    """Whether all these jobs came to their end."""
    found = Job.objects.filter(pk__in=[job.pk for job in jobs], state__in=FINAL)
    return found.count() == len(jobs)


def test_two_workers_do_two_hundred_jobs_once_each(workplace: Workplace) -> None:
    """No job is done twice, none is left."""
    jobs = [enqueue("kill.count", {"number": n}, actor="user:1") for n in range(200)]
    workplace.start(processes=2)
    workplace.start(processes=2)
    until(lambda: ended(*jobs), "200 jobs")
    assert sorted(int(row[3]) for row in workplace.results()) == list(range(200))
    done = Job.objects.filter(kind="kill.count")  # a duty may be waiting beside them
    assert set(done.values_list("state", "attempts")) == {("done", 1)}


def test_a_job_longer_than_its_lease_keeps_it(workplace: Workplace) -> None:
    """The heartbeat renews the lease while the handler computes."""
    workplace.start(lease=3.0)
    workplace.start(lease=3.0)
    job = enqueue("kill.long", {"seconds": 8, "heeds": False}, actor="user:1")
    until(lambda: ended(job), "the long job")
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)
    assert len(workplace.notes("started")) == 1


@pytest.mark.parametrize("heeds", [True, False])
def test_called_off_while_running(workplace: Workplace, heeds: bool) -> None:
    """It is over at once and writes nothing; a handler that does not heed it loses its process."""
    workplace.start()
    job = enqueue("kill.long", {"seconds": 60, "heeds": heeds}, actor="user:1")
    until(lambda: workplace.notes("started"), "the job to start")
    assert cancel(job.uid, "user:1")
    following = enqueue("kill.count", {"number": 1}, actor="user:1")
    until(lambda: ended(following), "the worker to be free", allowed(3 if heeds else 12))
    job.refresh_from_db()
    assert (job.state, job.error) == ("cancelled", "")
    assert not workplace.notes("worked")
    assert [row[0] for row in workplace.results()] == [str(following.uid)]


def test_a_worker_asked_to_go_hands_its_job_back(workplace: Workplace) -> None:
    """SIGTERM ends it within ten seconds; a job that takes longer is queued again, unharmed."""
    worker = workplace.start()
    job = enqueue("kill.long", {"seconds": 60, "heeds": False}, actor="user:1")
    until(lambda: workplace.notes("started"), "the job to start")
    asked = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=PATIENCE) == 0
    assert time.monotonic() - asked <= allowed(10)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 0)


def test_a_worker_asked_to_go_lets_a_short_job_end(workplace: Workplace) -> None:
    """What is nearly done is finished first."""
    worker = workplace.start()
    job = enqueue("kill.long", {"seconds": 1, "heeds": True}, actor="user:1")
    until(lambda: workplace.notes("started"), "the job to start")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=PATIENCE) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)


def test_slots_do_not_outlive_their_foreman(workplace: Workplace) -> None:
    """When the foreman is killed its slots hand back what they hold and go."""
    worker = workplace.start()
    job = enqueue("kill.long", {"seconds": 60, "heeds": True}, actor="user:1")
    until(lambda: workplace.notes("started"), "the job to start")
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(timeout=PATIENCE)

    def group_gone() -> bool:
        try:
            os.killpg(worker.pid, 0)
        except ProcessLookupError:
            return True
        return False

    until(group_gone, "the slots to go", allowed(10))
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("queued", 0)


def test_workers_fire_a_duty_once(workplace: Workplace) -> None:
    """However many workers there are, one firing is one call."""
    Duty.objects.create(name="kill.bell", due_at=wall_now() - timedelta(seconds=1))
    workplace.start()
    workplace.start()
    until((workplace.data / "rung").exists, "the bell")
    until(lambda: WorkerBeat.objects.count() == 4, "all slots")
    done = Job.objects.filter(kind="duty.kill.bell")
    until(lambda: done.filter(state="done").exists(), "the duty's end")
    assert done.count() == 1
    assert (workplace.data / "rung").read_text() == "x\n"


def test_the_house_is_kept_while_every_slot_is_busy(workplace: Workplace) -> None:
    """Silent workers lose their jobs and duties fire, also while quick jobs take their time."""
    workplace.start()
    for _ in range(2):
        enqueue("kill.long_quick", {"seconds": 60}, actor="user:1")
    until(lambda: len(workplace.notes("started")) == 2, "both slots to be busy")
    lost = enqueue("kill.count", {"number": 1}, actor="user:1")
    Job.objects.filter(pk=lost.pk).update(
        state="running",
        attempts=1,
        lease_token=lost.uid,
        lease_until=wall_now() - timedelta(seconds=1),
        held_by="gone",
    )
    Duty.objects.filter(name="kill.bell").update(due_at=wall_now() - timedelta(seconds=1))
    soon = allowed(5)
    until(lambda: Job.objects.get(pk=lost.pk).state == "queued", "the lost job to be queued", soon)
    until(lambda: Job.objects.filter(kind="duty.kill.bell").exists(), "the bell to be due", soon)
    assert Job.objects.filter(kind="kill.long_quick", state="running").count() == 2
