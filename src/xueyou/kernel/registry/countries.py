"""Of which country a document is: one passport number of two countries is two numbers.

Everything but a passport is made out in China, a foreigner's residence card too.
"""

import re
import unicodedata
from functools import cache

from xueyou.kernel.registry.codes import countries
from xueyou.kernel.registry.documents import NumberRefused
from xueyou.kernel.registry.models import DocumentKind

CHINA = "CHN"
_BY_PERMIT = frozenset(("香港", "澳门", "台湾", "中国香港", "中国澳门", "中国台湾"))
_NOT_CHANGED = "没有保存。"


class CountryRefused(NumberRefused):
    """Nobody can tell of which country the passport is."""


def country_of(kind: str, typed: str) -> str:
    """Return the country of a document, as it is kept: three letters. Raises CountryRefused."""
    if kind != DocumentKind.PASSPORT:
        return CHINA
    plain = _plain(typed)
    if not plain:
        raise CountryRefused(f"用护照的，还要写护照是哪个国家发的，例如韩国。{_NOT_CHANGED}")
    if plain in _BY_PERMIT:
        raise CountryRefused(
            f"港澳台居民请用居住证或者来往内地（大陆）通行证，证件改选成它。{_NOT_CHANGED}"
        )
    found = _by_words().get(plain)
    if found is None:
        raise CountryRefused(f"看不出是哪个国家。请照护照写中文名，例如韩国、越南。{_NOT_CHANGED}")
    return found


def country_zh(code: str) -> str:
    """Return the Chinese name of a country by its three letters; the letters where it has none."""
    return next((one.name for one in countries() if one.code == code), code)


@cache
def _by_words() -> dict[str, str]:
    return {
        _plain(word): one.code for one in countries() for word in (one.code, one.name, *one.also)
    }


def _plain(text: str) -> str:
    return re.sub(r"[\s()]+", "", unicodedata.normalize("NFKC", text)).upper()
