"""The engine and the reference, both written from the handbook's page, give the same lights."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

from hypothesis import given

from tests.reference import cases, lights
from xueyou.engines import pace
from xueyou.engines.working_days import Calendar

SCALE = 2
"""The reference reads units, the engine steps of a hundredth of them."""


def _target(target: lights.Target) -> pace.Target:
    step = 10**SCALE
    return pace.Target(
        comparator=target.comparator,
        value=target.value * step,
        nature=target.nature,
        starts_on=target.starts_on,
        due_on=target.due_on,
        direction=target.direction,
        tolerance=target.tolerance,
        baseline=None if target.baseline is None else target.baseline * step,
        curve=pace.Curve(target.curve, target.points),
        unit="个",
        scale=SCALE,
    )


def _readings(readings: Sequence[tuple[date, Fraction]]) -> list[pace.Reading]:
    return [pace.Reading(day, value * 10**SCALE) for day, value in readings]


@given(cases.judged())
def test_targets(case: tuple[lights.Target, list[tuple[date, Fraction]], date]) -> None:
    """Any target with any readings has the reference's light, expected and actual value."""
    target, readings, on = case
    wanted = lights.judge(target, readings, on)
    judged = pace.judge(_target(target), _readings(readings), on)
    assert judged.light == wanted.light
    if wanted.actual is not None:
        assert wanted.expected is not None
        assert judged.expected == wanted.expected * 10**SCALE
        assert judged.actual == wanted.actual * 10**SCALE


@given(cases.stepped())
def test_steps(case: tuple[list[lights.Step], date, date | None]) -> None:
    """Any project and any task of steps has the reference's light."""
    steps, on, done_on = case
    named = [pace.Step(f"节点{n}", *step) for n, step in enumerate(steps)]
    assert pace.judge_steps(named, on, done_on).light == lights.project(steps, on, done_on)
    due_on = on + timedelta(days=1)
    for parts in ([], ["good"], ["none", "done"]):
        own = [pace.Part(f"指标{n}", light) for n, light in enumerate(parts)]
        judged = pace.judge_task(own, named, on, due_on=due_on, done_on=done_on)
        wanted = lights.task(parts, steps, on, last_day=due_on, closed_on=done_on)
        assert judged.light == wanted


@given(cases.owners())
def test_the_way_to_the_wall(owner: dict[date, str]) -> None:
    """Day by day the wall shows what the reference says it shows."""
    days = Calendar(frozenset(range(2022, 2029)), {})
    wanted = lights.wall(owner, days.works)
    shown: str | None = None
    waiting: date | None = None
    for on, light in sorted(owner.items()):
        reaches = pace.reach_wall(shown, waiting, light, on, days)
        if reaches <= on:
            shown, waiting = light, None
        else:
            waiting = reaches
        assert (shown or "none") == wanted[on]


def test_every_small_case() -> None:
    """Every combination on a small grid: all words, curves, sides of each line, days round both
    ends of the period; the engine and the reference agree on each of them.
    """
    first, last = date(2024, 2, 27), date(2024, 3, 7)
    points = ((date(2024, 2, 29), 3000), (date(2024, 3, 4), 7000))
    ons = [first - lights.DAY, first, date(2024, 2, 29), date(2024, 3, 4), last, last + lights.DAY]
    early, later = date(2024, 2, 20), date(2024, 2, 28)
    series: list[list[tuple[date, Fraction]]] = [
        [],
        *([(day, Fraction(v))] for day in (early, first) for v in (-10, 0, 3, 85, 100)),
        *([(first, Fraction(a)), (later, Fraction(b))] for a in (0, 90, 110) for b in (50, 100)),
        [(early, Fraction(40)), (later, Fraction(60)), (later, Fraction(70))],
    ]
    compared = 0
    for comparator, direction in _ways():
        for nature, curve in product(pace.NATURES, pace.CURVES):
            for value, baseline, tolerance in _promises():
                target = lights.Target(
                    comparator, value, tolerance, baseline, nature, direction, first, last,
                    curve, () if curve == "time" else points,
                )  # fmt: skip
                ours = _target(target)
                for on, readings in product(ons, series):
                    wanted = lights.judge(target, readings, on).light
                    assert pace.judge(ours, _readings(readings), on).light == wanted
                    compared += 1
    assert compared == 10 * 9 * 5 * 6 * 18


def _ways() -> list[tuple[str, str]]:
    """Return each comparator with the directions that make a difference to it."""
    told = [(c, "up") for c in cases.COMPARATORS]
    return [*told, ("eq", "down"), ("approx", "down")]


def _promises() -> list[tuple[Fraction, Fraction | None, int]]:
    return [
        (Fraction(100), None, 0),
        (Fraction(100), Fraction(40), 0),
        (Fraction(0), None, 0),
        (Fraction(-10), None, 500),
        (Fraction(100), Fraction(120), 1500),
    ]
