"""Numbers and days are exact on the way in and out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueyou.rulebook.language.exact import day, decimals, is_number, printed, printed_day, scaled


@given(value=st.integers(-(10**18), 10**18), scale=st.integers(0, 6))
def test_what_is_printed_is_read_back(value: int, scale: int) -> None:
    """Tests that printing and reading a scaled number are each other's inverse."""
    assert scaled(printed(value, scale), scale) == value


def test_trailing_zeros_are_no_decimals() -> None:
    """Tests 707.10, which is 707.1 and nothing else."""
    assert decimals("707.10") == 1
    assert scaled("707.10", 1) == 7071
    assert printed(7071, 1) == "707.1"


def test_what_is_finer_than_the_scale_is_not_rounded() -> None:
    """Tests that a number with more decimals has no value in a coarser scale."""
    assert scaled("720.55", 1) is None


@pytest.mark.parametrize(
    "text", ["", "-0", "-0.0", "+1", "1e3", "NaN", "Infinity", "１", "1.", ".5", "01", "1 0", "1,0"]
)
def test_what_is_no_number_has_no_value(text: str) -> None:
    """Tests that only plain decimal numbers in ASCII digits count."""
    assert not is_number(text)
    with pytest.raises(ValueError, match=r"^"):
        scaled(text, 2)


def test_days_are_ordinals() -> None:
    """Tests a leap day there and back, and a day that is none."""
    assert printed_day(day("2024-02-29") or 0) == "2024-02-29"
    assert day("2023-02-29") is None
    assert day("2024-2-9") is None
