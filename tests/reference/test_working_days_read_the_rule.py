"""The day-by-day count gives what one counts on a wall calendar."""

from datetime import date

import pytest

from tests.reference.working_days import Change, due

DIFFERS = {date(2026, 10, day): False for day in range(1, 8)} | {
    date(2026, 9, 20): True,
    date(2026, 10, 10): True,
}


@pytest.mark.parametrize(
    ("start", "amount", "changes", "last_day"),
    [
        (date(2026, 9, 30), 3, [], date(2026, 10, 10)),
        (date(2026, 10, 10), 1, [], date(2026, 10, 12)),
        (date(2026, 9, 7), 3, [("extend", date(2026, 9, 20), 2)], date(2026, 9, 14)),
        (
            date(2026, 9, 7),
            3,
            [("pause", date(2026, 9, 9), None), ("resume", date(2026, 9, 14), None)],
            date(2026, 9, 16),
        ),
        (date(2026, 9, 7), 3, [("pause", date(2026, 9, 9), None)], None),
        (date(2026, 9, 7), 3, [("return", date(2026, 9, 9), None)], date(2026, 9, 14)),
        (date(2026, 9, 7), 3, [("return", date(2026, 9, 9), 1)], date(2026, 9, 10)),
    ],
)
def test_counted_by_hand(
    start: date, amount: int, changes: list[Change], last_day: date | None
) -> None:
    """Each line was counted by hand."""
    assert due(start, amount, changes, {2026}, DIFFERS) == last_day


def test_a_year_without_table_is_refused() -> None:
    """Only where a day of it would have to be looked at."""
    assert due(date(2026, 12, 30), 1, [], {2026}, {}) == date(2026, 12, 31)
    with pytest.raises(ValueError, match="2027"):
        due(date(2026, 12, 31), 1, [], {2026}, {})
