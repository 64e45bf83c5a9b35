"""Decide the light of one target from its readings, on unrounded values."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from xueyou.engines.pace.cases import Case, Decision, case_of
from xueyou.engines.pace.sentences import arithmetic, sentence
from xueyou.engines.pace.targets import Judged, Reading, Target

SLOW_WITHIN = Fraction(15, 100)
"""How far behind is still slow and not yet bad."""


def judge(target: Target, readings: Sequence[Reading], on: date) -> Judged:
    """Return the light of a target on a day, with its arithmetic.

    Readings may come in any order; of several of one day the last given counts, readings after
    `on` do not exist yet.
    """
    case = case_of(target, readings, on)
    decision = _decide(case)
    return Judged(
        light=decision.light,
        sentence=sentence(case, decision),
        arithmetic=arithmetic(case, decision),
        expected=case.expected,
        actual=Fraction(case.latest.value) if case.latest else None,
        ratio=decision.ratio,
        met_on=case.met_since,
    )


def _decide(case: Case) -> Decision:
    if case.latest is None:
        return Decision("none", "no_reading")
    actual = Fraction(case.latest.value)
    if case.target.nature != "cumulative":
        return _level(case, case.latest, _share_of(actual, Fraction(case.target.value)))
    start = Fraction(case.target.baseline or 0)
    ratio = _share_of(actual - start, case.expected - start)
    return _growing(case, actual, ratio) if case.target.upward else _capped(case, actual, ratio)


def _share_of(part: Fraction, whole: Fraction) -> Fraction | None:
    """Return part over whole, None where the whole is not above 0 and a share would mislead."""
    return part / whole if whole > 0 else None


def _growing(case: Case, actual: Fraction, ratio: Fraction | None) -> Decision:
    target = case.target
    way = abs(case.expected - Fraction(target.baseline or 0))
    if target.met_by(actual):
        return Decision("done", "met", ratio)
    if case.on > target.due_on:
        return Decision("bad", "overdue", ratio)
    if actual >= case.expected:
        return Decision("good", "on_pace", ratio)
    if actual >= case.expected - SLOW_WITHIN * way:
        return Decision("slow", "behind_within_15", ratio)
    return Decision("bad", "behind", ratio)


def _capped(case: Case, actual: Fraction, ratio: Fraction | None) -> Decision:
    if not case.target.met_by(actual):
        return Decision("bad", "over_cap", ratio)
    if case.on >= case.target.due_on:
        return Decision("done", "kept_cap", ratio)
    if actual <= case.expected:
        return Decision("good", "within_pace", ratio)
    return Decision("slow", "ahead_of_pace", ratio)


def _level(case: Case, latest: Reading, ratio: Fraction | None) -> Decision:
    target = case.target
    if target.met_by(latest.value):
        lasting = target.nature == "stock" or case.on >= target.due_on
        return Decision("done" if lasting else "good", "met", ratio)
    if case.on > target.due_on:
        return Decision("bad", "overdue", ratio)
    earlier = _point_before(case)
    if earlier is None:
        near = abs(Fraction(latest.value) - target.value) <= SLOW_WITHIN * abs(
            Fraction(target.value)
        )
        return Decision(*(("slow", "near") if near else ("bad", "far")), ratio)
    trend = _line_at(earlier, latest, target.due_on)
    if target.met_by(trend):
        return Decision("good", "trend_meets", ratio, earlier, trend)
    if target.gap(latest.value) < target.gap(earlier.value):
        return Decision("slow", "gap_closing", ratio, earlier, trend)
    return Decision("bad", "gap_open", ratio, earlier, trend)


def _point_before(case: Case) -> Reading | None:
    if len(case.readings) > 1:
        return case.readings[-2]
    return None if case.baseline is None else Reading(case.target.day_before, case.baseline)


def _line_at(earlier: Reading, latest: Reading, day: date) -> Fraction:
    slope = Fraction(latest.value - earlier.value) / (latest.as_of - earlier.as_of).days
    return latest.value + slope * (day - latest.as_of).days
