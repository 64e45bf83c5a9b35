"""The places where a light goes wrong when numbers are rounded or days are miscounted."""

from datetime import date
from fractions import Fraction

import pytest

from xueyou.engines.pace import Curve, Judged, Reading, Target, judge

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
NOVEMBER = date(2026, 11, 20)


def _target(value: int, nature: str = "cumulative", **other: object) -> Target:
    given = {"comparator": "ge", "unit": "个", "starts_on": FIRST, "due_on": LAST} | other
    return Target(value=value, nature=nature, **given)  # type: ignore[arg-type]


def _judge(target: Target, value: int, on: date = NOVEMBER) -> Judged:
    return judge(target, [Reading(on, value)], on)


def test_the_pages_own_example() -> None:
    """应到 3,728 个，实到 2,640 个，只到 71% is said word for word."""
    judged = judge(_target(4200), [Reading(date(2026, 11, 18), 2640)], NOVEMBER)
    assert (judged.light, judged.sentence) == ("bad", "应到 3,728 个，实到 2,640 个，只到 71%")
    assert judged.arithmetic["share"] == "324/365"
    assert judged.arithmetic["expected"] == "272160/73"


def test_exactly_on_085_is_slow_and_one_step_less_is_bad() -> None:
    """The line itself belongs to the better side."""
    target = _target(36_500)
    assert _judge(target, 27_540).light == "slow"
    assert _judge(target, 27_539).light == "bad"


def test_849_is_never_printed_as_85() -> None:
    """The decision rests on unrounded values and the digit that decides is shown."""
    target = _target(365_000)
    assert _judge(target, 275_100).sentence.endswith("只到 84.9%")
    assert _judge(target, 275_399).sentence.endswith("只到 84.9997%")
    assert _judge(target, 323_999).sentence.endswith("只到 99.9997%")


def test_14_and_a_half_percent_is_printed_as_15() -> None:
    """Halves are rounded away from zero where no line lies between."""
    assert _judge(_target(365_000), 46_980).sentence.endswith("只到 15%")


def test_an_expected_value_never_looks_like_the_actual_one_that_misses_it() -> None:
    """应到 3,728，实到 3,728 beside an amber light would make people doubt the light."""
    judged = _judge(_target(4200), 3728)
    assert (judged.light, judged.sentence) == (
        "slow",
        "应到 3,728.2 个，实到 3,728 个，只到 99.99%",
    )


def test_a_target_of_zero_from_above() -> None:
    """清零: nothing left is kept to the end, one left breaks the cap."""
    target = _target(0, comparator="le")
    assert _judge(target, 0).light == "good"
    assert _judge(target, 1).light == "bad"
    assert _judge(target, 0, LAST).light == "done"
    assert judge(target, [], NOVEMBER).light == "none"


def test_a_target_of_zero_upward_is_met_by_zero() -> None:
    """Nothing is divided by zero, and no ratio is printed."""
    judged = _judge(_target(0), 0)
    assert (judged.light, judged.ratio) == ("done", None)


def test_a_falling_stock_with_a_zero_target() -> None:
    """大班额清零 from 40 to 12: the trend decides, not a share of zero."""
    target = _target(0, "stock", comparator="le", baseline=40)
    assert _judge(target, 12).light == "slow"
    assert _judge(target, 3, date(2026, 12, 1)).light == "good"
    assert _judge(target, 44).light == "bad"


@pytest.mark.parametrize(("value", "light"), [(-4, "done"), (-5, "done"), (-9, "bad")])
def test_a_negative_target(value: int, light: str) -> None:
    """A balance of −5 or better; tolerance and shares are of its size."""
    assert _judge(_target(-5), value).light == light


def test_a_falling_indicator_is_better_below() -> None:
    """辍学率不高于 0.6%: 0.5 keeps it, 0.7 does not."""
    target = _target(60, "rate", comparator="le", unit="%", scale=2)
    assert _judge(target, 50).light == "good"
    assert _judge(target, 65).light == "slow"
    assert _judge(target, 70).light == "bad"


def test_a_period_over_a_leap_day_has_366_days() -> None:
    """29 February counts: from 1 September 2023 to 31 August 2024."""
    target = _target(366, starts_on=date(2023, 9, 1), due_on=date(2024, 8, 31))
    assert judge(target, [], date(2024, 2, 29)).expected == 182
    assert judge(target, [], date(2024, 3, 1)).expected == 183
    assert _judge(target, 182, date(2024, 2, 29)).light == "good"


def test_two_targets_in_one_year_are_judged_by_their_own_days() -> None:
    """Half of it by June, all of it by December: one is overdue, the other behind."""
    half = _target(50, due_on=date(2026, 6, 30))
    whole = _target(100)
    readings = [Reading(date(2026, 6, 15), 45)]
    assert judge(half, readings, date(2026, 7, 1)).light == "bad"
    assert judge(whole, readings, date(2026, 7, 1)).light == "slow"


def test_a_target_met_and_lost_is_judged_by_the_latest_and_says_when_it_was_met() -> None:
    """The first day of the last time it had been met stands in the sentence."""
    target = _target(95, "rate", unit="%")
    days = [(date(2026, 3, 31), 90), (date(2026, 6, 30), 96), (date(2026, 9, 30), 97)]
    readings = [Reading(day, value) for day, value in [*days, (date(2026, 10, 31), 94)]]
    judged = judge(target, readings, NOVEMBER)
    assert judged.light == "bad"
    assert judged.met_on == date(2026, 6, 30)
    assert judged.sentence.endswith("；6月30日曾经达到")


def test_no_reading_is_no_zero() -> None:
    """Whatever the day, what nobody knows is not drawn as nothing done."""
    for on in (date(2025, 12, 1), NOVEMBER, date(2027, 3, 1)):
        judged = judge(_target(4200), [], on)
        assert (judged.light, judged.actual) == ("none", None)


def test_a_reading_before_the_period_does_not_count() -> None:
    """Of a count it is nothing, of a rate it is where the year began."""
    before = [Reading(date(2025, 12, 15), 90)]
    assert judge(_target(100), before, NOVEMBER).light == "none"
    rate = _target(95, "rate", unit="%")
    assert judge(rate, before, NOVEMBER).light == "none"
    later = [*before, Reading(date(2026, 6, 30), 93)]
    judged = judge(rate, later, NOVEMBER)
    assert (judged.light, judged.arithmetic["baseline"]) == ("good", "90")


def test_a_reading_after_the_day_does_not_exist_yet() -> None:
    """Judging a past day again gives the light of that day."""
    readings = [Reading(date(2026, 6, 1), 100), Reading(date(2026, 12, 1), 4300)]
    assert judge(_target(4200), readings, NOVEMBER).light == "bad"
    assert judge(_target(4200), readings, date(2026, 12, 1)).light == "done"


def test_of_one_day_the_last_given_counts() -> None:
    """A second figure for the same day replaces the first."""
    readings = [Reading(NOVEMBER, 100), Reading(NOVEMBER, 4000)]
    assert judge(_target(4200), readings, NOVEMBER).light == "good"


def test_the_gap_of_what_lay_beyond_the_target_is_negative() -> None:
    """From 96 down to 94.9 of 95 the gap grew, although it is small: not closing."""
    target = _target(950, "rate", unit="%", scale=1)
    readings = [Reading(date(2026, 6, 30), 960), Reading(date(2026, 10, 31), 949)]
    assert judge(target, readings, NOVEMBER).light == "bad"


def test_tolerance_was_decided_by_an_officer() -> None:
    """约 4,200 with 5 %: 3,990 meets it, 3,989 does not."""
    target = _target(4200, comparator="approx", tolerance=500)
    assert _judge(target, 3990).light == "done"
    assert _judge(target, 3989).light == "good"


def test_a_school_years_curve_bends_where_officers_said() -> None:
    """Little is expected before the summer, most at its end."""
    curve = Curve("school_year", ((date(2026, 6, 30), 1000), (date(2026, 9, 1), 9000)))
    target = _target(100, curve=curve)
    assert judge(target, [], date(2026, 6, 30)).expected == 10
    assert judge(target, [], date(2026, 9, 1)).expected == 90
    assert judge(target, [], date(2026, 8, 1)).expected == 10 + Fraction(80 * 32, 63)


@pytest.mark.parametrize(
    "points",
    [
        ((date(2026, 6, 1), 5000), (date(2026, 6, 1), 6000)),
        ((date(2026, 7, 1), 5000), (date(2026, 6, 1), 6000)),
        ((date(2026, 6, 1), 5000), (date(2026, 7, 1), 4000)),
        ((date(2026, 6, 1), 10_001),),
    ],
)
def test_a_curve_that_makes_no_sense_is_refused(points: tuple[tuple[date, int], ...]) -> None:
    """Points in order, one a day, shares that never fall and stay within the whole."""
    with pytest.raises(ValueError, match="curve"):
        Curve("milestones", points)
