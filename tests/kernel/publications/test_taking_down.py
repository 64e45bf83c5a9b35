"""Taking down before the end: gone at once, said why, once."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.kernel.papers.conftest import Office
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.publications.refusals import PublicationRefused
from xueyou.kernel.publications.selectors import Gone, Served, served, standing_of
from xueyou.kernel.publications.services.taking_down import take_down
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act

Shown = Callable[..., Publication]


def test_it_is_gone_with_the_commit_and_the_act_says_so(shown: Shown, office: Office) -> None:
    """Answered 410 from then on; the reason stands in the register, the digest in the act."""
    own = shown()
    take_down(actor=office.chief, publication_uid=own.uid, why="名单有误", key="k")
    take_down(actor=office.chief, publication_uid=own.uid, why="名单有误", key="k")
    gone = served(own.uid)
    assert isinstance(gone, Gone)
    assert gone.why == "名单有误"
    own.refresh_from_db()
    assert own.taken_down_why == "名单有误"
    assert own.payload is None
    found = Act.objects.get(verb="publications.publication.take_down")
    assert found.data["payload_sha256"] == own.payload_sha256
    with pytest.raises(PublicationRefused):
        take_down(actor=office.chief, publication_uid=own.uid, why="再撤", key="other")


def test_who_has_no_business_with_it_does_not_find_it(shown: Shown, office: Office) -> None:
    """A school's clerk cannot take down what the bureau shows."""
    own = shown()
    with pytest.raises(NotFound):
        take_down(actor=office.stranger, publication_uid=own.uid, why="不想看", key="k")
    assert isinstance(served(own.uid), Served)


def test_a_reason_must_be_given(shown: Shown, office: Office) -> None:
    """Nothing goes without words."""
    own = shown()
    with pytest.raises(PublicationRefused):
        take_down(actor=office.chief, publication_uid=own.uid, why=" ", key="k")
    assert isinstance(served(own.uid), Served)


def test_what_supersedes_it_takes_its_place_in_one_act(shown: Shown) -> None:
    """The old one is gone when the new one stands."""
    subject = uuid4()
    first = shown(subject=subject)
    second = shown(subject=subject, rows=[{"number": "E003", "school": "甲"}], supersedes=first)
    assert standing_of("round", subject) == [second.uid]
    assert isinstance(served(first.uid), Gone)
