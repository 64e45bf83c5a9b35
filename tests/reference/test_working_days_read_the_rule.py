"""The day-by-day count gives what one counts on a wall calendar."""

from datetime import date

import pytest

from tests.reference.working_days import Change, due_day

HOLIDAYS = {date(2026, 10, day) for day in range(1, 8)}
WORKED = {date(2026, 9, 20), date(2026, 10, 10)}


def works(day: date) -> bool:
    """Autumn 2026 with 国庆节 and its two days of 调休."""
    return day in WORKED or (day not in HOLIDAYS and day.weekday() < 5)


@pytest.mark.parametrize(
    ("start", "amount", "changes", "due"),
    [
        (date(2026, 9, 30), 3, [], date(2026, 10, 10)),
        (date(2026, 10, 10), 1, [], date(2026, 10, 12)),
        (date(2026, 9, 7), 3, [("extend", date(2026, 9, 20), 2)], date(2026, 9, 14)),
        (
            date(2026, 9, 7),
            3,
            [("pause", date(2026, 9, 9), None), ("resume", date(2026, 9, 14), None)],
            date(2026, 9, 15),
        ),
        (date(2026, 9, 7), 3, [("pause", date(2026, 9, 9), None)], None),
        (date(2026, 9, 7), 3, [("return", date(2026, 9, 9), None)], date(2026, 9, 14)),
        (date(2026, 9, 7), 3, [("return", date(2026, 9, 9), 1)], date(2026, 9, 10)),
    ],
)
def test_counted_by_hand(start: date, amount: int, changes: list[Change], due: date | None) -> None:
    """Each line was counted by hand."""
    assert due_day(start, amount, changes, works) == due
