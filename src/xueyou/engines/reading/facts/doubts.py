"""How sure the reader is of a fact, and why not surer, in words for the officer who checks it."""

from collections.abc import Callable

from xueyou.engines.reading.facts.candidate import Candidate

_VAGUE = {
    "approx": "原文写的是约数，没写多少算完成",
    "approx_ge": "原文写“余”或“多”，没写确切数",
    "approx_le": "原文写“近”，没写确切数",
}


_RULES: tuple[tuple[Callable[[Candidate], bool], str, float], ...] = (
    (lambda c: not c.name, "这个数没有写明是什么指标", 0.45),
    (lambda c: bool(c.name) and c.inherited, "指标名称取自上文，请核对", 0.12),
    (lambda c: 0 < len(c.name) <= 2, "指标名称过短，请补全", 0.12),
    (lambda c: c.period is None, "原文没有写明年份", 0.1),
    (lambda c: c.status == "ongoing", "原文没写是否已经完成", 0.12),
    (lambda c: c.distributive, "一处数字对应几个指标，请核对对应关系", 0.06),
    (lambda c: c.baseline, "这是变化之前的数，不是目标", 0.08),
    (lambda c: c.kind == "structural", "这个数可能只是工作条目的计数", 0.25),
    (lambda c: _in_han(c), "数字用汉字写成，请核对", 0.06),
    (lambda c: _bare_change(c), "只写了变化幅度，没写变化后的数", 0.06),
)


def _in_han(candidate: Candidate) -> bool:
    return candidate.mention.style == "han" and not candidate.mention.implicit


def _bare_change(candidate: Candidate) -> bool:
    return candidate.kind in {"delta", "growth_rate"} and candidate.of is None


def reasons(candidate: Candidate) -> list[tuple[str, float]]:
    """Give the doubts about a candidate, each with the confidence it costs."""
    mention = candidate.mention
    found = [(zh, cost) for holds, zh, cost in _RULES if holds(candidate)]
    if candidate.comparator in _VAGUE:
        found.append((_VAGUE[candidate.comparator], 0.04))
    if mention.upper is not None:
        found.append((f"原文写的是一个范围，上限为{mention.upper:g}，这里取下限", 0.2))
    if mention.implicit == "翻番":
        found.append(("原文写“翻番”，没写以多少为基数", 0.3))
    elif mention.implicit:
        found.append((f"原文写“{mention.implicit}”，没有写数字", 0.05))
    return found


def confidence(candidate: Candidate) -> float:
    """Give the confidence of a candidate, 0.05 to 0.98."""
    return max(0.05, 0.98 - sum(cost for _, cost in reasons(candidate)))


def doubts(candidate: Candidate) -> tuple[str, ...]:
    """Give the doubts about a candidate as short sentences."""
    return tuple(zh for zh, _ in reasons(candidate))
