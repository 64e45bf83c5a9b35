"""How a light's arithmetic is laid out in labelled lines, from its exact figures."""

from collections.abc import Mapping
from fractions import Fraction

from xueyou.domains.plans.selectors.task_views import Fact

RULES = {
    "no_reading": "还没有报过数，不能算",
    "met": "已经达到目标",
    "overdue": "到期了还没有达到，算滞后",
    "on_pace": "实到不低于应到，算正常",
    "behind_within_15": "差应走路程的15%以内，算偏慢",
    "behind": "差应走路程的15%以上，算滞后",
    "over_cap": "超过了上限，算滞后",
    "kept_cap": "到期没有超过上限，算完成",
    "within_pace": "没有超过到今天该有的数，算正常",
    "ahead_of_pace": "没有超过上限，但用得比时间快，算偏慢",
    "trend_meets": "照现在的走势到期能达到，算正常",
    "gap_closing": "差距在缩小，算偏慢",
    "gap_open": "差距没有缩小，算滞后",
    "near": "离目标15%以内，算偏慢",
    "far": "离目标15%以上，算滞后",
    "finished": "已经办结",
    "no_step": "没有写明日子的节点",
    "step_late": "有节点过了日子没办完，算滞后",
    "step_put_off": "有节点推迟了，新的日子还没到，算偏慢",
    "steps_in_time": "到日子的节点都办完了，算正常",
    "closed": "已经办结",
    "all_done": "指标和节点都完成了",
    "nothing_to_count": "没有可以数的东西，请补一个指标或节点",
    "worst_part": "按它的指标和节点里最差的一个算",
}
"""What decided, in words: see docs/handbook/lights.md."""
CURVES = {"time": "按时间匀着走", "school_year": "按学年折线走", "milestones": "按节点跳着走"}
_SAID = (("said_expected", "应到"), ("said_actual", "实到"), ("said_ratio", "实到占应到"))


def lines(arithmetic: Mapping[str, str]) -> tuple[Fact, ...]:
    """Return the arithmetic of a target's light as labelled lines, in the order of reasoning."""
    found = []
    share = figure(arithmetic, "share")
    if share is not None and arithmetic.get("nature") == "cumulative":
        curve = CURVES.get(arithmetic.get("curve", "time"), "")
        found.append(Fact("到今天应走完", f"{percent(share)}（{curve}）"))
    found += [Fact(label, arithmetic[key]) for key, label in _SAID if arithmetic.get(key)]
    if arithmetic.get("numerator"):
        parts = f"{arithmetic['numerator']} ÷ {arithmetic.get('denominator', '')}"
        found.append(Fact("分子和分母", parts))
    rule = RULES.get(arithmetic.get("rule", ""))
    if rule:
        found.append(Fact("所以", rule))
    return tuple(found)


def figure(arithmetic: Mapping[str, str], name: str) -> Fraction | None:
    """Return an exact figure, None where it is not there."""
    try:
        return Fraction(arithmetic[name])
    except (KeyError, ValueError, ZeroDivisionError):
        return None


def percent(share: Fraction) -> str:
    """Return a share not below 0 as a percentage with at most one decimal, halves rounded up."""
    tenths = int(share * 1000 + Fraction(1, 2))
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths / 10}%"


def way(arithmetic: Mapping[str, str]) -> tuple[int | None, int | None]:
    """Return how much of the way from start to target is made, and was expected by now.

    In tenths of a per cent within 0..1000. Time expects nothing of stocks and rates.
    """
    target, actual = figure(arithmetic, "target"), figure(arithmetic, "actual")
    if target is None:
        return None, None
    start = Fraction(0)
    cumulative = arithmetic.get("nature") == "cumulative"
    if cumulative:
        start = figure(arithmetic, "baseline") or start
    whole = target - start
    if whole == 0:
        return None, None
    expected = figure(arithmetic, "expected") if cumulative else None
    return (
        None if actual is None else _tenths((actual - start) / whole),
        None if expected is None else _tenths((expected - start) / whole),
    )


def _tenths(share: Fraction) -> int:
    return max(0, min(1000, int(share * 1000)))
