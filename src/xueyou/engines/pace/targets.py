"""What the judging is given and what it returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

Number = int | Fraction

COMPARATORS = ("eq", "ge", "gt", "le", "lt", "approx", "approx_ge", "approx_le")
NATURES = ("cumulative", "stock", "rate")
DIRECTIONS = ("up", "down")
CURVES = ("time", "school_year", "milestones")
WHOLE = 10_000
"""Shares and tolerances are given in ten-thousandths."""

_UPWARD = {"ge", "gt", "approx_ge"}
_DOWNWARD = {"le", "lt", "approx_le"}


@dataclass(frozen=True, slots=True)
class Curve:
    """How the expected share grows: by time, by lines between points, by steps at points.

    `points` are (day, ten-thousandths of the way), in rising order of days; "time" has none.
    Raises ValueError on a kind unknown, on points that are out of order or fall, or on a share
    outside 0..10000.
    """

    kind: str = "time"
    points: tuple[tuple[date, int], ...] = ()

    def __post_init__(self) -> None:
        """Check kind and points."""
        if self.kind not in CURVES:
            raise ValueError(f"curve {self.kind!r}")
        if self.kind == "time" and self.points:
            raise ValueError("a curve by time has no points")
        shares = [share for _, share in self.points]
        if any(not 0 <= share <= WHOLE for share in shares) or shares != sorted(shares):
            raise ValueError("shares of a curve rise from 0 to 10000")
        days = [day for day, _ in self.points]
        if any(a >= b for a, b in pairwise(days)):
            raise ValueError("points of a curve stand in order of their days, one a day")


@dataclass(frozen=True, slots=True)
class Target:
    """What was promised. Numbers are in steps of `10 ** -scale` of the unit.

    `tolerance` is in ten-thousandths of |value|; `direction` says which way is better where the
    comparator does not (eq, approx). `starts_on` and `due_on` both belong to the period.
    Raises ValueError where a word is unknown or the period is empty.
    """

    comparator: str
    value: Number
    nature: str
    starts_on: date
    due_on: date
    direction: str = "up"
    tolerance: int = 0
    baseline: Number | None = None
    curve: Curve = field(default_factory=Curve)
    unit: str = ""
    scale: int = 0

    def __post_init__(self) -> None:
        """Check the closed lists and the period."""
        if self.comparator not in COMPARATORS:
            raise ValueError(f"comparator {self.comparator!r}")
        if self.nature not in NATURES:
            raise ValueError(f"nature {self.nature!r}")
        if self.direction not in DIRECTIONS:
            raise ValueError(f"direction {self.direction!r}")
        if self.due_on < self.starts_on:
            raise ValueError("a target is due on or after the day on which it starts")
        if self.tolerance < 0:
            raise ValueError("a tolerance is not negative")

    @property
    def upward(self) -> bool:
        """Whether more is better: by the comparator, else by the direction."""
        if self.comparator in _UPWARD:
            return True
        return self.comparator not in _DOWNWARD and self.direction == "up"

    @property
    def bound(self) -> Fraction:
        """The value at which the target counts as met; it must be passed for gt and lt."""
        if self.comparator in ("gt", "lt") or not self.tolerance:
            return Fraction(self.value)
        allowed = abs(Fraction(self.value)) * Fraction(self.tolerance, WHOLE)
        return self.value - allowed if self.upward else self.value + allowed

    def met_by(self, value: Number) -> bool:
        """Say whether a value meets the target."""
        if self.comparator == "gt":
            return value > self.bound
        if self.comparator == "lt":
            return value < self.bound
        return value >= self.bound if self.upward else value <= self.bound

    def gap(self, value: Number) -> Fraction:
        """Return how far a value falls short of the target; below 0 where it lies beyond."""
        return Fraction(self.value - value if self.upward else value - self.value)

    @property
    def day_before(self) -> date:
        """The day on which the baseline stands."""
        return self.starts_on - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as of a day, in the steps of its target."""

    as_of: date
    value: Number


@dataclass(frozen=True, slots=True)
class Judged:
    """A light with its arithmetic.

    `expected`, `actual`, `ratio` are exact and in the target's steps; None where there is none.
    `met_on` is the first day of the last unbroken run of readings that meet the target.
    `sentence` says it in Chinese; `arithmetic` holds every figure used as exact text, in units:
    its keys are listed in docs/handbook/lights.md.
    """

    light: str
    sentence: str
    arithmetic: Mapping[str, str]
    expected: Fraction | None = None
    actual: Fraction | None = None
    ratio: Fraction | None = None
    met_on: date | None = None
