"""Owns what a family may do about a result: only what the rulebook itself says."""

from collections.abc import Sequence

from xueyou.rulebook.language.exact import spoken_day
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.language.wording import Wording, plain_name

NOWHERE = "规则里没有写到哪里申请核对，请向受理报名的部门询问。"


def remedy(rulebook: Rulebook, facts: Sequence[str]) -> str:
    """Return what may be done where facts decided; empty where the rulebook gives no appeal."""
    appeal = rulebook.appeal
    if appeal is None or not facts:
        return ""
    wording = Wording(rulebook)
    named = "、".join(f"“{plain_name(wording.name(fact))}”" for fact in dict.fromkeys(facts))
    return f"如果{named}与实际不符，{_ask(rulebook)}"


def way_out(
    rulebook: Rulebook, who: str, facts: Sequence[str], turns: Sequence[tuple[str, int]]
) -> str:
    """Return what may be done by somebody without a place.

    `facts` decided against him; `turns` are the options that refill, with his turn in each.
    """
    waits = ""
    if turns:
        listed = "、".join(f"{option}第{position}位" for option, position in turns)
        waits = f"有人放弃名额时，按候补名单依次递补，{who}的次序是：{listed}。"
    if rulebook.appeal is None:
        return waits + NOWHERE
    return waits + (remedy(rulebook, facts) or f"对结果有疑问的，{_ask(rulebook)}")


def _ask(rulebook: Rulebook) -> str:
    appeal = rulebook.appeal
    assert appeal is not None
    return f"请在{spoken_day(appeal.until)}以前（含当天）向{appeal.to}申请核对。"
