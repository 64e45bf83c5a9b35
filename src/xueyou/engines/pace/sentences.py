"""Say a light's arithmetic: one Chinese sentence, and every figure as exact text."""

from fractions import Fraction

from xueyou.engines.pace.cases import Case, Decision
from xueyou.engines.pace.figures import (
    day_written,
    difference_unit,
    percent,
    with_unit,
    written,
)


def sentence(case: Case, decision: Decision) -> str:
    """Return expected, actual and their ratio in words, for the owner and for the wall."""
    said = _SAY.get(decision.rule, _behind)(case, decision)
    return said + _had_been_met(case, decision)


def _figure(case: Case, value: Fraction) -> str:
    """Write a value of the target's steps in its unit."""
    return _bounded(case, value, (), upward=True)


def _bounded(case: Case, value: Fraction, bounds: tuple[Fraction, ...], *, upward: bool) -> str:
    step = 10**case.target.scale
    lines = (bound / step for bound in bounds)
    return with_unit(
        written(value / step, case.target.scale, lines, upward=upward), case.target.unit
    )


def _expected(case: Case) -> str:
    """Write what was expected, never as equal to an actual value that falls short of it."""
    return _bounded(case, case.expected, (_actual(case),), upward=not case.target.upward)


def _percent(case: Case, ratio: Fraction) -> str:
    return percent(ratio, upward=case.target.upward)


def _actual(case: Case) -> Fraction:
    assert case.latest is not None
    return Fraction(case.latest.value)


def _target(case: Case) -> str:
    return _figure(case, Fraction(case.target.value))


def _short(case: Case) -> str:
    """Write how far the actual value lies from the target."""
    gap = abs(_actual(case) - case.target.value) / 10**case.target.scale
    return with_unit(written(gap, case.target.scale), difference_unit(case.target.unit))


def _no_reading(case: Case, _: Decision) -> str:
    if case.target.nature == "cumulative" and case.target.upward:
        return f"应到 {_figure(case, case.expected)}，还没有报过数"
    return f"{_goal(case)}，还没有报过数"


def _goal(case: Case) -> str:
    words = {"gt": "高于", "lt": "低于", "eq": "为", "approx": "约为"}
    plain = "不低于" if case.target.upward else "不高于"
    return f"目标{words.get(case.target.comparator, plain)} {_target(case)}"


def _met(case: Case, _: Decision) -> str:
    since = case.met_since
    when = f"（{day_written(since, case.on)}达到）" if since else ""
    return f"{_goal(case)}，实到 {_figure(case, _actual(case))}，已经达到{when}"


def _overdue(case: Case, decision: Decision) -> str:
    due = day_written(case.target.due_on, case.on)
    counted = case.target.nature == "cumulative"
    lag = (
        f"，只到 {_percent(case, decision.ratio)}" if counted and decision.ratio is not None else ""
    )
    return (
        f"{due}到期，应到 {_target(case)}，实到 {_figure(case, _actual(case))}，"
        f"差 {_short(case)}{lag}"
    )


def _on_pace(case: Case, decision: Decision) -> str:
    share = f"，到了 {_percent(case, decision.ratio)}" if decision.ratio is not None else ""
    return _expected_and_actual(case) + share


def _behind(case: Case, decision: Decision) -> str:
    share = f"，只到 {_percent(case, decision.ratio)}" if decision.ratio is not None else ""
    return _expected_and_actual(case) + share


def _expected_and_actual(case: Case) -> str:
    """Say both; where counting starts at a baseline, say where, for the ratio is of the way."""
    start = case.baseline or Fraction(0)
    from_where = f"从 {_figure(case, start)}起步，" if start else ""
    return f"{from_where}应到 {_expected(case)}，实到 {_figure(case, _actual(case))}"


def _over_cap(case: Case, _: Decision) -> str:
    return f"上限 {_target(case)}，已有 {_figure(case, _actual(case))}，超出 {_short(case)}"


def _kept_cap(case: Case, _: Decision) -> str:
    return f"上限 {_target(case)}，到期为 {_figure(case, _actual(case))}，没有超出"


def _under_cap(case: Case, decision: Decision) -> str:
    share = f"，是它的 {_percent(case, decision.ratio)}" if decision.ratio is not None else ""
    return (
        f"上限 {_target(case)}，按进度到今天不超过 {_expected(case)}，"
        f"已有 {_figure(case, _actual(case))}{share}"
    )


def _level(case: Case, decision: Decision) -> str:
    head = f"{_goal(case)}，实到 {_figure(case, _actual(case))}，差 {_short(case)}"
    return f"{head}，{_outlook(case, decision)}"


def _outlook(case: Case, decision: Decision) -> str:
    if decision.rule in ("near", "far"):
        share = f"，是目标的 {_percent(case, decision.ratio)}" if decision.ratio is not None else ""
        return (
            "差距在目标的 15% 以内" if decision.rule == "near" else "差距超过目标的 15%"
        ) + share
    assert decision.earlier is not None
    assert decision.trend is not None
    due = day_written(case.target.due_on, case.on)
    trend = _bounded(case, decision.trend, (case.target.bound,), upward=case.target.upward)
    if decision.rule == "trend_meets":
        return f"照现在的走势到{due}可达 {trend}"
    if decision.rule == "gap_closing":
        return f"差距在缩小，照现在的走势到{due}为 {trend}"
    then = day_written(decision.earlier.as_of, case.on)
    value = _figure(case, Fraction(decision.earlier.value))
    return f"差距没有缩小（{then}为 {value}）"


def _had_been_met(case: Case, decision: Decision) -> str:
    """Say when a target that is lost again had been met; a cap is kept until it is broken."""
    since = case.met_since
    if since is None or decision.rule in _STILL_MET or decision.rule == "over_cap":
        return ""
    return f"；{day_written(since, case.on)}曾经达到"


_STILL_MET = ("met", "kept_cap", "within_pace", "ahead_of_pace")

_SAY = {
    "no_reading": _no_reading,
    "met": _met,
    "overdue": _overdue,
    "on_pace": _on_pace,
    "behind_within_15": _behind,
    "behind": _behind,
    "over_cap": _over_cap,
    "kept_cap": _kept_cap,
    "within_pace": _under_cap,
    "ahead_of_pace": _under_cap,
    "near": _level,
    "far": _level,
    "trend_meets": _level,
    "gap_closing": _level,
    "gap_open": _level,
}


def arithmetic(case: Case, decision: Decision) -> dict[str, str]:
    """Return every figure used, in units, as exact text ("1360800/365"); keys in lights.md.

    The `said_` keys hold the printed form.
    """
    target, latest = case.target, case.latest
    step = 10**target.scale
    found: dict[str, object] = {
        "rule": decision.rule,
        "nature": target.nature,
        "comparator": target.comparator,
        "on": case.on,
        "starts_on": target.starts_on,
        "due_on": target.due_on,
        "target": Fraction(target.value) / step,
        "bound": target.bound / step if target.tolerance else None,
        "baseline": None if case.baseline is None else case.baseline / step,
        "curve": target.curve.kind if target.nature == "cumulative" else None,
        "share": case.share if target.nature == "cumulative" else None,
        "expected": case.expected / step,
        "actual": None if latest is None else Fraction(latest.value) / step,
        "as_of": None if latest is None else latest.as_of,
        "ratio": decision.ratio,
        "earlier": decision.earlier and Fraction(decision.earlier.value) / step,
        "earlier_on": decision.earlier and decision.earlier.as_of,
        "trend": None if decision.trend is None else decision.trend / step,
        "met_on": case.met_since,
    }
    said = {
        "said_expected": _figure(case, case.expected),
        "said_actual": latest and _figure(case, _actual(case)),
        "said_ratio": None if decision.ratio is None else _percent(case, decision.ratio),
    }
    return {key: str(value) for key, value in (found | said).items() if value is not None}
