"""Handlers that only tests register, and a clean registry around each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.databases import OwnDatabase
from tests.platform.jobs.worker_under_test import register
from tests.platform.jobs.workplace import RESULT_TABLE, Workplace
from xueyou.platform.jobs.registry import CATALOGUE


@pytest.fixture(autouse=True)
def own_catalogue() -> Iterator[None]:
    """Give each test the registered handlers and take away those it adds."""
    handlers, duties = dict(CATALOGUE.handlers), dict(CATALOGUE.duties)
    yield
    CATALOGUE.handlers.clear()
    CATALOGUE.handlers.update(handlers)
    CATALOGUE.duties.clear()
    CATALOGUE.duties.update(duties)


@pytest.fixture
def workplace(own_database: OwnDatabase, tmp_path: Path) -> Iterator[Workplace]:
    """Give a database of its own, on which real workers can be started and killed."""
    register()
    CATALOGUE.duties.clear()
    with connection.cursor() as cursor:
        cursor.execute(RESULT_TABLE)
    place = Workplace(tmp_path, own_database.url)
    yield place
    place.end()
