"""Ten thousand terms over three years equal the day-by-day reference, refusals included."""

from datetime import date

from tests.engines.working_days.tables import differing, three_years
from tests.reference.cases import deadlines
from tests.reference.working_days import due
from xueyou.engines.working_days import Change, Term, YearMissing, replay

CASES = 10_000


def test_ten_thousand_terms_equal_the_reference() -> None:
    """Pauses, extensions, returns, worked Saturdays, a leap day, the edge of what is entered."""
    calendar, days = three_years(), differing()
    years = set(calendar.years)
    seen = {"due": 0, "paused": 0, "refused": 0, "leap": 0}
    for start, amount, changes in deadlines(2026, CASES, date(2026, 1, 1), date(2028, 11, 30)):
        asked = [Change(kind, on, amount=days_) for kind, on, days_ in changes]
        try:
            ours = replay(start, Term("working_day", amount), asked, calendar).last
        except YearMissing:
            ours = "refused"
        try:
            theirs = due(start, amount, changes, years, days)
        except ValueError:
            theirs = "refused"
        assert ours == theirs, (start, amount, changes)
        seen["refused" if ours == "refused" else "due" if ours else "paused"] += 1
        seen["leap"] += isinstance(ours, date) and start < date(2028, 2, 29) < ours
    assert seen["due"] > 7000
    assert min(seen.values()) > 50
