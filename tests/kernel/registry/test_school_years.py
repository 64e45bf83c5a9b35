"""School years: entered, never guessed, never overlapping."""

from datetime import date

import pytest

from tests.kernel.registry.conftest import Registry
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.school_years import (
    SchoolYearMissing,
    school_year,
    school_year_ahead,
    school_year_of,
    set_school_year,
)


def test_a_school_year_holds_its_days(registry: Registry) -> None:
    """2026 is 2026/27; its last day is the one before the end."""
    set_school_year(
        actor=registry.officer,
        year=2026,
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 9, 1),
        key="y",
    )
    assert school_year(2026).starts_on == date(2026, 9, 1)
    assert school_year_of(date(2027, 8, 31)).year == 2026
    with pytest.raises(SchoolYearMissing, match="2027年9月1日"):
        school_year_of(date(2027, 9, 1))
    with pytest.raises(RegistryRefused, match="重叠"):
        set_school_year(
            actor=registry.officer,
            year=2027,
            starts_on=date(2027, 8, 25),
            ends_on=date(2028, 9, 1),
            key="z",
        )


def test_in_summer_one_works_for_the_year_ahead(registry: Registry) -> None:
    """From nine weeks before its first day; in winter for the one that runs."""
    for year in (2025, 2026):
        set_school_year(
            actor=registry.officer,
            year=year,
            starts_on=date(year, 9, 1),
            ends_on=date(year + 1, 9, 1),
            key=f"y{year}",
        )
    assert school_year_ahead(date(2026, 6, 29)).year == 2025
    assert school_year_ahead(date(2026, 6, 30)).year == 2026
    assert school_year_ahead(date(2026, 9, 1)).year == 2026
    assert school_year_ahead(date(2027, 7, 15)).year == 2026
    with pytest.raises(SchoolYearMissing):
        school_year_ahead(date(2027, 9, 1))


def test_a_missing_school_year_is_said(registry: Registry) -> None:
    """Nobody guesses the first of September."""
    with pytest.raises(SchoolYearMissing, match="2030学年"):
        school_year(2030)
