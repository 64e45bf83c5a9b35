"""One verb leaves one act that says who, what, about whom and when; a failed verb leaves none."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import transaction

from tests.platform.acts.verbs import PROBE
from xueyou.formats.seal_digests import act_digest
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.acts.columns import stored_columns
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.request_ids import request_named
from xueyou.platform.acts.schema import DataRefused
from xueyou.platform.acts.verbs import VerbUnknown
from xueyou.platform.acts.writing import ActIncomplete, ActTooLong, act
from xueyou.platform.db import uuid7
from xueyou.platform.time import FrozenClock, wall_now

pytestmark = pytest.mark.django_db


def test_the_row_says_it_all(business_clock: FrozenClock) -> None:
    """Both clocks, actor and whom for, subject, path, data, request, digest."""
    clerk, chief, subject = Actor("user", "c"), Actor("user", "d"), uuid7()
    before = wall_now()
    with request_named("r-1"), act(clerk, PROBE.name, on_behalf=chief) as a:
        a.about("probe", subject, "000001.")
        a.data = {"subject": subject, "amount": 3, "sure": True}
    row = Act.objects.get()
    assert (row.uid, row.actor, row.on_behalf) == (a.uid, "user:c", "user:d")
    assert (row.verb, row.subject_kind, row.subject_uid) == (PROBE.name, "probe", subject)
    assert (row.org_path, row.request_id) == ("000001.", "r-1")
    assert row.data == {"subject": str(subject), "amount": 3, "sure": True}
    assert before <= row.at <= wall_now()
    assert row.business_at == business_clock.moment
    assert row.digest == act_digest(stored_columns(row))


def test_the_caller_may_say_at_which_business_moment() -> None:
    """What was decided at counter time is kept at counter time."""
    moment = datetime(2026, 9, 1, 8, tzinfo=UTC)
    with act(SYSTEM, PROBE.name, at=moment) as a:
        a.about("probe", uuid7())
    assert Act.objects.get().business_at == moment


def fails() -> None:
    """Raise in the middle of a verb."""
    with act(SYSTEM, PROBE.name) as a:
        a.about("probe", uuid7())
        raise ZeroDivisionError


def unknown_verb() -> None:
    """Use a verb that nobody registered."""
    with act(SYSTEM, "tests.never.registered"):
        pass


def silent() -> None:
    """End without saying what it was about."""
    with act(SYSTEM, PROBE.name):
        pass


def undeclared() -> None:
    """Write a field that the verb does not declare."""
    with act(SYSTEM, PROBE.name) as a:
        a.about("probe", uuid7())
        a.data = {"name": "u"}


@pytest.mark.parametrize(
    ("verb", "error"),
    [
        (fails, ZeroDivisionError),
        (unknown_verb, VerbUnknown),
        (silent, ActIncomplete),
        (undeclared, DataRefused),
    ],
)
def test_what_fails_leaves_nothing(verb: Callable[[], None], error: type[Exception]) -> None:
    """No act without its deed, no deed without its act."""
    with pytest.raises(error):
        verb()
    assert not Act.objects.exists()


def test_a_verb_is_its_own_transaction() -> None:
    """Inside another transaction its row could vanish after its answer was given."""

    def nested() -> None:
        with transaction.atomic(), act(SYSTEM, PROBE.name):
            pass

    with pytest.raises(RuntimeError, match="durable"):
        nested()


def test_a_verb_that_held_its_transaction_too_long_is_undone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sealing trusts that no transaction outlives a minute."""
    monkeypatch.setattr("xueyou.platform.acts.writing.LONGEST_SECONDS", -1)

    def slow() -> None:
        with act(SYSTEM, PROBE.name) as a:
            a.about("probe", uuid7())

    with pytest.raises(ActTooLong):
        slow()
    assert not Act.objects.exists()
