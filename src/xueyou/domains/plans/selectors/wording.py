"""How read values are said in Chinese, for officers."""

SIGNS = {
    "ge": "≥",
    "gt": ">",
    "le": "≤",
    "lt": "<",
    "approx": "约",
    "approx_ge": "≥",
    "approx_le": "≤",
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
