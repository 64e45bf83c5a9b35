"""Owns how far a rulebook was checked: as far as its weakest rule, whatever it says of itself."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from xueyou.rulebook.language.model import STATUSES

NO_BASIS = "没有写依据"
STATUS_ZH = {"verified": "已核原文", "reported": "转述", "待核": "待核"}
_ORDER = (*STATUS_ZH.values(), NO_BASIS)


@dataclass(frozen=True, slots=True)
class Standing:
    """`status`: one of STATUSES; `said`: it and the numbers behind it, in Chinese."""

    status: str
    said: str


def worse(*statuses: str) -> str:
    """Return the worst of some statuses."""
    return max(statuses, key=STATUSES.index)


def counted(rules: Iterable[str], declared: str) -> Standing:
    """Return how far rules were checked, given what is said of each (a Chinese word of the sheet).

    A rule without a document is 待核; `declared` ("" for nothing) may lower the whole, not lift it.
    """
    found = Counter(rules)
    by_zh = {zh: status for status, zh in STATUS_ZH.items()}
    statuses = [by_zh.get(zh, "待核") for zh in _ORDER if found[zh]]
    whole = worse(*(statuses or ["待核"]), *([declared] if declared else []))
    counts = "，".join(f"{zh} {found[zh]} 条" for zh in _ORDER if found[zh])
    return Standing(whole, f"{STATUS_ZH[whole]}（{counts}）")
