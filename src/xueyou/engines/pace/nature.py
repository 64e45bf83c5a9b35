"""Guess how a promised number grows and which way is better, from its words.

Guesses for the officer who reviews a plan; he may change them. A wrong one is seen in review.
"""

_RATES = ("率", "比例", "占比", "比率", "比重", "平均", "人均", "生均", "年限", "生师比", "满意度")
_COVERAGE = ("覆盖", "普及", "建成", "配备", "通过")
"""Shares that stay once they are reached."""
_STANDING = ("保有", "总数", "总量", "在校", "在园", "在册", "现有", "拥有", "学位数", "规模")
_DOWN = (
    "事故", "辍学", "投诉", "近视率", "肥胖率", "大班额", "隐患", "欠", "缺口", "差距", "流失",
    "发生率", "违规", "债", "能耗", "死亡", "失学", "超标", "负担",
)  # fmt: skip
_DOWN_COMPARATORS = {"le", "lt", "approx_le", "zero", "delta_down"}
_PLAIN = {"reach": "ge", "keep": "ge", "all": "ge", "zero": "le", "delta_up": "ge",
          "delta_down": "le", "rank": "le"}  # fmt: skip


def guess_nature(name: str, unit: str, comparator: str = "ge") -> str:
    """Guess cumulative, stock or rate from a name, its unit and the comparator as read."""
    if unit in ("%", "‰", "个百分点"):
        return "stock" if any(word in name for word in _COVERAGE) else "rate"
    if any(word in name for word in _RATES):
        return "rate"
    if comparator == "keep" or any(word in name for word in _STANDING):
        return "stock"
    return "cumulative"


def guess_direction(name: str, comparator: str = "ge") -> str:
    """Guess which way is better: "down" for caps, accidents, drop-outs and the like."""
    if comparator in _DOWN_COMPARATORS:
        return "down"
    if comparator in ("ge", "gt", "approx_ge", "reach", "keep", "all", "delta_up"):
        return "up"
    return "down" if any(word in name for word in _DOWN) else "up"


def plain_comparator(comparator: str) -> str:
    """Return one of COMPARATORS for a comparator as read (达到 is at least, 清零 at most 0)."""
    return _PLAIN.get(comparator, comparator)
