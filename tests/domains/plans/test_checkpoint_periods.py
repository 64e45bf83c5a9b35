"""Periods of checkpoints bear the names and days a calendar gives them."""

from datetime import date, timedelta

import pytest

from xueyou.domains.plans.checkpoint_periods import KINDS, last_ended, period_of


@pytest.mark.parametrize(
    ("kind", "day", "code", "first", "last"),
    [
        ("week", date(2026, 11, 20), "2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        ("week", date(2027, 1, 1), "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("week", date(2024, 12, 30), "2025-W01", date(2024, 12, 30), date(2025, 1, 5)),
        ("month", date(2028, 2, 29), "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("month", date(2026, 12, 1), "2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 9, 30), "2026Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("quarter", date(2026, 10, 1), "2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("year", date(2026, 6, 1), "2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_by_its_code(kind: str, day: date, code: str, first: date, last: date) -> None:
    """Weeks are those of ISO 8601, also where the year turns within one."""
    found = period_of(kind, day)
    assert (found.code, found.first, found.last) == (code, first, last)


@pytest.mark.parametrize("kind", KINDS)
def test_periods_follow_one_another_without_a_gap(kind: str) -> None:
    """Over three years every day lies in exactly one period, and the one before touches it."""
    day = date(2025, 1, 1)
    while day < date(2028, 1, 5):
        period = period_of(kind, day)
        assert period.first <= day <= period.last
        assert period.before.last + timedelta(days=1) == period.first
        assert last_ended(kind, day).last < day
        day += timedelta(days=1)
