"""A target on a day: the readings that count, what was expected, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from xueyou.engines.pace.share import expected_share
from xueyou.engines.pace.targets import Reading, Target


@dataclass(frozen=True, slots=True)
class Case:
    """What a decision rests on. `readings` are those that count, one a day, in order."""

    target: Target
    on: date
    readings: tuple[Reading, ...]
    baseline: Fraction | None
    share: Fraction
    expected: Fraction
    met_since: date | None
    """The first day of the last unbroken run of readings that meet the target."""

    @property
    def latest(self) -> Reading | None:
        """The latest reading that counts."""
        return self.readings[-1] if self.readings else None


@dataclass(frozen=True, slots=True)
class Decision:
    """A light and the line of the rules that gave it (see lights.md, "rule").

    `ratio`: actual against expected, where it means something. `earlier`: the point before the
    latest reading on the line of the trend; `trend`: where that line stands on the last day.
    """

    light: str
    rule: str
    ratio: Fraction | None = None
    earlier: Reading | None = None
    trend: Fraction | None = None


def case_of(target: Target, readings: Sequence[Reading], on: date) -> Case:
    """Sort out the readings: those of the period, and for stock and rate the baseline."""
    by_day = {reading.as_of: reading for reading in readings if reading.as_of <= on}
    ordered = [by_day[day] for day in sorted(by_day)]
    counting = tuple(reading for reading in ordered if reading.as_of >= target.starts_on)
    share = expected_share(target, on)
    if target.nature == "cumulative":
        start = Fraction(target.baseline or 0)
        expected = start + share * (target.value - start)
        return Case(target, on, counting, start, share, expected, _met_since(target, counting))
    baseline = target.baseline
    if baseline is None and len(counting) < len(ordered):
        baseline = ordered[-len(counting) - 1].value
    known = None if baseline is None else Fraction(baseline)
    expected = Fraction(target.value)
    return Case(target, on, counting, known, share, expected, _met_since(target, counting))


def _met_since(target: Target, readings: Sequence[Reading]) -> date | None:
    since: date | None = None
    met_before = False
    for reading in readings:
        met = target.met_by(reading.value)
        if met and not met_before:
            since = reading.as_of
        met_before = met
    return since
