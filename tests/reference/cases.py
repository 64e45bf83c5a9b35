"""Made cases for the references: targets with readings, steps, days on the wall, deadlines.

The first three are hypothesis strategies; deadlines are drawn from a seed, ten thousand at a time.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random  # noqa: TID251 - seeded, and only for made cases
from typing import TypeVar

from hypothesis import strategies as st

from tests.reference.lights import DAY, WORST_FIRST, Step, Target, share
from tests.reference.working_days import Change

COMPARATORS = ("le", "lt", "approx_le", "ge", "gt", "approx_ge", "eq", "approx")
T = TypeVar("T")
FIRST, LAST = date(2023, 9, 1), date(2026, 12, 31)

days = st.dates(FIRST, LAST)
amounts = st.tuples(
    st.booleans(), st.integers(-50, 150), st.sampled_from([0, 85, 8500, 420_000])
).map(lambda drawn: drawn[1] if drawn[0] else drawn[2])
far = amounts.map(Fraction)


def _mostly(usual: st.SearchStrategy[T], seldom: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """Draw from the first four times of five."""
    both = st.tuples(st.integers(0, 4), usual, seldom)
    return both.map(lambda drawn: drawn[1] if drawn[0] else drawn[2])


@st.composite
def targets(draw: st.DrawFn) -> Target:
    """Draw a target of any comparator, nature and curve, also over a leap day."""
    starts_on = draw(days)
    due_on = starts_on + timedelta(days=draw(st.one_of(st.just(364), st.integers(0, 800))))
    curve = draw(st.sampled_from(["time", "school_year", "milestones"]))
    points: list[tuple[date, int]] = []
    if curve != "time" and due_on > starts_on:
        between = st.dates(starts_on - 5 * DAY, due_on + 5 * DAY)
        on_days = sorted(draw(st.sets(between, max_size=4)))
        shares = draw(st.lists(st.integers(0, 10_000), min_size=len(on_days), max_size=4))
        points = list(zip(on_days, sorted(shares), strict=False))
    return Target(
        comparator=draw(st.sampled_from(COMPARATORS)),
        value=Fraction(draw(amounts)),
        tolerance=draw(st.one_of(st.just(0), st.sampled_from([100, 500, 1500]))),
        baseline=draw(st.none() | far),
        nature=draw(st.sampled_from(["cumulative", "stock", "rate"])),
        direction=draw(st.sampled_from(["up", "down"])),
        starts_on=starts_on,
        due_on=due_on,
        curve=curve,
        points=tuple(points),
    )


@st.composite
def judged(draw: st.DrawFn) -> tuple[Target, list[tuple[date, Fraction]], date]:
    """Draw a target, its readings in the order they were given, and the day of judging.

    Readings lie before, in and after the period, several on one day; values crowd round the
    places where lights turn: the target, the expected line, and 15 % short of either.
    """
    target = draw(targets())
    span = (target.due_on - target.starts_on).days
    on_offset = draw(_mostly(st.integers(0, span), st.integers(-5, span + 40)))
    on = target.starts_on + timedelta(days=on_offset)
    base = target.baseline or Fraction(0)
    way = (target.value - base) * share(target, on)
    turns = [target.value, target.value * 17 / 20, base + way, base + way - abs(way) * 3 / 20]
    beside = st.tuples(st.sampled_from(turns), st.sampled_from([-20, -1, 0, 0, 1, 2]))
    value = _mostly(beside.map(lambda pair: pair[0] + pair[1]), far)
    heard = _mostly(st.integers(0, max(on_offset, 0)), st.integers(-40, span + 40))
    many = draw(st.sampled_from([0, 1, 1, 2, 2, 3, 5]))
    given = draw(st.lists(st.tuples(heard, value), min_size=many, max_size=many))
    readings = [(target.starts_on + timedelta(days=each), a) for each, a in given]
    return target, readings, on


@st.composite
def stepped(draw: st.DrawFn) -> tuple[list[Step], date, date | None]:
    """Draw the steps of a project or task, the day of judging, and when it was done, if it was."""
    on = draw(days)
    near = st.integers(-30, 30).map(lambda n: on + timedelta(days=n))
    maybe = st.one_of(st.none(), near)
    steps = draw(st.lists(st.tuples(near, maybe, maybe), max_size=5))
    return [Step(*each) for each in steps], on, draw(st.one_of(st.none(), maybe))


@st.composite
def owners(draw: st.DrawFn) -> dict[date, str]:
    """Draw the owner's light of consecutive days."""
    first = draw(days)
    runs = draw(
        st.lists(st.tuples(st.sampled_from(WORST_FIRST), st.integers(1, 9)), min_size=1, max_size=8)
    )
    lights = [light for light, length in runs for _ in range(length)]
    return {first + timedelta(days=n): light for n, light in enumerate(lights)}


def deadlines(
    seed: int, count: int, first: date, last: date
) -> Iterator[tuple[date, int, list[Change]]]:
    """Yield starts, working days and changes, in order, all beginning between two days.

    Pauses alternate with resumptions; every seventh case ends paused. Returns fall outside
    pauses. Several changes may fall on one day.
    """
    chance = Random(seed)
    for number in range(count):
        start = first + timedelta(days=chance.randrange((last - first).days + 1))
        amount = chance.choice([1, 1, 2, 3, 5, 7, 10, 15, 20, 30, 60, 90])
        changes: list[Change] = []
        day = start
        for _ in range(chance.choice([0, 0, 1, 2, 3, 5])):
            day += timedelta(days=chance.choice([0, 0, 1, 2, 3, 7, 11, 25]))
            kind = chance.choice(["pause", "extend", "return"])
            changes.append(_change(chance, kind, day))
            if kind == "pause":
                day += timedelta(days=chance.choice([0, 1, 2, 5, 9, 30]))
                changes.append(("resume", day, None))
        if number % 7 == 0:
            changes.append(("pause", day + timedelta(days=chance.randrange(4)), None))
        yield start, amount, changes


def _change(chance: Random, kind: str, day: date) -> Change:
    if kind == "extend":
        return kind, day, chance.choice([1, 2, 5, 10, 30])
    if kind == "return":
        return kind, day, chance.choice([None, None, 1, 3, 10])
    return kind, day, None
