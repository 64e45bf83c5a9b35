"""The demonstration city is a script of verbs that can be played twice."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.databases import world_in_memory
from xueyou.demo.people import PEOPLE, PLACES
from xueyou.demo.world import HANDED_IN, found_city, hand_in
from xueyou.domains.plans.selectors.documents import document, documents
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.access.models import Assignment
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.models import Act
from xueyou.platform.jobs.api import work_off
from xueyou.platform.orgs.models import Organisation


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Found the city and have its documents read, once; its year is told in test_year.py."""
    with django_db_blocker.unblock(), world_in_memory():
        found_city()
        for handed_in in HANDED_IN:
            hand_in(*handed_in)
        work_off()
        yield


def test_places_people_and_documents_stand(city: None) -> None:
    """Tests that everyone has a role and every document is read."""
    assert Organisation.objects.count() == len(PLACES)
    assert Assignment.objects.count() == len(PEOPLE)
    officer = actor_for(User.objects.get(login_name="hanwei"))
    rows = documents(officer).rows
    assert [row.state for row in rows] == ["read"] * len(HANDED_IN)
    assert all(row.counts["indicator"] > 20 for row in rows)


def test_documents_came_in_on_their_business_day(city: None) -> None:
    """Tests that history is told by the business clock."""
    officer = actor_for(User.objects.get(login_name="hanwei"))
    days = {row.received_on.isoformat() for row in documents(officer).rows}
    assert days == {at.date().isoformat() for _, _, at in HANDED_IN}


def test_founding_twice_changes_nothing(city: None) -> None:
    """Tests that a second run writes no act."""
    acts = Act.objects.count()
    call_command("demo_city", quiet=True)
    work_off()
    assert Act.objects.count() == acts


def test_every_quote_stands_in_its_document(city: None) -> None:
    """Tests that nothing was read that the document does not say."""
    officer = actor_for(User.objects.get(login_name="hanwei"))
    for row in documents(officer).rows:
        shown = document(officer, row.uid)
        assert shown.items
        assert all(item.quote for item in shown.items)


def test_production_refuses_a_demonstration_city(db: None, settings: object) -> None:
    """Tests that nobody founds 临澄市 in a real deployment."""
    settings.XUEYOU_ENV = "prod"  # type: ignore[attr-defined]
    with pytest.raises(CommandError):
        call_command("demo_city")
    assert not Organisation.objects.exists()
