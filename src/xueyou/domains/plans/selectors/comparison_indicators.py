"""One indicator in several places, each judged by its nature.

Counts and stocks are compared by how much of the place's own target is reached (more than the
whole is more than 100 %); rates, and what should become less, by the value itself. Counties are
put together by sums or by numerators over denominators, never by a mean of shares.
"""

from collections.abc import Sequence
from fractions import Fraction

from xueyou.domains.plans.selectors.comparison_places import shown
from xueyou.domains.plans.selectors.comparison_shares import NO_DATA
from xueyou.domains.plans.selectors.comparison_views import Compared, Dimension
from xueyou.domains.plans.selectors.wall_indicators import Judged
from xueyou.domains.plans.selectors.wall_lights import plain
from xueyou.kernel.indicators.models import Aggregation, Direction, Nature


def dimension_of(rows: Sequence[Judged]) -> Dimension:
    """Return how an indicator is compared, from its targets in the places compared."""
    indicator = rows[0].target.indicator
    down = indicator.direction == Direction.DOWN
    code = str(indicator.uid)
    if indicator.nature == Nature.RATE:
        said = "比率，直接比数值" + ("，低的在前。" if down else "，高的在前。")
        return Dimension(code, indicator.name, said, indicator.unit, down)
    if down or any(one.target.value <= 0 for one in rows):
        said = "直接比数值" + ("，少的在前。" if down else "，多的在前。")
        return Dimension(code, indicator.name, said, indicator.unit, down)
    return Dimension(code, indicator.name, "实到占本地目标的多少，可以超过100%。")


def compared_by(dimension: Dimension, name: str, one: Judged) -> Compared:
    """Compare one place by its own target and the figure that hangs on the wall."""
    actual = one.light.figure("actual") if one.light else None
    light = one.light.light if one.light else "none"
    goal = _goal(one)
    if actual is None:
        return Compared(name, None, NO_DATA, None, f"目标{_words(goal, one)}", light)
    if _by_target(dimension, one):
        value = actual / goal
        basis = f"{plain(actual, _scale(one))} / {_words(goal, one)}"
        return Compared(name, value, shown(value, dimension), _whole(goal), basis, light)
    value = actual / 100 if dimension.unit == "%" else actual
    base, basis = _denominator(one)
    return Compared(name, value, shown(value, dimension), base, basis, light)


def together(dimension: Dimension, name: str, rows: Sequence[Judged]) -> Compared:
    """Put places together as the indicator allows; say what is missing."""
    known = [one for one in rows if one.light and one.light.figure("actual") is not None]
    aside = f"，另有{len(rows) - len(known)}个没数据" if len(known) < len(rows) else ""
    if not known:
        return Compared(name, None, NO_DATA, None, f"{len(rows)}个都没数据")
    indicator = rows[0].target.indicator
    if indicator.nature == Nature.RATE:
        return _pooled(dimension, name, known, aside)
    if indicator.aggregation != Aggregation.SUM:
        return Compared(name, None, NO_DATA, None, "这项指标各地不能相加")
    actual = sum((_actual(one) for one in known), Fraction(0))
    goal = sum((_goal(one) for one in known), Fraction(0))
    whole = f"{plain(actual, _scale(rows[0]))} / {_words(goal, rows[0])}{aside}"
    value = actual / goal if _by_target(dimension, rows[0]) else actual
    return Compared(name, value, shown(value, dimension), _whole(goal), whole)


def _pooled(dimension: Dimension, name: str, known: Sequence[Judged], aside: str) -> Compared:
    parts = [
        (one.light.figure("numerator"), one.light.figure("denominator"))
        for one in known
        if one.light
    ]
    if any(part is None or not whole for part, whole in parts):
        return Compared(name, None, NO_DATA, None, "分子分母没有报全，比率不能相加")
    part = sum((part for part, _ in parts if part is not None), Fraction(0))
    whole = sum((whole for _, whole in parts if whole is not None), Fraction(0))
    basis = f"{plain(part, 4)} / {plain(whole, 4)}{aside}"
    return Compared(name, part / whole, shown(part / whole, dimension), _whole(whole), basis)


def _by_target(dimension: Dimension, one: Judged) -> bool:
    return dimension.unit == "%" and one.target.indicator.nature != Nature.RATE


def _denominator(one: Judged) -> tuple[int | None, str]:
    part = one.light.figure("numerator") if one.light else None
    whole = one.light.figure("denominator") if one.light else None
    if part is None or whole is None:
        rate = one.target.indicator.nature == Nature.RATE
        return None, "分母没有报" if rate else f"目标{_words(_goal(one), one)}"
    return _whole(whole), f"{plain(part, 4)} / {plain(whole, 4)}"


def _actual(one: Judged) -> Fraction:
    found = one.light.figure("actual") if one.light else None
    return found if found is not None else Fraction(0)


def _scale(one: Judged) -> int:
    return one.target.indicator.scale


def _goal(one: Judged) -> Fraction:
    return Fraction(one.target.value, 10 ** _scale(one))


def _whole(figure: Fraction) -> int | None:
    return int(figure) if figure > 0 and figure.denominator == 1 else None


def _words(figure: Fraction, one: Judged) -> str:
    return f"{plain(figure, _scale(one))}{one.target.indicator.unit}"
