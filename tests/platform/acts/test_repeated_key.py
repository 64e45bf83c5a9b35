"""A repeated key is answered with the first outcome, and changes nothing."""

from datetime import date

import pytest

from tests.platform.acts.verbs import PROBE
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.acts.models import Act, Receipt
from xueyou.platform.acts.receipts import KeyReused, request_digest
from xueyou.platform.acts.schema import DataRefused
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7

pytestmark = pytest.mark.django_db


def probe(key: str, *, asked: int | str = 1, actor: Actor = SYSTEM) -> object:
    """Call the probing verb once and return its outcome."""
    with act(actor, PROBE.name, key=key, request={"asked": asked}) as a:
        if a.repeated:
            return a.outcome
        a.about("probe", uuid7())
        a.data = {"amount": asked}
        a.outcome = {"act": str(a.uid)}
    return a.outcome


def test_second_call_gets_the_first_outcome() -> None:
    """The same key and request: one act, one receipt, one answer."""
    assert probe("once") == probe("once")
    assert Act.objects.count() == 1
    assert Receipt.objects.count() == 1


def test_another_request_under_the_same_key_is_refused_in_words() -> None:
    """The first stays done, the second is not done, and the sentence says both."""
    probe("once")
    with pytest.raises(KeyReused, match="没有办理"):
        probe("once", asked=2)
    assert Act.objects.count() == 1


def test_another_actor_may_use_the_same_key() -> None:
    """A key belongs to its actor: nobody reads another's outcome by guessing a key."""
    other = Actor("user", str(uuid7()))
    assert probe("once") != probe("once", actor=other)


def test_a_careless_repetition_is_undone() -> None:
    """A body that forgets to look at `a.repeated` leaves no second trace."""
    for _ in range(2):
        with act(SYSTEM, PROBE.name, key="careless", request={}) as a:
            a.about("probe", uuid7())
            Receipt.objects.create(
                scope="trace", key=str(a.uid), request_digest="", at=a.at, expires_at=a.at
            )
    assert Receipt.objects.filter(scope="trace").count() == 1
    assert Act.objects.count() == 1


def test_a_failed_call_leaves_its_key_free() -> None:
    """What was rolled back may be asked for again under the same key."""
    with pytest.raises(DataRefused):
        probe("again", asked="one")
    assert Receipt.objects.count() == 0
    assert probe("again")


def test_a_request_may_name_uids_and_days() -> None:
    """They count as their text."""
    uid = uuid7()
    plain = request_digest("v", "", {"uid": str(uid), "day": "2026-11-20"})
    assert request_digest("v", "", {"day": date(2026, 11, 20), "uid": uid}) == plain
    assert request_digest("w", "", {"day": date(2026, 11, 20), "uid": uid}) != plain
