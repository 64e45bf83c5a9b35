"""A day as people write it in cells and forms."""

from datetime import date

import pytest

from xueyou.formats.days import day


@pytest.mark.parametrize(
    "text", ["2026-11-20", " 2026/11/20 ", "2026.11.20", "2026年11月20日", "2026年11月20"]
)
def test_a_day_is_read_in_each_way_of_writing_it(text: str) -> None:
    """Dashes, slashes, dots or the words for year, month and day."""
    assert day(text) == date(2026, 11, 20)


@pytest.mark.parametrize(
    "text", ["", "2026-11", "2026-02-30", "２０２６-11-20", "-1-1-1", f"{10**20}-1-1", "9" * 5000]
)
def test_what_is_no_day_is_none(text: str) -> None:
    """Even a year longer than a machine word: a cell may hold anything."""
    assert day(text) is None
