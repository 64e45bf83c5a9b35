"""统一社会信用代码: eighteen characters, the last checks the others (GB 32100-2015, 待核)."""

import re
import unicodedata

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(f"[{_CHARACTERS}]{{18}}")


def check_character(seventeen: str) -> str:
    """Return the last character that the standard gives to seventeen."""
    places = enumerate(seventeen)
    total = sum(_CHARACTERS.index(each) * pow(3, place, 31) for place, each in places)
    return _CHARACTERS[-total % 31]


def credit_code(text: str) -> str | None:
    """Return the code in its one form, None for what is no code."""
    plain = re.sub(r"[\s\-]+", "", unicodedata.normalize("NFKC", text)).upper()
    if not _SHAPE.fullmatch(plain) or check_character(plain[:17]) != plain[17]:
        return None
    return plain
