"""What holds of every term, and the words of what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.working_days.tables import three_years
from xueyou.engines.working_days import (
    Calendar,
    Change,
    ChangeRefused,
    Term,
    YearMissing,
    replay,
)

CALENDAR = three_years()
STARTS = st.dates(date(2026, 1, 1), date(2027, 6, 30))
AMOUNTS = st.integers(1, 60)
D = date.fromisoformat


@given(STARTS, AMOUNTS)
def test_the_last_day_works_and_is_the_nth_after_the_start(start: date, amount: int) -> None:
    """Counting the working days after the start up to the last day gives the amount."""
    last = replay(start, Term("working_day", amount), [], CALENDAR).last
    assert last is not None
    assert CALENDAR.works(last)
    days = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    assert sum(CALENDAR.works(day) for day in days) == amount


@given(STARTS, st.integers(-60, 60))
def test_adding_and_taking_away_the_same_leads_back(start: date, n: int) -> None:
    """From a working day, n forth and n back is the same day."""
    day = CALENDAR.add(start + timedelta(days=120), 1)
    assert CALENDAR.add(CALENDAR.add(day, n), -n) == day


@given(STARTS, AMOUNTS, st.integers(1, 40), st.integers(0, 30), st.integers(0, 20))
def test_a_pause_never_gives_less_time(
    start: date, amount: int, extra: int, after: int, long: int
) -> None:
    """A pause moves the last day later or not at all; an extension always later."""
    term = Term("working_day", amount)
    plain = replay(start, term, [], CALENDAR).last
    begins = start + timedelta(days=after)
    pause = [Change("pause", begins), Change("resume", begins + timedelta(days=long))]
    paused = replay(start, term, pause, CALENDAR).last
    extended = replay(start, term, [*pause, Change("extend", begins, amount=extra)], CALENDAR).last
    assert plain is not None
    assert paused is not None
    assert extended is not None
    assert plain <= paused < extended


@given(STARTS, AMOUNTS, st.integers(0, 90))
def test_a_return_forgets_what_was_before(start: date, amount: int, after: int) -> None:
    """A term handed back is the term begun on that day, whatever was extended before."""
    on = start + timedelta(days=after)
    changes = [Change("extend", start, amount=30), Change("return", on)]
    term = Term("working_day", amount)
    assert replay(start, term, changes, CALENDAR).last == replay(on, term, [], CALENDAR).last


def test_plain_days_run_through_the_leap_day() -> None:
    """30 days from 30 January 2028 end on 29 February; no table is asked."""
    due = replay(D("2028-01-30"), Term("day", 30), [], Calendar(frozenset(), {}))
    assert due.last == D("2028-02-29")


def test_a_promised_day_moves_by_the_days_of_a_pause() -> None:
    """Eight days of pause, eight days later; a pause after it moves nothing."""
    term = Term("date", until=D("2026-06-30"))
    nothing = Calendar(frozenset(), {})
    pause = [Change("pause", D("2026-06-30")), Change("resume", D("2026-07-07"))]
    late = [Change("pause", D("2026-07-09")), Change("resume", D("2026-07-20"))]
    assert replay(D("2026-01-01"), term, pause, nothing).last == D("2026-07-08")
    assert replay(D("2026-01-01"), term, pause + late, nothing).last == D("2026-07-08")
    again = [*pause, Change("extend", D("2026-07-07"), until=D("2026-09-01"))]
    assert replay(D("2026-01-01"), term, again, nothing).last == D("2026-09-01")


def test_a_year_without_a_table_is_never_guessed() -> None:
    """Not even whether one of its Mondays is worked."""
    with pytest.raises(YearMissing, match="2029年的放假安排"):
        CALENDAR.works(D("2029-03-05"))
    with pytest.raises(YearMissing) as missing:
        replay(D("2028-12-20"), Term("working_day", 30), [], CALENDAR)
    assert missing.value.year == 2029


@pytest.mark.parametrize(
    "changes",
    [
        [Change("resume", D("2026-03-02"))],
        [Change("pause", D("2026-03-02")), Change("pause", D("2026-03-03"))],
        [Change("pause", D("2026-03-05")), Change("resume", D("2026-03-04"))],
        [Change("pause", D("2026-03-05")), Change("return", D("2026-03-06"))],
        [Change("extend", D("2026-03-05"), amount=0)],
        [Change("return", D("2026-03-05"), amount=0)],
    ],
)
def test_changes_that_do_not_fit_are_refused(changes: list[Change]) -> None:
    """Nothing is bent into shape: a sentence says what does not fit."""
    with pytest.raises(ChangeRefused) as refused:
        replay(D("2026-03-01"), Term("working_day", 5), changes, CALENDAR)
    assert refused.value.zh.endswith("。")


def test_while_paused_there_is_no_last_day() -> None:
    """The replay says since when, and what is still to be counted."""
    due = replay(
        D("2026-03-02"), Term("working_day", 5), [Change("pause", D("2026-03-04"))], CALENDAR
    )
    assert (due.last, due.paused, due.amount) == (None, D("2026-03-04"), 5)
