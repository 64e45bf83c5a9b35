"""The reference gives what the handbook's own examples say."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from tests.reference.lights import Step, Target, judge, percent, project, share, task, wall

YEAR = Target(
    comparator="approx",
    value=Fraction(4200),
    tolerance=0,
    baseline=None,
    nature="cumulative",
    direction="up",
    starts_on=date(2026, 1, 1),
    due_on=date(2026, 12, 31),
    curve="time",
)
NOVEMBER = date(2026, 11, 20)


def test_the_twentieth_of_november_is_day_324() -> None:
    """The share of a plain year is the page's 324/365."""
    assert share(YEAR, NOVEMBER) == Fraction(324, 365)


def test_the_pages_own_sentence() -> None:
    """应到 3,728 个，实到 2,640 个，只到 71%."""
    found = judge(YEAR, [(date(2026, 10, 31), Fraction(2640))], NOVEMBER)
    assert found.light == "bad"
    assert found.expected is not None
    assert found.expected // 1 == 3728
    assert percent(Fraction(2640) / found.expected) == "71%"


@pytest.mark.parametrize(
    ("ratio", "printed"),
    [
        ("0.849", "84.9%"),
        ("0.84996", "84.996%"),
        ("0.85", "85%"),
        ("0.999", "99.9%"),
        ("1", "100%"),
    ],
)
def test_a_ratio_is_printed_on_its_side(ratio: str, printed: str) -> None:
    """84.9 % is never printed as 85 %."""
    assert percent(Fraction(ratio)) == printed


def test_exactly_085_is_slow() -> None:
    """A value exactly on 0.85 of what is expected is slow, one less is bad."""
    whole_year = YEAR._replace(value=Fraction(36_500))
    assert judge(whole_year, [(NOVEMBER, Fraction(27_540))], NOVEMBER).light == "slow"
    assert judge(whole_year, [(NOVEMBER, Fraction(27_539))], NOVEMBER).light == "bad"


def test_a_revised_day_softens_a_late_step() -> None:
    """Late is bad; late with a revised day ahead is slow; a step done later was not done yet."""
    due = date(2026, 9, 30)
    assert project([Step(due, None, None)], NOVEMBER) == "bad"
    assert project([Step(due, date(2026, 12, 1), None)], NOVEMBER) == "slow"
    assert project([Step(due, None, date(2026, 11, 21))], NOVEMBER) == "bad"


def test_nothing_to_count_is_none_until_the_last_day_has_passed() -> None:
    """A task without indicator and step has no light but its last day."""
    assert task([], [], NOVEMBER, last_day=NOVEMBER) == "none"
    assert task([], [], NOVEMBER, last_day=NOVEMBER - timedelta(days=1)) == "bad"


def test_a_worse_light_waits_three_working_days() -> None:
    """Turned on a Friday, it reaches the wall on Wednesday; another worse one keeps the day."""
    friday = date(2026, 11, 20)
    owner = ["good", "bad", "bad", "bad", "slow", "slow", "good"]
    days = {friday - timedelta(days=1) + timedelta(days=n): each for n, each in enumerate(owner)}
    shown = wall(days, lambda day: day.weekday() < 5)
    assert list(shown.values()) == ["good", "good", "good", "good", "good", "good", "good"]
    days = {day: "bad" if day >= friday else "good" for day in days}
    shown = wall(days, lambda day: day.weekday() < 5)
    assert next(day for day, light in shown.items() if light == "bad") == date(2026, 11, 25)
