"""After its commit an act reaches each handler of its verb at least once."""

from datetime import timedelta

import pytest

from tests.platform.acts.verbs import PROBE
from xueyou.platform.acts import deliveries
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.deliveries import MAX_ATTEMPTS, deliver, due_deliveries, on_act
from xueyou.platform.acts.models import Act, Delivery
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.time import wall_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Act]:
    """Register one handler for this test; return what it hears."""
    acts: list[Act] = []
    monkeypatch.setattr(deliveries, "_handlers", {})
    on_act(PROBE.name, name="tests.listen")(acts.append)
    return acts


def probe() -> Act:
    """Write an act and return it."""
    with act(SYSTEM, PROBE.name) as a:
        a.about("probe", uuid7())
    return Act.objects.get(uid=a.uid)


def test_the_handler_gets_the_act_once(heard: list[Act]) -> None:
    """A second run of the same delivery does nothing."""
    row = probe()
    (delivery,) = due_deliveries(wall_now())
    assert deliver(delivery)
    assert not deliver(delivery)
    assert heard == [row]
    assert due_deliveries(wall_now() + timedelta(days=1)) == []


def test_the_dispatcher_is_told_after_the_commit(
    heard: list[Act],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    """Not before: a worker would look for a row that is not there yet."""
    told: list[int] = []
    monkeypatch.setattr(deliveries, "_dispatcher", [told.append])
    assert callable(django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        probe()
        assert told == []
    assert told == [Delivery.objects.get().pk]
    assert heard == []


def test_a_delivery_in_somebodys_hands_is_left_alone(heard: list[Act]) -> None:
    """Until the lease of two minutes is over."""
    probe()
    row = Delivery.objects.get()
    Delivery.objects.update(due_at=wall_now() + timedelta(minutes=1), attempts=1)
    assert not deliver(row.pk)
    assert heard == []


def test_a_handler_that_raises_is_tried_again_and_in_the_end_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With growing pauses; other handlers of the same act are not held up."""
    fine: list[Act] = []
    monkeypatch.setattr(deliveries, "_handlers", {})

    @on_act(PROBE.name, name="tests.break")
    def broken(act: Act) -> None:
        raise ZeroDivisionError

    on_act(PROBE.name, name="tests.fine")(fine.append)
    row = probe()
    ids = due_deliveries(wall_now())
    assert [deliver(each) for each in ids] == [False, True]
    assert fine == [row]
    failing = Delivery.objects.get(handler="tests.break")
    assert failing.due_at > wall_now()
    for _ in range(MAX_ATTEMPTS):
        Delivery.objects.filter(pk=failing.pk).update(due_at=wall_now())
        deliver(failing.pk)
    failing.refresh_from_db()
    assert (failing.state, failing.attempts) == (Delivery.State.FAILED, MAX_ATTEMPTS)
    assert due_deliveries(wall_now() + timedelta(days=1)) == []


def test_two_handlers_cannot_share_a_name(heard: list[Act]) -> None:
    """The name is what a stored delivery finds its handler by."""
    with pytest.raises(ValueError, match=r"tests\.listen"):
        on_act(PROBE.name, name="tests.listen")(print)


def test_a_failed_verb_is_not_delivered(heard: list[Act]) -> None:
    """No act, no delivery."""

    def fails() -> None:
        with act(SYSTEM, PROBE.name) as a:
            a.about("probe", uuid7())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not Delivery.objects.exists()
