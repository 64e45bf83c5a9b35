"""Stored numbers are whole steps; nothing is rounded on the way in or out."""

from decimal import Decimal
from typing import Any

import pytest

from xueyou.platform.db import ScaledInteger

FEN = ScaledInteger(scale=2)


@pytest.mark.parametrize(("number", "stored"), [("12.30", 1230), ("-0.01", -1), ("1E+3", 100000)])
def test_numbers_and_steps(number: str, stored: int) -> None:
    """Both ways, exactly."""
    assert FEN.from_decimal(Decimal(number)) == stored
    assert FEN.to_decimal(stored) == Decimal(number)


@pytest.mark.parametrize("number", ["0.001", "NaN", "Infinity"])
def test_what_does_not_fit_is_refused(number: str) -> None:
    """Never rounded in silence."""
    with pytest.raises(ValueError, match="decimal places"):
        FEN.from_decimal(Decimal(number))


@pytest.mark.parametrize("value", [1.0, Decimal(1), "1", True])
def test_only_integers_are_stored(value: Any) -> None:
    """A float that happens to be whole is a float all the same."""
    with pytest.raises(TypeError, match="scaled integer"):
        FEN.get_prep_value(value)


def test_the_scale_goes_into_migrations() -> None:
    """And stays within what an exponent of ten means to people."""
    assert FEN.deconstruct()[3]["scale"] == 2
    with pytest.raises(ValueError, match="scale"):
        ScaledInteger(scale=10)
