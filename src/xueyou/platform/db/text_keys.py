"""Keys made from text, so that finding and ordering never depend on a database's collation."""

import os
import re
import unicodedata
from collections.abc import Callable
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
_HAN = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九", start=1)}

LONGEST_KEY = 240


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def search_key(text: str) -> str:
    """Return the text as it is searched: NFKC, simplified characters, lower case, single blanks."""
    plain = unicodedata.normalize("NFKC", text)
    return " ".join(_to_simplified().convert(plain).casefold().split())


@cache
def _reading() -> Callable[[str], str]:
    """Return what gives a character's reading with its tone: "lin2"; itself where it has none.

    Loaded when first needed (12 MB): only who writes names needs it. Its dictionary of phrases
    would take five times that, for sentences.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, lazy_pinyin

    @cache
    def read(character: str) -> str:
        found = lazy_pinyin(character, style=Style.TONE3, neutral_tone_with_five=True)
        return str(found[0]) if found else character

    return read


def by_sound(text: str) -> str:
    """Return a text with the reading of each Chinese character before it: lin2林zhi1知xia4夏.

    The code-point order of such texts is that of a telephone book: by the sound of the first
    character, then its tone, then the character itself; then the second one.
    """
    return _HAN.sub(lambda found: f"{_reading()(found[0])}{found[0]}", text)


def sort_key(text: str) -> str:
    """Return a key whose code-point order is the order people expect of names.

    The search key by its sound, with digit runs padded to six places and Chinese ordinals
    (第一…第九十九) written as such: 第二小学 < 第十小学, 7班 < 12班.
    """
    key = _ORDINAL.sub(lambda found: f"第{_numeral(found[1])}", search_key(text))
    return by_sound(_DIGITS.sub(lambda found: f"{int(found[0]):06d}", key))[:LONGEST_KEY]


def _numeral(text: str) -> int:
    tens, ten, units = text.rpartition("十")
    value = _NUMERALS.get(units, 0)
    return value + (10 * _NUMERALS.get(tens, 1) if ten else 0)


class SearchKeyField(_Base):
    """Holds `search_key(…)` of a neighbour column; filled by the verb that writes it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", LONGEST_KEY)
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
