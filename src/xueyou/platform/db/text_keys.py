"""Keys made from text, so that finding and ordering never depend on a database's collation."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from opencc import OpenCC

if TYPE_CHECKING:
    _Base = models.CharField[str, str]
else:  # Django's fields are generic for the type checker only
    _Base = models.CharField

_DIGITS = re.compile(r"\d+")
_ORDINAL = re.compile(r"第([一二三四五六七八九十]{1,3})")
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九", start=1)}


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def search_key(text: str) -> str:
    """Return the text as it is searched: NFKC, simplified characters, lower case, single blanks."""
    plain = unicodedata.normalize("NFKC", text)
    return " ".join(_to_simplified().convert(plain).casefold().split())


def sort_key(text: str) -> str:
    """Return a key whose code-point order is the order people expect of numbered names.

    The search key, with digit runs padded to six places and Chinese ordinals (第一…第九十九)
    written as such: 第二小学 < 第十小学, 7班 < 12班.
    """
    key = _ORDINAL.sub(lambda found: f"第{_numeral(found[1])}", search_key(text))
    return _DIGITS.sub(lambda found: f"{int(found[0]):06d}", key)


def _numeral(text: str) -> int:
    tens, ten, units = text.rpartition("十")
    value = _NUMERALS.get(units, 0)
    return value + (10 * _NUMERALS.get(tens, 1) if ten else 0)


class SearchKeyField(_Base):
    """Holds `search_key(…)` of a neighbour column; filled by the verb that writes it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 240)
        options.setdefault("blank", True)
        options.setdefault("default", "")
        super().__init__(*args, **options)


class SortKeyField(SearchKeyField):
    """Holds `sort_key(…)`; both databases compare it code point by code point."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """Give the column the collation that compares bytes, by its name in this database."""
        parameters: Any = super().db_parameters(connection)
        parameters["collation"] = "C" if connection.vendor == "postgresql" else "BINARY"
        return parameters
