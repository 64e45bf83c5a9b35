"""Numerals have the value a reader gives them."""

import pytest

from xueyou.engines.reading.facts import numerals


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("四十五", 45), ("一百", 100),
        ("一百零五", 105), ("三百二十", 320), ("两千", 2000), ("五千零六十", 5060),
    ],
)  # fmt: skip
def test_han_numbers_have_their_value(printed: str, value: int) -> None:
    """A Han number below ten thousand is read."""
    assert numerals.han(printed) == value


@pytest.mark.parametrize("printed", ["二〇二四", "十四五", "一一", "百千", ""])
def test_rows_of_han_digits_are_no_amount(printed: str) -> None:
    """Years, plan names and rows of digits are not numbers."""
    assert numerals.han(printed) is None


@pytest.mark.parametrize(
    ("value", "magnitude", "scaled"),
    [(1.27, "万", 12700), (16.48, "亿", 1_648_000_000), (3.3, "万", 33000), (2.1, "", 2.1),
     (0.73, "万", 7300), (5, "千万", 50_000_000)],
)  # fmt: skip
def test_magnitudes_leave_no_binary_dust(value: float, magnitude: str, scaled: float) -> None:
    """1.27 万 is 12700 and nothing beside it."""
    assert numerals.scaled(value, magnitude) == scaled
