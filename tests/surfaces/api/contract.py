"""How the API is held to its description: examples of schemathesis, sent to the application."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from tests.depth import DEEP
from tests.surfaces.api.conftest import Tablet
from xueyou.surfaces.api import addresses, offline

EXAMPLES = 100 if DEEP else 4
"""Requests an operation, person and kind of data: as described, and not as described."""
SECRET = "s" * 32
UNLIMITED = "1000000/m"
Change = Callable[[Any], None]


class WhoAsks:
    """Tells schemathesis the session of the person who asks: it also tries without."""

    person: Tablet | None = None

    def get(self, case: Any, context: Any) -> dict[str, str] | None:
        """Return his cookies; None of somebody who is not signed in."""
        assert WhoAsks.person is not None
        cookies = {name: one.value for name, one in WhoAsks.person.client.cookies.items()}
        return {**cookies, "csrftoken": SECRET} if cookies else None

    def set(self, case: Any, data: dict[str, str], context: Any) -> None:
        """Send the session, and the token that writing needs."""
        case.cookies = {**(case.cookies or {}), **data}
        case.headers["X-CSRFToken"] = SECRET


@contextmanager
def description_served(patch: Any, settings: Any) -> Iterator[Any]:
    """Give the served description over the application itself, without limits of how often."""
    settings.ALLOWED_HOSTS = ["*"]
    for rates in (offline.RATES, addresses.RATES):
        for name, rate in rates.items():
            patch.setitem(rates, name, f"{UNLIMITED}/{rate.rpartition('/')[2]}")
    for signal in (request_started, request_finished):  # the test's own connection stays open
        signal.disconnect(close_old_connections)
    found = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", _application())
    # Who asks is a person of the test's, or nobody: no invented sessions beside him.
    found.config.generation.update(with_security_parameters=False)
    found.auth(refresh_interval=None)(WhoAsks)
    yield found
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _application() -> Callable[[dict[str, Any], Any], Any]:
    """Return the application as a server calls it: with the address of who asks."""
    served = get_wsgi_application()
    return lambda environ, start: served({"REMOTE_ADDR": "127.0.0.1", **environ}, start)


def operations(described: Any, *tags: str) -> list[Any]:
    """Return the operations that carry one of the tags."""
    found = [one.ok() for one in described.get_all_operations()]
    return [one for one in found if set(one.definition.raw.get("tags", ())) & set(tags)]


def asked(operation: Any, mode: GenerationMode, tablet: Tablet, change: Change) -> set[int]:
    """Send examples of one operation as one person; return the statuses. Raises on a breach."""
    found: set[int] = set()
    WhoAsks.person = tablet

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
        answer = case.call()
        case.validate_response(answer)
        found.add(answer.status_code)

    send()
    return found


def asked_by_all(
    wanted: Iterable[Any], people: Mapping[str, Tablet], change: Change
) -> dict[tuple[str, str], set[int]]:
    """Return the statuses by operation and person. Raises on a breach of the description."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in wanted:
        for person, tablet in people.items():
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                found[one.label, person] |= asked(one, mode, tablet, change)
    return found


def answered_share(found: Mapping[tuple[str, str], set[int]]) -> float:
    """Return the share of the operations that somebody was answered."""
    labels = {label for label, _ in found}
    answered = {label for (label, _), statuses in found.items() if 200 in statuses}
    return len(answered) / len(labels)
