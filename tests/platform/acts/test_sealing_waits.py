"""An act is sealed only when no smaller id can appear any more."""

from datetime import timedelta

import pytest

from tests.platform.acts.writing import write_acts
from xueyou.platform.acts.models import Act, Seal
from xueyou.platform.acts.sealing import AGE, seal_due
from xueyou.platform.acts.writing import LONGEST_SECONDS
from xueyou.platform.time import wall_now

pytestmark = pytest.mark.django_db


def test_the_age_is_twice_the_longest_transaction() -> None:
    """Measured from the verb's begin: its id comes at most one transaction later."""
    assert timedelta(seconds=2 * LONGEST_SECONDS) == AGE


def test_young_acts_wait() -> None:
    """Not a second earlier, and nothing twice."""
    write_acts(3)
    newest = Act.objects.latest("at").at
    assert seal_due(wall_now()) == 0
    assert seal_due(newest + AGE - timedelta(microseconds=1)) == 1
    assert Seal.objects.get().count == 2
    assert seal_due(newest + AGE) == 1
    assert seal_due(newest + AGE) == 0


def test_batches_are_limited() -> None:
    """A seal stays small enough to be read by people."""
    ids = write_acts(7)
    assert seal_due(wall_now() + AGE, largest=3) == 3
    seals = list(Seal.objects.order_by("seq"))
    assert [seal.count for seal in seals] == [3, 3, 1]
    assert [(seal.first_id, seal.last_id) for seal in seals] == [
        (ids[0], ids[2]),
        (ids[3], ids[5]),
        (ids[6], ids[6]),
    ]
    assert [seal.prev for seal in seals] == ["0" * 64, seals[0].digest, seals[1].digest]
