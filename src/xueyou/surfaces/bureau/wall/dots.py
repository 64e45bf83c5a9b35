"""Owns the geometry of the comparison's dots: one row a place, one scale for all."""

from dataclasses import dataclass
from fractions import Fraction

from xueyou.domains.plans.selectors.comparison_places import shown
from xueyou.domains.plans.selectors.comparison_views import Compared, Comparison
from xueyou.surfaces.bureau.wall.fitting import fitted

WIDTH, LEFT, RIGHT = 640, 168, 560
HEAD, PITCH = 34, 40
LABEL_UNITS = 9.0
TICKS = 4


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the scale; `x` is empty where nothing is known."""

    row: Compared
    label: str
    y: int
    x: str
    value_x: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale with its value."""

    x: str
    label: str


@dataclass(frozen=True, slots=True)
class Dots:
    """The whole drawing."""

    height: int
    ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    best_x: str
    last_x: str


def dots_of(comparison: Comparison) -> Dots | None:
    """Draw the places of a comparison from nought to the largest; None where nothing is known."""
    values = [row.value for row in comparison.rows if row.value is not None]
    if not values or comparison.dimension is None:
        return None
    most = _top(max(values), comparison.dimension.unit)
    ticks = tuple(
        Tick(_x(share, Fraction(1)), shown(most * share, comparison.dimension))
        for share in (Fraction(step, TICKS) for step in range(TICKS + 1))
    )
    return Dots(
        height=HEAD + PITCH * len(comparison.rows),
        ticks=ticks,
        dots=tuple(_dot(row, place, most) for place, row in enumerate(comparison.rows)),
        best_x=_x(max(values), most),
        last_x=_x(min(values), most),
    )


def _top(largest: Fraction, unit: str) -> Fraction:
    """Return the end of the scale: 100 %, or what is needed beyond it in steps of 20 %."""
    if unit == "%":
        fifths = -(-largest * 5 // 1)
        return max(Fraction(1), Fraction(fifths, 5))
    return largest if largest > 0 else Fraction(1)


def _dot(row: Compared, place: int, most: Fraction) -> Dot:
    y = HEAD + PITCH * place + PITCH // 2
    if row.value is None:
        return Dot(row, fitted(row.name, LABEL_UNITS), y, "", str(LEFT))
    at = _x(row.value, most)
    return Dot(row, fitted(row.name, LABEL_UNITS), y, at, f"{float(at) + 14:.1f}")


def _x(value: Fraction, most: Fraction) -> str:
    share = min(max(value / most, Fraction(0)), Fraction(1))
    return f"{LEFT + (RIGHT - LEFT) * float(share):.1f}"
