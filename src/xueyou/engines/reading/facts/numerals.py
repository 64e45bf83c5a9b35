"""Numerals: Arabic and Han numbers of a running text and what they are worth."""

import re

ARABIC = (
    r"(?:\d{1,3}(?:,\d{3}){1,4}(?![\d,]\d)|\d{1,3}(?: \d{3}){1,4}(?!\d)|\d{1,15})(?:\.\d{1,6})?"
)
"""One Arabic number, thousands marks allowed; callers guard both sides against more digits."""

HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "双": 2}
HAN = r"[零〇一二两三四五六七八九十百千]{1,9}"
"""A Han number below ten thousand; 万 and 亿 follow as a magnitude."""

MAGNITUDES = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
}
MAGNITUDE = "|".join(MAGNITUDES)

_PLACES = {"十": 10, "百": 100, "千": 1000}
_SHAPE = re.compile(
    r"(?:[一二两三四五六七八九]千)?零?(?:[一二两三四五六七八九]百)?零?"
    r"(?:[一二两三四五六七八九]?十)?[一二两三四五六七八九]?"
)


def arabic(text: str) -> int | float:
    """Give the value of an Arabic number; whole numbers come back as int."""
    plain = text.replace(",", "").replace(" ", "")
    return tidy(float(plain)) if "." in plain else int(plain)


def han(text: str) -> int | None:
    """Give the value of a Han number below ten thousand, or None where it is not one.

    A row of digits (二〇二四) is a year or a code, never an amount.
    """
    if not text or not _SHAPE.fullmatch(text):
        return None
    total, digit = 0, 0
    for char in text:
        if char in _PLACES:
            total += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            digit = HAN_DIGITS[char]
    return total + digit


def scaled(value: int | float, magnitude: str) -> int | float:
    """Multiply a printed number by its magnitude word without binary dust (1.27, 万 → 12700)."""
    if not magnitude:
        return tidy(value)
    return tidy(round(value * MAGNITUDES[magnitude], 4))


def tidy(value: int | float) -> int | float:
    """Give whole numbers as int."""
    return int(value) if float(value).is_integer() else value
