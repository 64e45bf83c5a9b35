"""A school whose seventh grade is divided."""

from pathlib import Path

import pytest

from tests.domains.classes.grade import Grade, found


@pytest.fixture
def grade(db: None, settings: object, business_clock: object, tmp_path: Path) -> Grade:
    """Found the city, with 48 pupils in the grade."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return found(tmp_path, business_clock)
