"""The operations of clubs keep their description, whoever asks and whatever is sent."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from django.test import Client
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from tests.depth import DEEP
from tests.surfaces.api.conftest import NOW, Afternoon, Tablet, tablet_of
from tests.surfaces.api.contract import (
    answered_share,
    asked,
    asked_by_all,
    description_served,
    operations,
)
from xueyou.surfaces.api.operations import clubs

TAG = "课后服务"


@pytest.fixture
def described(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Serve the description."""
    with description_served(monkeypatch, settings) as found:
        yield found


def real(afternoon: Afternoon) -> Callable[[Any], None]:
    """Return what makes every other example about the session there is, and its first child."""
    place, turns = str(afternoon.places["林一"].uid), count()

    def change(case: Any) -> None:
        if next(turns) % 2:
            return
        case.path_parameters["uid"] = str(afternoon.session.uid)
        body = case.body if isinstance(case.body, dict) else {}
        for said in (body, *body.get("marks", ())):
            said |= {"client_time": NOW} if "client_time" in said else {}
            said |= {"place": place} if "place" in said else {}

    return change


def test_clubs_keep_their_description(afternoon: Afternoon, described: Any) -> None:
    """No operation breaks, none answers what it does not describe, whoever asks."""
    people = {"teacher": tablet_of(afternoon.teacher), "nobody": Tablet(Client())}
    if DEEP:
        people |= {
            "clerk": tablet_of(afternoon.world.clerk),
            "stranger": tablet_of(afternoon.stranger),
            "mother": tablet_of(afternoon.mother),
        }
    wanted = operations(described, TAG)
    assert len(wanted) == 4
    found = asked_by_all(wanted, people, real(afternoon))
    assert answered_share(found) >= 0.6
    for (_, person), statuses in found.items():
        assert min(statuses) >= 400 or person in ("teacher", "clerk")


def test_the_test_can_fail(
    afternoon: Afternoon, described: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An operation that breaks is found."""
    tablet = tablet_of(afternoon.teacher)
    sheet = next(one for one in operations(described, TAG) if one.label.startswith("GET"))

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(clubs, "roll_of", broken)
    monkeypatch.setattr(clubs, "leaving", broken)
    with pytest.raises(FailureGroup, match="Server error"):
        asked(sheet, GenerationMode.POSITIVE, tablet, real(afternoon))
