"""Two calls with one key at the same moment leave one act and get one outcome."""

import threading

import pytest

from tests.platform.acts.verbs import PROBE
from tests.platform.threads import at_once
from tests.waiting import PATIENCE
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act, Receipt
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7

pytestmark = [pytest.mark.alone, pytest.mark.usefixtures("own_database")]


def probe(key: str, asked: int = 1) -> object:
    """Call the verb; everybody shows up with the same key."""
    with act(SYSTEM, PROBE.name, key=key, request={"asked": asked}) as a:
        if a.repeated:
            return a.outcome
        a.about("probe", uuid7())
        a.outcome = {"act": str(a.uid)}
    return a.outcome


def test_eight_calls_one_act() -> None:
    """Over twenty keys: one act a key, and all eight callers hear of the same one."""
    for number in range(20):
        outcomes = at_once(8, lambda _, key=f"key-{number}": probe(key))
        assert outcomes == [outcomes[0]] * 8
        assert outcomes[0] is not None
    assert Act.objects.count() == 20
    assert Receipt.objects.count() == 20


def test_a_waiting_call_takes_over_when_the_first_fails() -> None:
    """The first rolls back while the second waits: the second is then the first."""
    inside, failing = threading.Event(), threading.Event()

    def first() -> object:
        try:
            with act(SYSTEM, PROBE.name, key="k", request={"asked": 1}) as a:
                a.about("probe", uuid7())
                inside.set()
                failing.wait(timeout=PATIENCE)
                raise ZeroDivisionError
        except ZeroDivisionError:
            return None

    def second() -> object:
        inside.wait(timeout=PATIENCE)
        threading.Timer(0.2, failing.set).start()
        return probe("k")

    outcomes = at_once(2, lambda number: (first, second)[number]())
    assert outcomes[0] is None
    assert outcomes[1] == {"act": str(Act.objects.get().uid)}


def test_two_requests_under_one_key_leave_one_act() -> None:
    """Whoever comes second with another request is refused, not answered with a stranger's."""

    def call(number: int) -> bool:
        try:
            probe("shared", asked=number)
        except KeyReused:
            return False
        return True

    assert sorted(at_once(2, call)) == [False, True]
    assert Act.objects.count() == 1
