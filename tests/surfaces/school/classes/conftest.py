"""A school whose seventh grade is divided, and desks at which it is done."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.domains.classes.grade import Grade, found
from tests.surfaces.browsers import signed_in
from tests.surfaces.calls.conftest import Desk


@dataclass
class Hall:
    """The grade; desks of clerk, principal and county."""

    grade: Grade
    clerk: Desk
    second: Desk
    principal: Desk
    county: Desk


@pytest.fixture
def hall(db: None, settings: object, business_clock: object, tmp_path: Path) -> Hall:
    """Found the city and open the desks."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    grade = found(tmp_path, business_clock)
    desks = (grade.clerk, grade.second, grade.principal, grade.county)
    return Hall(grade, *(Desk(who, signed_in(who)) for who in desks))
