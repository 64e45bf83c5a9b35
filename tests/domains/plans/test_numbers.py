"""Figures as people type them become exact integers, and come back as they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueyou.domains.plans.numbers import NumberRefused, exact, places, scaled, shown


@pytest.mark.parametrize(
    ("typed", "scale", "stored"),
    [
        ("2,640", 0, 2640),
        ("98.6%", 2, 9860),
        (" ９８．６ ", 1, 986),
        ("15.30", 1, 153),
        ("0", 0, 0),
        ("-0", 0, 0),
        ("007", 0, 7),
    ],
)
def test_what_people_type_is_taken(typed: str, scale: int, stored: int) -> None:
    """Separators, full width, a percent sign, idle zeros."""
    assert scaled(typed, scale) == stored


@pytest.mark.parametrize("typed", ["", "约5", "1e3", "NaN", "5个", "--3", "1.2.3", "-3", "²"])
def test_what_is_no_figure_is_refused(typed: str) -> None:
    """Words, exponents, negatives."""
    with pytest.raises(NumberRefused):
        scaled(typed, 2)


def test_too_many_decimals_are_counted() -> None:
    """The sentence says how many were typed and how many are kept."""
    with pytest.raises(NumberRefused, match="最多保留1位小数，您填了2位"):
        scaled("98.65", 1)


@given(st.integers(0, 10**15 - 1), st.integers(0, 9))
def test_what_is_shown_is_read_back(value: int, scale: int) -> None:
    """Grouped or plain, an exact figure comes back as the same integer."""
    if value < 10 ** (15 + scale):
        assert scaled(shown(value, scale), scale) == value
        assert scaled(exact(value, scale), scale) == value
        assert places(exact(value, scale)) <= scale
