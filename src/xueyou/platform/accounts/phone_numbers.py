"""Mobile numbers as people type them, and as they are kept."""

import re
import unicodedata

_MAINLAND = re.compile(r"1[3-9]\d{9}")
_BETWEEN = re.compile(r"[\s\-‐-―()（）]+")


class NumberRefused(ValueError):
    """What was typed is no mobile number of the mainland; `zh` says what to do."""

    def __init__(self, zh: str) -> None:
        super().__init__("not a mobile number")
        self.zh = zh


def mobile_number(typed: str) -> str:
    """Return eleven digits from what somebody typed. Raises NumberRefused.

    Full-width digits, blanks, hyphens and +86 in front are taken as meant.
    """
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed))
    plain = re.sub(r"^(\+?86|0086)(?=1\d{10}$)", "", plain)
    if _MAINLAND.fullmatch(plain) and plain.isascii():
        return plain
    if not plain:
        raise NumberRefused("请填手机号，11 位数字。")
    if plain.isdecimal() and len(plain) != 11:
        raise NumberRefused(f"手机号是 11 位数字，现在有 {len(plain)} 位。")
    raise NumberRefused("这不像手机号。请填 11 位数字，例如 138 开头的那种；境外号码请到窗口办理。")


def masked_number(number: str) -> str:
    """Return the number as screens show it: 138****5678."""
    return f"{number[:3]}****{number[-4:]}"
