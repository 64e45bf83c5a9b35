"""Owns what single cells of a roster mean: marks, months, classes, groups."""

import re
import unicodedata
from datetime import date
from fractions import Fraction
from functools import lru_cache

_MISSING = frozenset(
    {
        "",
        "缺考",
        "缺",
        "缓考",
        "缓",
        "免考",
        "免",
        "未考",
        "未测",
        "无",
        "空",
        "-",
        "--",
        "—",
        "——",
        "/",
        "*",
    }
)
_MARK = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,4})?")
_MONTH = re.compile(r"((?:19|20)[0-9]{2})[-./年](0?[1-9]|1[0-2])(?:[-./月]([0-3]?[0-9])日?)?月?")
_CLASS = re.compile(r"第?[(（]?([0-9]{1,3}|[一二三四五六七八九十]{1,3})[)）]?班?")
_PARTS = re.compile(r"[、,，;；/\s]+")
_DIGITS = "零一二三四五六七八九"
DECIMALS = 4


def plain(text: str) -> str:
    """Return a cell in half width without blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def is_missing(text: str) -> bool:
    """Return whether a cell says that there is no mark."""
    return plain(text) in _MISSING


@lru_cache(maxsize=1 << 14)
def mark(text: str) -> Fraction | None:
    """Return the number in a cell, exactly. Raises ValueError where it is none."""
    found = plain(text).removesuffix("分").replace("−", "-")
    if is_missing(found):
        return None
    if _MARK.fullmatch(found) is None:
        raise ValueError("no mark")
    return Fraction(found)


def month(text: str) -> Fraction | None:
    """Return the month a day lies in, counted from the year 0. Raises ValueError."""
    found = plain(text)
    if is_missing(found):
        return None
    if found.isdecimal() and len(found) in (6, 8):
        found = "-".join(filter(None, (found[:4], found[4:6], found[6:])))
    parts = _MONTH.fullmatch(found)
    if parts is None:
        raise ValueError("no month")
    year, number, day = int(parts[1]), int(parts[2]), int(parts[3] or 1)
    date(year, number, day)
    return Fraction(12 * year + number)


def class_number(text: str) -> int | None:
    """Return the class written in a cell (3, 3班, (3)班, 三班), None where empty.

    Raises ValueError.
    """
    found = plain(text)
    if not found:
        return None
    written = _CLASS.fullmatch(found)
    if written is None:
        raise ValueError("no class")
    return int(written[1]) if written[1].isdecimal() else _said(written[1])


def _said(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.index(ones) if len(ones) == 1 else _refuse()
    if len(tens) > 1 or len(ones) > 1:
        return _refuse()
    return 10 * (_DIGITS.index(tens) if tens else 1) + (_DIGITS.index(ones) if ones else 0)


def _refuse() -> int:
    raise ValueError("no class")


def groups(text: str) -> tuple[str, ...]:
    """Return the groups a cell names, each once."""
    return tuple(dict.fromkeys(part for part in _PARTS.split(text.strip()) if part))
