"""Many given values beside what stands: each is held against its own place and day alone."""

from datetime import date

from tests.kernel.indicators.conftest import Figures
from xueyou.kernel.indicators.bulk import NEW, RESTATED, UNCHANGED, NewValue, compare
from xueyou.kernel.indicators.models import Target


def _given(target: Target, day: date, value: int) -> NewValue:
    return NewValue.of(target, day, value, None, None)


def test_each_value_meets_the_one_of_its_own_day(figures: Figures) -> None:
    """Days before, between and after those given change nothing of what is said."""
    indicator = figures.indicator()
    east = figures.target(indicator, figures.east)
    west = figures.target(indicator, figures.west)
    for day in (1, 5, 9, 15):
        figures.value(indicator, figures.east, day, as_of=date(2026, 11, day))
    found = compare(
        [
            _given(east, date(2026, 11, 5), 5),
            _given(east, date(2026, 11, 7), 5),
            _given(east, date(2026, 11, 9), 10),
            _given(west, date(2026, 11, 9), 9),
        ],
        basis="reported",
    )
    assert [one.kind for one in found] == [UNCHANGED, NEW, RESTATED, NEW]
    assert [one.standing_value for one in found] == [5, None, 9, None]


def test_another_basis_and_what_was_restated_do_not_stand(figures: Figures) -> None:
    """Only the figure in force of the same basis is in the way."""
    indicator = figures.indicator()
    east, day = figures.target(indicator, figures.east), date(2026, 11, 5)
    figures.value(indicator, figures.east, 7, as_of=day, basis="computed")
    assert compare([_given(east, day, 7)], basis="reported")[0].kind == NEW
    figures.value(indicator, figures.east, 7, as_of=day)
    figures.value(indicator, figures.east, 8, as_of=day)
    assert compare([_given(east, day, 7)], basis="reported")[0].standing_value == 8


def test_nothing_given_is_nothing_compared(figures: Figures) -> None:
    """An empty workbook asks for nothing."""
    assert compare([], basis="reported") == []
