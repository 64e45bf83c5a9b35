"""Dated parameters of the desk, 待核: how many files one opens in an hour, how many are drawn."""

from typing import Any

from xueyou.kernel.registry.parameters import parameter_kind

OPENINGS = "checks.openings_an_hour"


def _wrong(value: Any) -> str:
    if not isinstance(value, dict) or set(value) != {"alarm", "most"}:
        return "要写两个数：alarm（多少份报给审计）、most（多少份以后不再打开）。"
    if any(isinstance(n, bool) or not isinstance(n, int) or n < 1 for n in value.values()):
        return "两个数都要是大于0的整数。"
    return "" if value["alarm"] <= value["most"] else "报给审计的份数不能比不再打开的份数大。"


parameter_kind(
    OPENINGS,
    zh="一小时内打开的申请",
    check=_wrong,
    initial=({"alarm": 200, "most": 400}, "待核：按一名熟练的经办人一小时能核对的份数估计"),
)

DOUBLES = "checks.double_filing"
TOLD, HELD = "told", "held"


def _no_way(value: Any) -> str:
    return "" if value in (TOLD, HELD) else "只能写 told（两边都知道）或 held（留一份才核对通过）。"


parameter_kind(
    DOUBLES,
    zh="同一个孩子在两个县区报名",
    check=_no_way,
    initial=(TOLD, "待核：两份都留着，两边的经办人都看得到，由市里协调"),
)

SPOT_SHARE = "checks.spot_share"


def _no_share(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100:
        return "要写1到100的整数，表示百分之几。"
    return ""


parameter_kind(
    SPOT_SHARE,
    zh="复查抽取的百分比",
    check=_no_share,
    initial=(10, "待核：按常见的百分之十"),
)
