"""What people type: numbers with units and 万, dates in many forms; nothing doubtful is taken."""

from datetime import date

import pytest

from xueyou.formats.filled_sheet import RawCell
from xueyou.formats.progress_numbers import NotTaken, typed_day, typed_number


@pytest.mark.parametrize(
    ("text", "unit", "scale", "steps"),
    [
        ("2640", "个", 0, 2640),
        ("2,640", "个", 0, 2640),
        ("２６４０", "个", 0, 2640),
        (" 2 640 个", "个", 0, 2640),
        ("1.27万", "人", 0, 12700),
        ("1.27万人", "人", 0, 12700),
        ("1.27", "万人", 4, 12700),
        ("1.27万人", "万人", 4, 12700),
        ("1.27万", "万人", 4, 12700),
        ("12700人", "万人", 4, 12700),
        ("16.48亿元", "元", 0, 1_648_000_000),
        ("1.2亿", "万元", 4, 120_000_000),
        ("98.6%", "%", 1, 986),
        ("98.60", "%", 1, 986),
    ],
)
def test_text(text: str, unit: str, scale: int, steps: int) -> None:
    """Text numbers come out in the steps of the indicator's unit."""
    assert typed_number(RawCell("text", text), unit=unit, scale=scale) == steps


def test_numbers_and_percentages() -> None:
    """A number is taken as it stands, a percentage only where the unit is one."""
    assert typed_number(RawCell("number", "98.6"), unit="%", scale=2) == 9860
    assert typed_number(RawCell("percent", "0.986"), unit="%", scale=1) == 986
    with pytest.raises(NotTaken):
        typed_number(RawCell("percent", "0.986"), unit="个", scale=0)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("text", "很多"),
        ("text", "—"),
        ("text", "2640 所"),
        ("text", "98.6%"),
        ("text", "1.5"),
        ("text", "-3"),
        ("text", "约2640"),
        ("text", "26 40 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"),
        ("number", "1.5"),
        ("number", "1e300"),
        ("formula", "=B2"),
        ("error", "#"),
        ("bool", "是"),
        ("date", "2026-11-18"),
    ],
)
def test_what_is_doubtful_is_not_taken(kind: str, text: str) -> None:
    """Each gets a sentence that ends in a full stop and says what to put there."""
    with pytest.raises(NotTaken) as refused:
        typed_number(RawCell(kind, text), unit="个", scale=0)
    assert refused.value.zh.endswith("。")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "2026-11-18"),
        ("text", "2026-11-18"),
        ("text", "2026/11/18"),
        ("text", "2026.11.18"),
        ("text", "2026年11月18日"),
        ("text", "２０２６年１１月１８日"),
        ("text", "20261118"),
        ("number", "20261118"),
        ("number", "46344"),
    ],
)
def test_dates(kind: str, text: str) -> None:
    """One day in nine forms."""
    assert typed_day(RawCell(kind, text)) == date(2026, 11, 18)


@pytest.mark.parametrize("text", ["11月18日", "2026-13-01", "昨天", "18/11/2026", "5"])
def test_no_day_is_guessed(text: str) -> None:
    """A day without its year could be any."""
    with pytest.raises(NotTaken):
        typed_day(RawCell("text", text))
