"""A school's clerk in a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.domains.roll.files import Rolls, found
from tests.surfaces.browsers import signed_in
from xueyou.platform.access.holdings import SignedIn

Browser = Callable[[SignedIn], Client]


@pytest.fixture
def rolls(db: None, settings: object, business_clock: object, tmp_path: Path) -> Rolls:
    """Found the city in which rolls are handed in."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return found(tmp_path / "名册.xlsx")


@pytest.fixture
def browser() -> Browser:
    """Return what gives somebody a browser in which he is signed in."""
    return signed_in


@pytest.fixture
def clerk(rolls: Rolls, browser: Browser) -> Client:
    """Return the browser of the school's clerk."""
    return browser(rolls.clerk)
