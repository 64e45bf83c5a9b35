"""How a light is decided, read from docs/handbook/lights.md alone: plain, slow, exact."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

DAY = timedelta(days=1)
WORST_FIRST = ("bad", "slow", "none", "good", "done")


class Target(NamedTuple):
    """What was promised; `points` are (day, ten-thousandths) of a school year or of milestones."""

    comparator: str
    value: Fraction
    tolerance: int
    baseline: Fraction | None
    nature: str
    direction: str
    starts_on: date
    due_on: date
    curve: str
    points: tuple[tuple[date, int], ...] = ()


class Verdict(NamedTuple):
    """A light with the two numbers it was decided by; None where there is no reading."""

    light: str
    expected: Fraction | None
    actual: Fraction | None


class Step(NamedTuple):
    """A dated step of a project or task."""

    due_on: date
    revised_on: date | None
    done_on: date | None


def judge(target: Target, readings: Sequence[tuple[date, Fraction]], on: date) -> Verdict:
    """Return the light of a target on a day; readings in the order in which they were given."""
    of_day = {day: Fraction(value) for day, value in readings if day <= on}
    counting = sorted((day, a) for day, a in of_day.items() if day >= target.starts_on)
    before = sorted((day, a) for day, a in of_day.items() if day < target.starts_on)
    if not counting:
        return Verdict("none", None, None)
    actual = counting[-1][1]
    if target.nature == "cumulative":
        base = target.baseline if target.baseline is not None else Fraction(0)
        way = (target.value - base) * share(target, on)
        return Verdict(_cumulative(target, base + way, way, actual, on), base + way, actual)
    baseline = target.baseline
    if baseline is None and before:
        baseline = before[-1][1]
    if baseline is not None:
        counting = [(target.starts_on - DAY, baseline), *counting]
    return Verdict(_level(target, counting, on), target.value, actual)


def goes_up(target: Target) -> bool:
    """Tell whether more is better."""
    told = {"le": 0, "lt": 0, "approx_le": 0, "ge": 1, "gt": 1, "approx_ge": 1}
    return bool(told.get(target.comparator, target.direction == "up"))


def met(target: Target, a: Fraction) -> bool:
    """Tell whether a value keeps the promise."""
    allowed = abs(target.value) * target.tolerance / 10_000
    if target.comparator == "gt":
        return a > target.value
    if target.comparator == "lt":
        return a < target.value
    if goes_up(target):
        return a >= target.value - allowed
    return a <= target.value + allowed


def share(target: Target, on: date) -> Fraction:
    """Return the expected share of the way, 0 to 1."""
    first, last = target.starts_on, target.due_on
    if on < first or on >= last:
        return Fraction(0 if on < first else 1)
    if target.curve == "time":
        return Fraction((on - first).days + 1, (last - first).days + 1)
    if target.curve == "milestones":
        passed = [points for day, points in sorted(target.points) if day <= on]
        return Fraction(passed[-1] if passed else 0, 10_000)
    given = [point for point in sorted(target.points) if first <= point[0] < last]
    line = [(first - DAY, 0), *given, (last, 10_000)]
    for (day, points), (next_day, next_points) in pairwise(line):
        if day <= on <= next_day:
            part = Fraction((on - day).days, (next_day - day).days)
            return (points + (next_points - points) * part) / 10_000
    raise AssertionError("the line runs from the day before the first to the last")


def _cumulative(t: Target, expected: Fraction, way: Fraction, a: Fraction, on: date) -> str:
    if goes_up(t):
        if met(t, a) or on > t.due_on:
            return "done" if met(t, a) else "bad"
        if a >= expected:
            return "good"
        return "slow" if a >= expected - Fraction(15, 100) * abs(way) else "bad"
    if not met(t, a) or on >= t.due_on:
        return "done" if met(t, a) else "bad"
    return "good" if a <= expected else "slow"


def _level(t: Target, line: list[tuple[date, Fraction]], on: date) -> str:
    """Judge a stock or a rate; `line` holds the baseline, where there is one, and the readings."""
    day, a = line[-1]
    if met(t, a):
        return "good" if t.nature == "rate" and on < t.due_on else "done"
    if on > t.due_on:
        return "bad"
    if len(line) == 1:
        return "slow" if abs(a - t.value) <= Fraction(15, 100) * abs(t.value) else "bad"
    earlier_day, earlier = line[-2]
    slope = (a - earlier) / (day - earlier_day).days
    if met(t, a + slope * (t.due_on - day).days):
        return "good"
    sign = 1 if goes_up(t) else -1
    return "slow" if sign * (t.value - a) < sign * (t.value - earlier) else "bad"


def project(steps: Iterable[Step], on: date, done_on: date | None = None) -> str:
    """Return the light of a project by its milestones and its end."""
    if done_on is not None and done_on <= on:
        return "done"
    dated = list(steps)
    if not dated:
        return "none"
    late = [step for step in dated if step.due_on < on and not _is_done(step, on)]
    if any(s.revised_on is None or s.revised_on < on for s in late):
        return "bad"
    return "slow" if late else "good"


def task(
    indicators: Sequence[str],
    steps: Sequence[Step],
    on: date,
    *,
    last_day: date | None = None,
    closed_on: date | None = None,
) -> str:
    """Return the light of a task from its indicators' lights, its steps and its last day."""
    lights = [*indicators, *("done" if _is_done(s, on) else project([s], on) for s in steps)]
    if (closed_on is not None and closed_on <= on) or (lights and {*lights} == {"done"}):
        return "done"
    if last_day is not None and last_day < on:
        return "bad"
    return min(lights, key=WORST_FIRST.index) if lights else "none"


def _is_done(step: Step, on: date) -> bool:
    return step.done_on is not None and step.done_on <= on


def wall(owner: Mapping[date, str], works: Callable[[date], bool]) -> dict[date, str]:
    """Return what the wall shows each day; `owner` holds the owner's light of consecutive days."""
    shown: dict[date, str] = {}
    now, turned = "none", None
    for day, light in sorted(owner.items()):
        if WORST_FIRST.index(light) >= WORST_FIRST.index(now):
            now, turned = light, None
        else:
            turned = turned or day
            gone = [turned + DAY * n for n in range(1, (day - turned).days + 1)]
            if sum(works(each) for each in gone) >= 3:
                now, turned = light, None
        shown[day] = now
    return shown


def percent(ratio: Fraction) -> str:
    """Return a ratio as it is printed: with the decimals it takes to stay on its side."""
    sign, hundredfold, places = "-" if ratio < 0 else "", ratio * 100, 0
    while True:
        steps = (abs(hundredfold) * 10**places + Fraction(1, 2)) // 1
        printed = Fraction(-steps if sign else steps, 10**places)
        if all((printed >= side) == (hundredfold >= side) for side in (85, 100, 115)):
            break
        places += 1
    whole, rest = divmod(steps, 10**places)
    return f"{sign}{whole}.{rest:0{places}d}%" if places else f"{sign}{whole}%"
