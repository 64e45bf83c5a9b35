"""Acts as events: handed on through the queue, at least once, also after a lost dispatch."""

from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from xueyou.platform.acts import deliveries
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.models import Act, Delivery
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act
from xueyou.platform.jobs import handlers
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.models import Job
from xueyou.platform.time import wall_now

pytestmark = pytest.mark.django_db

VERB = "jobs.test.happened"
register_verb(VERB, zh="测试里发生了一件事")
heard: list[str] = []
faults: list[Exception] = []


@deliveries.on_act(VERB, name="jobs.test.hears")
def hear(found: Act) -> None:
    """Note the act, or fail as the test wishes."""
    if faults:
        raise faults.pop()
    heard.append(str(found.uid))


@pytest.fixture(autouse=True)
def silence() -> None:
    """Start each test with nothing heard."""
    heard.clear()
    faults.clear()


def happen() -> str:
    """Do what the handler hears of; return the act's uid."""
    with act(Actor("user", "1"), VERB) as a:
        a.about("thing", uuid4())
    return str(a.uid)


def test_an_act_reaches_its_handler_once(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """After the commit the delivery is queued, and worked off once."""
    with django_capture_on_commit_callbacks(execute=True):
        uid = happen()
    assert heard == []
    assert work_off("quick") == 1
    assert heard == [uid]
    handlers.deliver_due()
    assert work_off("quick") == 0
    assert Delivery.objects.get().state == Delivery.State.DONE


def test_a_process_killed_after_the_commit_loses_no_delivery() -> None:
    """Where nothing was queued, the duty finds the waiting row."""
    uid = happen()
    assert not Job.objects.exists()
    handlers.deliver_due()
    work_off("quick")
    assert heard == [uid]


def test_a_handler_that_fails_is_tried_again(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """The delivery is put off and found again when it is due."""
    faults.append(RuntimeError("once"))
    with django_capture_on_commit_callbacks(execute=True):
        uid = happen()
    work_off("quick")
    assert heard == []
    Delivery.objects.update(due_at=wall_now() - timedelta(seconds=1))
    handlers.deliver_due()
    work_off("quick")
    assert heard == [uid]
