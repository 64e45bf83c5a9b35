"""What refilling asks the database does not grow with options, nor with those who wait."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kernel.calls.publishing_world import published
from tests.kernel.calls.results_world import Results, frozen_round
from tests.kernel.calls.test_offers import call, say
from xueyou.kernel.calls.models import Offer
from xueyou.kernel.calls.selectors.outcomes import vacant_options

PLACES = {"S1": 2, "S2": 2}
WISHES = [(90, ["S1"]), (85, ["S2"]), (80, ["S1"]), *((70 - n, ["S1", "S2"]) for n in range(7))]


@pytest.fixture
def results(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Results:
    """Publish a round with lists of some length, with its data in a folder of the test's own."""
    settings.DATA = tmp_path
    results = frozen_round(PLACES, WISHES, guardians=10)
    published(results)
    return results


def asked(what: Callable[[], object]) -> int:
    """Return how many statements it asks."""
    with CaptureQueriesContext(connection) as found:
        what()
    return len(found)


def test_two_options_with_room_cost_as_much_as_one(results: Results) -> None:
    """The officer's page of what is vacant."""
    actor, uid = results.office.enroller, results.round.uid
    say(results, 0, accept=False)
    first = asked(lambda: vacant_options(actor, uid))
    say(results, 1, accept=False)
    assert [(one.room, one.waiting) for one in vacant_options(actor, uid)] == [(1, 7), (1, 6)]
    assert asked(lambda: vacant_options(actor, uid)) == first


def test_who_is_passed_over_costs_nothing(results: Results) -> None:
    """One called where the first comes, and one where four had given their places up before."""
    say(results, 0, accept=False)
    first = asked(lambda: call(results, "S1"))
    for _ in range(4):
        say(results, last_called(), accept=False)
        again = asked(lambda: call(results, "S1"))
    assert again <= first


def last_called() -> int:
    """Return the number of the child that was called last."""
    found = Offer.objects.filter(cause="waiting").latest("pk")
    return int(found.application.receipt_no[1:])
