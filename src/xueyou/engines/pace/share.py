"""The expected share p(on): how much of the way should lie behind by a day."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

from xueyou.engines.pace.targets import WHOLE, Target


def expected_share(target: Target, on: date) -> Fraction:
    """Return the share of the way expected by the evening of `on`, 0 to 1, exactly."""
    if on < target.starts_on:
        return Fraction(0)
    if on >= target.due_on:
        return Fraction(1)
    if target.curve.kind == "milestones":
        return _steps(target, on)
    if target.curve.kind == "school_year":
        return _lines(target, on)
    length = (target.due_on - target.starts_on).days + 1
    return Fraction((on - target.starts_on).days + 1, length)


def _steps(target: Target, on: date) -> Fraction:
    reached = [share for day, share in target.curve.points if day <= on]
    return Fraction(reached[-1], WHOLE) if reached else Fraction(0)


def _lines(target: Target, on: date) -> Fraction:
    inner = [(d, s) for d, s in target.curve.points if target.starts_on <= d < target.due_on]
    points = [(target.day_before, 0), *inner, (target.due_on, WHOLE)]
    for (day, share), (next_day, next_share) in pairwise(points):
        if day <= on <= next_day:
            part = Fraction((on - day).days, (next_day - day).days)
            return Fraction(share, WHOLE) + part * Fraction(next_share - share, WHOLE)
    raise AssertionError("the points span the period")
