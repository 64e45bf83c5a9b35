"""`demo_load`: many applications at once, the same from the same seed, never in production."""

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from tests.databases import world_in_memory
from xueyou.demo.replay.enrolling import call_of
from xueyou.demo.replay.enrolment_open import enrolment_open
from xueyou.demo.replay.telling import tell
from xueyou.demo.world import found_city
from xueyou.demo.year.enrolment import OPEN
from xueyou.kernel.calls.answers import answers_of
from xueyou.kernel.calls.models import Application

SEED = "a5" * 32
MANY = 1040


def loaded(count: int, seed: str = SEED) -> Any:
    """Load, and return what is said."""
    out = StringIO()
    call_command("demo_load", applications=count, seed=seed, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Found the city with its open call."""
    with django_db_blocker.unblock(), world_in_memory():
        found_city()
        assert tell(enrolment_open(1), seconds=600, say=lambda *_: None)
        yield


def test_applications_are_loaded_once(city: None) -> None:
    """As many as asked, each with answers and wishes; the same seed adds none."""
    before = Application.objects.count()
    said = loaded(MANY)
    assert (said["applications"], said["call"]) == (MANY, str(call_of(OPEN).uid))
    rows = Application.objects.filter(drafted_by__login_name="demo-load")
    assert rows.count() == MANY == Application.objects.count() - before
    assert not rows.filter(choices=None).exists()
    assert answers_of(rows[0])["road"]
    assert loaded(MANY)["applications"] == 0
    assert loaded(3, "0b" * 32)["applications"] == 3


def test_what_cannot_be_loaded_is_refused(city: None) -> None:
    """A seed that is none, nothing to load, production."""
    before = Application.objects.count()
    for count, seed in ((0, SEED), (3, "seed")):
        with pytest.raises(CommandError):
            loaded(count, seed)
    with override_settings(XUEYOU_ENV="prod"), pytest.raises(CommandError):
        loaded(3)
    assert Application.objects.count() == before
