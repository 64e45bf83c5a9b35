"""Owns how figures are typed and shown: exact decimals outside, scaled integers within."""

import re
from decimal import Decimal

_TYPED = re.compile(r"(?P<sign>[-−－]?)(?P<whole>\d{1,15})(?:\.(?P<rest>\d*))?")
_WIDE = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")


class NumberRefused(ValueError):
    """What was typed is no figure for this place; `zh` says why."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


def scaled(text: str, scale: int) -> int:
    """Return what was typed ("4,200", "98.6%") as an integer of `10 ** -scale`.

    A trailing percent sign, thousands separators and full-width digits are taken. Raises
    NumberRefused for anything else: no figure, a negative one, more decimals than are kept.
    """
    tidy = "".join(text.split()).translate(_WIDE).replace(",", "").removesuffix("%")
    found = _TYPED.fullmatch(tidy)
    if found is None:
        raise NumberRefused("这里只填一个数，例如 2640 或 98.6。单位不用写。")
    if found["sign"] and Decimal(tidy[1:]) != 0:
        raise NumberRefused("这里不能是负数。请核对一下，是不是多打了减号。")
    decimals = (found["rest"] or "").rstrip("0")
    if len(decimals) > scale:
        raise NumberRefused(
            f"最多保留{scale}位小数，您填了{len(decimals)}位。"
            if scale
            else "这里只记整数，不能带小数。"
        )
    return int(found["whole"] + decimals.ljust(scale, "0"))


def exact(value: int, scale: int) -> str:
    """Return a scaled integer as an exact decimal without trailing zeros: 986, 1 → "98.6"."""
    number = Decimal(value).scaleb(-scale)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(value: int, scale: int) -> str:
    """Return a scaled integer as people read it, in groups of three: "4,200", "98.6"."""
    whole, dot, rest = exact(abs(value), scale).partition(".")
    return ("−" if value < 0 else "") + f"{int(whole):,}" + dot + rest


def places(text: str) -> int:
    """Return how many decimals an exact decimal as text needs: "15.30" needs one."""
    return len(text.partition(".")[2].rstrip("0"))
