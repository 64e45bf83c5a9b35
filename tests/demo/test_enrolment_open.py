"""On the morning of the demonstration families can file, and others have: as life has it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.databases import world_in_memory
from xueyou.demo.households import GUARDIANS
from xueyou.demo.replay.enrolling import answers_of, call_of, drafted, hand_in, known
from xueyou.demo.replay.enrolment_open import enrolment_open
from xueyou.demo.replay.stage import moment, person
from xueyou.demo.replay.telling import tell
from xueyou.demo.world import found_city
from xueyou.demo.year.enrolment import GUIYUAN, OPEN
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.selectors.applications import mine
from xueyou.kernel.calls.selectors.calls import calls_open
from xueyou.kernel.registry.selectors.people import children_of
from xueyou.platform.accounts.demo import shown_families
from xueyou.platform.acts.models import Act
from xueyou.platform.time import frozen_business
from xueyou.site.run.record import persons

FEW = 2
MORNING = moment(OPEN.opens.replace(day=20), 8)


def unsaid(*_: object) -> None:
    """Say nothing of the progress."""


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Found the city and tell the story once, with few of its made families."""
    with django_db_blocker.unblock(), world_in_memory():
        found_city()
        assert not tell(enrolment_open(FEW), seconds=0, say=unsaid)
        assert tell(enrolment_open(FEW), seconds=600, say=unsaid)
        with frozen_business(MORNING):
            yield


def test_the_call_is_open_and_stands_as_life_has_it(city: None) -> None:
    """One application each way it can stand; told again, nothing happens."""
    assert [call.title for call in calls_open()] == [OPEN.title]
    states = Counter(Application.objects.values_list("state", flat=True))
    assert states == {
        "submitted": 4,
        "draft": 1,
        "contested": 1,
        "returned": 1,
        "checked": 1,
        "withdrawn": 1,
    }
    acts = Act.objects.count()
    assert tell(enrolment_open(FEW), seconds=600, say=unsaid)
    assert Act.objects.count() == acts


def test_a_guest_can_sign_in_as_each_family(city: None) -> None:
    """By a link each; the one whose bond was ended sees no child."""
    listed = [one for one in persons("http://localhost:8000/") if one["role"] == "家长"]
    assert [one["name"] for one in listed] == [one.name for one in GUARDIANS]
    assert all("/demo/sign-in/" in one["sign_in_url"] for one in listed)
    assert len(shown_families()) == len(GUARDIANS)
    assert [child.name for child in children_of(person("family-zhao"))] == []
    assert {child.name for child in children_of(person("family-chen"))} == {"陈知夏", "陈知秋"}


def test_a_family_that_has_not_begun_can_file(city: None) -> None:
    """By the verbs that its pages call: from nothing to a receipt, seen by both parents."""
    assert mine(person("family-lin")) == mine(person("family-huang")) == []
    child = known("family-lin", "陈知夏")
    uid = drafted(OPEN, "family-lin", child, GUIYUAN, key=str(uuid4()), at=MORNING)
    hand_in(person("family-lin"), uid, MORNING)
    (seen,) = mine(person("family-chen"))
    assert (seen.uid, seen.state, bool(seen.receipt_no)) == (uid, "submitted", True)
    assert call_of(OPEN).year == OPEN.year
    assert "register_day" in answers_of(GUIYUAN)
