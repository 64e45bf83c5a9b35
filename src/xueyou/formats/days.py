"""Owns how a day is read that a person wrote into a cell or a field."""

from datetime import date


def day(text: str) -> date | None:
    """Return the day that a text says (2026-11-20, 2026/11/20, 2026年11月20日), or None."""
    plain = text.strip().replace("年", "-").replace("月", "-").removesuffix("日")
    parts = plain.replace("/", "-").replace(".", "-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except (ValueError, OverflowError):
        return None
