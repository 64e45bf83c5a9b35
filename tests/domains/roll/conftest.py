"""A city in which rolls are handed in."""

from pathlib import Path

import pytest

from tests.domains.roll.files import Rolls, found


@pytest.fixture
def rolls(db: None, settings: object, business_clock: object, tmp_path: Path) -> Rolls:
    """Found the city."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return found(tmp_path / "名册.xlsx")
