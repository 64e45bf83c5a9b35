"""Duties: what recurs by itself."""

from datetime import timedelta

import pytest

from xueyou.platform.jobs import duties
from xueyou.platform.jobs.api import every, job_handler, work_off
from xueyou.platform.jobs.models import Duty, Job
from xueyou.platform.jobs.registry import CATALOGUE
from xueyou.platform.time import wall_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def rung() -> list[int]:
    """Register one duty, and only that."""
    CATALOGUE.duties.clear()
    rung: list[int] = []

    @every("test.bell", minutes=1)
    def ring() -> None:
        rung.append(1)

    return rung


def test_a_duty_fires_once_a_period(rung: list[int]) -> None:
    """It is queued when due, worked off, and waits for its next time."""
    assert duties.fire_due() == 0  # the first look notes it
    assert duties.fire_due() == 1
    assert duties.fire_due() == 0
    assert work_off() == 1
    assert rung == [1]
    Duty.objects.update(due_at=wall_now() - timedelta(seconds=1))
    assert duties.fire_due() == 1
    work_off()
    assert rung == [1, 1]


def test_a_duty_still_waiting_is_not_queued_twice(rung: list[int]) -> None:
    """A worker that is behind does not pile up firings."""
    duties.fire_due()
    for _ in range(3):
        Duty.objects.update(due_at=wall_now() - timedelta(seconds=1))
        duties.fire_due()
    assert Job.objects.filter(kind="duty.test.bell").count() == 1


def test_a_clock_set_back_does_not_silence_a_duty(rung: list[int]) -> None:
    """A due time further ahead than one period is taken as due."""
    duties.fire_due()
    Duty.objects.update(due_at=wall_now() + timedelta(days=1))
    assert duties.fire_due() == 1


def test_a_duty_recurs_every_minute_at_most() -> None:
    """A shorter period is a programming error."""
    with pytest.raises(ValueError, match="every minute"):
        every("test.haste")


def test_what_ended_long_ago_is_forgotten() -> None:
    """Finished jobs are kept for ninety days, firings of duties for one."""
    now = wall_now()
    for kind, days in [("duty.x", 2), ("duty.x", 0), ("test.x", 2), ("test.x", 91)]:
        Job.objects.create(
            kind=kind, state="done", finished_at=now - timedelta(days=days, hours=1), actor="a"
        )
    duties.forget_finished()
    assert sorted(Job.objects.values_list("kind", flat=True)) == ["duty.x", "test.x"]


def test_kinds_that_a_room_shows_are_kept() -> None:
    """Rows of a kind registered as kept outlive the ninety days."""

    @job_handler("test.kept", kept=True)
    def kept(run: object) -> None:
        """Do nothing."""

    Job.objects.create(
        kind="test.kept", state="done", finished_at=wall_now() - timedelta(days=400), actor="a"
    )
    duties.forget_finished()
    assert Job.objects.filter(kind="test.kept").exists()
