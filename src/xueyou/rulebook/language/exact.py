"""Owns exact numbers and days as text and as integers: nothing here is ever rounded."""

import re
from datetime import date

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,12})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_number(text: str) -> bool:
    """Whether a text is a plain decimal number in ASCII digits; -0 is none."""
    return _NUMBER.fullmatch(text) is not None and not re.fullmatch(r"-0(\.0+)?", text)


def decimals(text: str) -> int:
    """Return how many decimals a number needs: 1 for "0.50", 0 for "707.0"."""
    return len(text.partition(".")[2].rstrip("0"))


def scaled(text: str, scale: int) -> int | None:
    """Return a number times 10**scale, or None when it has more decimals than that.

    Raises ValueError when the text is no number.
    """
    if not is_number(text):
        raise ValueError(text)
    if decimals(text) > scale:
        return None
    whole, _, part = text.partition(".")
    return int(whole + part[:scale].ljust(scale, "0"))


def printed(value: int, scale: int) -> str:
    """Return a scaled integer as people write it: 7071 with scale 1 is "707.1"."""
    sign = "-" if value < 0 else ""
    digits = str(abs(value)).rjust(scale + 1, "0")
    if scale == 0:
        return sign + digits
    part = digits[-scale:].rstrip("0")
    return sign + digits[:-scale] + (f".{part}" if part else "")


def day(text: str) -> int | None:
    """Return the ordinal of a day written 2024-09-01, or None when there is no such day."""
    if _DAY.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


def printed_day(ordinal: int) -> str:
    """Return a day as it is written in tables: 2024-09-01."""
    return date.fromordinal(ordinal).isoformat()


def spoken_day(ordinal: int) -> str:
    """Return a day as people say it: 2024年9月1日."""
    found = date.fromordinal(ordinal)
    return f"{found.year}年{found.month}月{found.day}日"
