"""One figure for several subjects. Ratios are added up by part and whole, never averaged."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from xueyou.kernel.indicators.models import Aggregation
from xueyou.kernel.indicators.numbers import PER_WHOLE, root, rounded
from xueyou.kernel.indicators.rows import ValueRow

SMALL_BASE = 30
"""Below so many cases a share jumps with each single one: shown, with a warning."""


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How far the subjects lie apart; values in the indicator's steps.

    `coefficient` 差异系数 is the standard deviation over the mean in ten-thousandths, weighted by
    the denominators where all have one; None where the mean is not above 0.
    """

    least: int
    most: int
    coefficient: int | None

    @property
    def gap(self) -> int:
        """The most less the least."""
        return self.most - self.least


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The figure of several subjects together.

    `value` is None where there is none to give: the indicator is not to be merged, or no subject
    has what it takes. `counted` of `subjects` entered it; those without a value are no zeros.
    """

    value: int | None
    numerator: int | None
    denominator: int | None
    counted: int
    subjects: int
    dispersion: Dispersion | None = None

    @property
    def complete(self) -> bool:
        """Whether every subject entered the figure."""
        return self.counted == self.subjects

    @property
    def small_base(self) -> bool:
        """Whether the denominator is so small that the ratio says little."""
        return self.denominator is not None and self.denominator < SMALL_BASE


def aggregate(
    aggregation: str, rows: Sequence[ValueRow], *, subjects: int, unit: str, scale: int
) -> Aggregate:
    """Merge the values of several subjects, one row each, as the indicator's `aggregation` says."""
    if aggregation == Aggregation.SUM and rows:
        return Aggregate(sum(row.value for row in rows), None, None, len(rows), subjects)
    if aggregation == Aggregation.RATIO:
        return _ratio(rows, subjects, PER_WHOLE.get(unit, 1) * 10**scale)
    if aggregation == Aggregation.DISPERSION and rows:
        return Aggregate(None, None, None, len(rows), subjects, _dispersion(rows))
    if aggregation == Aggregation.LAST and rows:
        latest = max(rows, key=lambda row: (row.as_of, row.recorded_at))
        return Aggregate(latest.value, latest.numerator, latest.denominator, 1, 1)
    return Aggregate(None, None, None, 0, subjects)


def _ratio(rows: Sequence[ValueRow], subjects: int, whole: int) -> Aggregate:
    parts = [(r.numerator, r.denominator) for r in rows if r.numerator is not None]
    known = [(n, d) for n, d in parts if d is not None]
    if not known:
        return Aggregate(None, None, None, 0, subjects)
    numerator, denominator = sum(n for n, _ in known), sum(d for _, d in known)
    value = rounded(Fraction(numerator, denominator) * whole)
    return Aggregate(value, numerator, denominator, len(known), subjects)


def _dispersion(rows: Sequence[ValueRow]) -> Dispersion:
    weights = [row.denominator or 0 for row in rows]
    if not all(weights):
        weights = [1] * len(rows)
    whole = sum(weights)
    mean = Fraction(sum(r.value * w for r, w in zip(rows, weights, strict=True)), whole)
    spread = sum(w * (r.value - mean) ** 2 for r, w in zip(rows, weights, strict=True))
    values = [row.value for row in rows]
    coefficient = root(Fraction(spread, whole) / mean**2, 10_000) if mean > 0 else None
    return Dispersion(min(values), max(values), coefficient)
