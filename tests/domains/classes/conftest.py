"""A school whose seventh grade is divided."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.domains.classes.grade import Grade, found


@pytest.fixture
def grade(db: None, settings: object, business_clock: object, tmp_path: Path) -> Grade:
    """Found the city, with 48 pupils in the grade."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return found(tmp_path, business_clock)


@pytest.fixture
def september(grade: Grade) -> Grade:
    """Let it be the first week of term."""
    grade.clock.move_to(datetime.fromisoformat("2026-09-01T08:00:00+08:00"))
    return grade
