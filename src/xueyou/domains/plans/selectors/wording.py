"""How read values are said in Chinese, for officers."""

COMPARATORS = {
    "eq": "",
    "reach": "达到",
    "ge": "不低于",
    "gt": "超过",
    "le": "不超过",
    "lt": "低于",
    "approx_ge": "多于（原文写“余”“多”）",
    "approx_le": "接近（原文写“近”）",
    "approx": "左右",
    "keep": "保持",
    "delta_up": "提高",
    "delta_down": "降低",
    "rank": "位次",
    "all": "全部做到",
    "zero": "清零",
}

SIGNS = {
    "ge": "≥",
    "gt": ">",
    "le": "≤",
    "lt": "<",
    "approx": "约",
    "approx_ge": "≥",
    "approx_le": "≤",
}

STATUS = {"target": "目标", "achieved": "已完成", "ongoing": "正在做", "planned": "计划中"}

TASK_KINDS = {
    "goal": "目标",
    "task": "任务",
    "item": "分项",
    "measure": "措施",
    "safeguard": "保障",
}

NOTE_KINDS = {
    "amount": "数量对不上",
    "period": "时限对不上",
    "sum": "加起来不对",
    "numbering": "序号不连",
    "announced": "说的和列的不一样多",
}


def grouped(value: int | float) -> str:
    """Return a number with thousands separated, without a trailing .0."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.10g}"
    return f"{int(value):,}"


def period_words(period: str | None) -> str:
    """Return 2027 as 2027年, 2027-12-31 as 2027年12月31日, 2023-2027 as 2023—2027年."""
    if not period:
        return "原文没写"
    if period == "recurring":
        return "按周期反复"
    parts = period.split("-")
    if len(parts) == 2 and len(parts[1]) == 4:
        return f"{parts[0]}—{parts[1]}年"
    words = f"{parts[0]}年"
    if len(parts) > 1:
        words += f"{int(parts[1])}月"
    if len(parts) > 2:
        words += f"{int(parts[2])}日"
    return words


def value_words(fact: dict[str, object]) -> str:
    """Return value and unit as printed, with the canonical amount where they differ."""
    value, canonical = fact["value"], fact["value_canonical"]
    assert isinstance(value, int | float)
    assert isinstance(canonical, int | float)
    unit, canonical_unit = str(fact["unit"]), str(fact["unit_canonical"])
    words = f"{grouped(value)} {unit}" if unit not in "%" else f"{grouped(value)}{unit}"
    if value != canonical:
        words += f"（合 {grouped(canonical)} {canonical_unit}）"
    return words
