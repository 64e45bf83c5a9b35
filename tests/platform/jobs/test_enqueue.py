"""Asking for work."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from xueyou.platform.jobs.api import (
    RunningJob,
    enqueue,
    job_handler,
    job_view,
    queued_aside,
    work_off,
)
from xueyou.platform.jobs.models import Job, JobState
from xueyou.platform.jobs.registry import UndeclaredPayload
from xueyou.platform.time import wall_now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counting() -> list[int]:
    """Register a handler that notes the numbers it was given."""
    seen: list[int] = []

    @job_handler("test.note", payload={"number": int})
    def note(run: RunningJob) -> None:
        seen.append(run.payload["number"])

    return seen


def test_a_job_is_worked_off_once(counting: list[int]) -> None:
    """A queued job runs, is done, and does not run again."""
    job = enqueue("test.note", {"number": 7}, actor="user:1", org_path="0001.")
    assert job_view(job.uid).state == "queued"
    assert work_off() == 1
    assert work_off() == 0
    assert counting == [7]
    view = job_view(job.uid)
    assert (view.state, view.percent, view.attempts, view.final) == ("done", 100, 1, True)


def test_what_is_queued_aside_is_left_to_who_asked(counting: list[int]) -> None:
    """No worker takes it; its own queue is worked off by name, and only what was asked inside."""
    with queued_aside("history"):
        enqueue("test.note", {"number": 1}, actor="user:1")
    enqueue("test.note", {"number": 2}, actor="user:1")
    assert work_off() == 1
    assert counting == [2]
    assert work_off("history") == 1
    assert counting == [2, 1]


def test_same_key_while_alive_is_the_same_job(counting: list[int]) -> None:
    """A second request with the same key joins the first; after its end a new one is made."""
    first = enqueue("test.note", {"number": 1}, actor="user:1", dedupe_key="doc-1")
    second = enqueue("test.note", {"number": 2}, actor="user:2", dedupe_key="doc-1")
    assert first.pk == second.pk
    work_off()
    third = enqueue("test.note", {"number": 3}, actor="user:1", dedupe_key="doc-1")
    assert third.pk != first.pk
    work_off()
    assert counting == [1, 3]


def test_the_database_itself_refuses_a_second_living_job_of_a_key() -> None:
    """The key is unique while alive whatever the code does."""
    job = enqueue("test.note", {"number": 1}, actor="user:1", dedupe_key="doc-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind=job.kind, dedupe_key="doc-1", actor="user:1")


def test_payload_must_be_the_declared_one() -> None:
    """A missing, extra or wrongly typed field is a programming error that shows at once."""
    for payload in ({}, {"number": "7"}, {"number": 7, "name": "x"}):
        with pytest.raises(UndeclaredPayload):
            enqueue("test.note", payload, actor="user:1")
    with pytest.raises(KeyError):
        enqueue("test.unknown", {}, actor="user:1")


def test_priority_then_age(counting: list[int]) -> None:
    """Higher priority first, then in the order of asking; `ahead` counts who is before."""
    enqueue("test.note", {"number": 1}, actor="user:1")
    last = enqueue("test.note", {"number": 2}, actor="user:1")
    enqueue("test.note", {"number": 3}, actor="user:1", priority=5)
    assert job_view(last.uid).ahead == 2
    work_off()
    assert counting == [3, 1, 2]


def test_a_job_for_later_waits(counting: list[int]) -> None:
    """A job is not taken before its time."""
    enqueue("test.note", {"number": 1}, actor="user:1", run_at=wall_now() + timedelta(hours=1))
    assert work_off() == 0
    assert counting == []


def test_a_rolled_back_request_leaves_no_job() -> None:
    """The job belongs to the transaction that asked for it."""
    with transaction.atomic():
        enqueue("test.note", {"number": 1}, actor="user:1")
        transaction.set_rollback(True)
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": JobState.RUNNING},
        {"state": JobState.DONE},
        {"state": JobState.FAILED, "finished_at": wall_now()},
        {"state": "lost"},
        {"attempts": 4},
        {"lease_until": wall_now()},
    ],
)
def test_the_table_refuses_impossible_rows(wrong: dict[str, object]) -> None:
    """A lease exactly while running, an end exactly when final, a reason for each failure."""
    job = enqueue("test.note", {"number": 1}, actor="user:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**wrong)
