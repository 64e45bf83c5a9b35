"""Handlers that only tests register, and a clean registry around each test."""

from collections.abc import Iterator

import pytest

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
