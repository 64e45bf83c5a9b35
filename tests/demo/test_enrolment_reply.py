"""A published call of the demonstration waits for replies, and its list hangs for everybody."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.databases import world_in_memory
from xueyou.demo.replay.enrolment_reply import ASKED_TO_REPLY, enrolment_reply
from xueyou.demo.replay.stage import moment, person
from xueyou.demo.replay.telling import tell
from xueyou.demo.world import found_city
from xueyou.kernel.calls.models import Offer
from xueyou.kernel.calls.selectors.applications import mine
from xueyou.kernel.calls.services.offers import lapse_due, reply
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.publications.selectors import Served, served
from xueyou.platform.time import frozen_business


def unsaid(*_: object) -> None:
    """Say nothing of the progress."""


@pytest.fixture(scope="module")
def waiting(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Found the city and tell the story once."""
    with django_db_blocker.unblock(), world_in_memory():
        found_city()
        assert tell(enrolment_reply(), seconds=600, say=unsaid)
        with frozen_business(moment(date(2026, 11, 20), 8)):
            yield


def test_a_family_of_the_demonstration_can_reply(waiting: None) -> None:
    """Some have replied, nothing has lapsed, one guest's family still may; the list is served."""
    assert lapse_due() == 0
    states = Counter(Offer.objects.values_list("state", flat=True))
    assert (states["accepted"], states["declined"]) == (2, 1)
    assert states["open"] > 1
    (asked,) = mine(person(ASKED_TO_REPLY))
    offer = Offer.objects.get(application__uid=asked.uid)
    answer = {"offer_uid": offer.uid, "accept": True, "key": str(uuid4())}
    assert reply(actor=person(ASKED_TO_REPLY), **answer) == "accepted"
    listed = served(Publication.objects.get().uid)
    assert isinstance(listed, Served)
    assert len(listed.rows) == Offer.objects.count()
