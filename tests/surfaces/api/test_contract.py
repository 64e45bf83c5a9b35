"""The API keeps its description, whoever asks and whatever is sent: tried by schemathesis."""

from collections import defaultdict
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from tests.depth import DEEP
from tests.surfaces.api.conftest import NOW, Afternoon, Tablet, tablet_of
from xueyou.surfaces.api import offline
from xueyou.surfaces.api.operations import clubs

EXAMPLES = 100 if DEEP else 4
"""Requests an operation, person and kind of data."""
SECRET = "s" * 32


@pytest.fixture
def described(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the served description over the application itself, without the limit on writes."""
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setitem(offline.RATES, "write", "1000000/m/user")
    for signal in (request_started, request_finished):  # the test's own connection stays open
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def asked(
    operation: Any, mode: GenerationMode, tablet: Tablet, change: Callable[[Any], None]
) -> set[int]:
    """Send examples of one operation as one person; return the statuses. Raises on a breach."""
    found: set[int] = set()
    cookies = {name: one.value for name, one in tablet.client.cookies.items()}
    cookies["csrftoken"] = SECRET

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=not DEEP,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def send(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            change(case)
        answer = case.call(headers={"X-CSRFToken": SECRET}, cookies=cookies)
        case.validate_response(answer)
        found.add(answer.status_code)

    send()
    return found


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


def test_the_api_keeps_its_description(afternoon: Afternoon, described: Any) -> None:
    """No operation breaks, none answers what it does not describe, whoever asks."""
    people = {"teacher": tablet_of(afternoon.teacher), "nobody": Tablet(Client())}
    if DEEP:
        people |= {
            "clerk": tablet_of(afternoon.world.clerk),
            "stranger": tablet_of(afternoon.stranger),
            "mother": tablet_of(afternoon.mother),
        }
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in described.get_all_operations():
        for person, tablet in people.items():
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                statuses = asked(one.ok(), mode, tablet, real(afternoon))
                found[one.ok().label, person] |= statuses
    labels = {label for label, _ in found}
    answered = {label for (label, _), statuses in found.items() if 200 in statuses}
    assert len(labels) == 4
    assert len(answered) / len(labels) >= 0.6, answered
    for (_, person), statuses in found.items():
        assert min(statuses) >= 400 or person in ("teacher", "clerk")


def test_the_test_can_fail(
    afternoon: Afternoon, described: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An operation that breaks is found."""
    tablet = tablet_of(afternoon.teacher)
    sheet = next(
        one.ok() for one in described.get_all_operations() if one.ok().label.startswith("GET")
    )

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(clubs, "roll_of", broken)
    monkeypatch.setattr(clubs, "leaving", broken)
    with pytest.raises(FailureGroup, match="Server error"):
        asked(sheet, GenerationMode.POSITIVE, tablet, real(afternoon))
