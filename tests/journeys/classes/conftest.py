"""The morning's site."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.classes.world import Morning, morning_site


@pytest.fixture(scope="package")
def morning(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Morning]:
    """Serve it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with django_db_blocker.unblock(), morning_site(tmp_path_factory.mktemp("morning")) as running:
        yield running
