"""Owns what a family may do about a result: only what the rulebook itself says."""

from collections.abc import Sequence

from xueyou.rulebook.language.exact import printed_day
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.language.wording import Wording


def remedy(rulebook: Rulebook, facts: Sequence[str]) -> str:
    """Return what may be done where facts decided; empty where the rulebook gives no appeal."""
    appeal = rulebook.appeal
    if appeal is None or not facts:
        return ""
    wording = Wording(rulebook)
    named = "、".join(f"“{wording.name(fact)}”" for fact in dict.fromkeys(facts))
    until = f"{printed_day(appeal.until)}以前（含当天）"
    return f"如果{named}与实际不符，请在{until}向{appeal.to}申请核对。"
