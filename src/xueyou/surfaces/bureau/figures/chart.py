"""Owns the geometry of an indicator's chart: days across, figures up, bases side by side.

In units of a drawing 720 by 300. No colour is decided here; each basis has its own mark.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from xueyou.domains.plans.selectors.indicator import Dot, IndicatorView, Series

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 74, 704, 26, 262
STEPS = (Fraction(1), Fraction(2), Fraction(5))
LINES = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid with its word."""

    at: str
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure as a point: where, and what it says."""

    x: str
    y: str
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """A basis as a line with its points."""

    basis: str
    points: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole drawing."""

    lines: tuple[Line, ...]
    expected: str
    target_y: str
    today_x: str
    today_turned: bool
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]


def chart(view: IndicatorView) -> Chart | None:
    """Return the drawing of a promise; None while there is no figure to draw."""
    if not view.series:
        return None
    paper = _Paper(view)
    today = paper.x(view.today)
    return Chart(
        lines=tuple(_line(series, paper) for series in view.series),
        expected=paper.polyline(view.expected),
        target_y=_text(paper.y(view.promised)),
        today_x=_text(today) if LEFT <= today <= RIGHT else "",
        today_turned=today > RIGHT - 60,
        rows=paper.rows(),
        columns=paper.columns(),
    )


class _Paper:
    """The scales of one drawing."""

    def __init__(self, view: IndicatorView) -> None:
        dots = [dot for series in view.series for dot in series.dots]
        days = [dot.on for dot in dots]
        self.first = min([view.target.starts_on, *days])
        self.last = max([view.target.due_on, *days])
        numbers = [view.promised, *(dot.number for dot in (*dots, *view.expected))]
        self.low, self.step, self.count = _scale(min(numbers), max(numbers))

    def x(self, day: date) -> Fraction:
        """Return where a day lies across."""
        length = max((self.last - self.first).days, 1)
        return LEFT + Fraction((day - self.first).days * (RIGHT - LEFT), length)

    def y(self, number: Fraction) -> Fraction:
        """Return how far down a figure lies."""
        return BOTTOM - (number - self.low) / (self.step * self.count) * (BOTTOM - TOP)

    def polyline(self, dots: tuple[Dot, ...]) -> str:
        """Return the points of a line through figures."""
        return " ".join(f"{_text(self.x(dot.on))},{_text(self.y(dot.number))}" for dot in dots)

    def rows(self) -> tuple[Tick, ...]:
        """Return the lines across, a round number each."""
        numbers = [self.low + self.step * n for n in range(self.count + 1)]
        return tuple(Tick(_text(self.y(number)), _round(number)) for number in numbers)

    def columns(self) -> tuple[Tick, ...]:
        """Return the first days of months, of every third where the span is long."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        every = 1 if months < 8 else 3 if months < 30 else 12
        found = []
        for n in range(months + 1):
            year, month = divmod(self.first.year * 12 + self.first.month - 1 + n, 12)
            day = date(year, month + 1, 1)
            if day >= self.first and month % every == 0:
                label = f"{year}年" if every == 12 else f"{month + 1}月"
                found.append(Tick(_text(self.x(day)), label))
        return tuple(found)


def _scale(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction, int]:
    """Return the lowest line, the step between lines and how many steps, all round numbers.

    Figures that lie close together far from zero do not begin at zero: a rate from 90 to 95.
    """
    floor = Fraction(0) if low >= 0 and low <= high / 2 else low
    span = max(high - floor, Fraction(1, 100) if high else Fraction(1))
    step = _nice(span / LINES)
    lowest = (floor // step) * step
    count = 1
    while lowest + step * count < high:
        count += 1
    return lowest, step, count


def _nice(least: Fraction) -> Fraction:
    power = Fraction(1)
    while power * 10 <= least:
        power *= 10
    while power > least:
        power /= 10
    return next((power * step for step in STEPS if power * step >= least), power * 10)


def _line(series: Series, paper: _Paper) -> Line:
    marks = tuple(
        Mark(
            _text(paper.x(dot.on)),
            _text(paper.y(dot.number)),
            f"{series.basis_zh}，{dot.on:%Y-%m-%d}：{dot.shown}",
        )
        for dot in series.dots
    )
    return Line(series.basis, paper.polyline(series.dots), marks)


def _text(number: Fraction) -> str:
    return f"{float(number):.1f}"


def _round(number: Fraction) -> str:
    if number.denominator == 1:
        return f"{int(number):,}"
    return f"{float(number):,.3f}".rstrip("0")
