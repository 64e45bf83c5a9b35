"""How even the lists are, and what becomes of odd grades."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tests.engines.balancing.grades import SEED, category, grade, numeric, problem
from xueyou.engines.balancing import (
    ProblemRefused,
    Undecided,
    Unsolvable,
    broken,
    level_ranges,
    mending,
    missed,
    numeric_ranges,
    placing,
    snake,
    solve,
)


def means(made, home):
    """Return the range of class means of each number."""
    return [float(numeric_ranges(made, each, home).mean) for each in made.numerics]


def test_a_grade_of_600_is_far_nearer_than_by_the_snake():
    """Tests means against both snakes, spread, tails and counts against their bars."""
    made = grade(600, 12)
    found = solve(made, iterations=6_000_000, seed=SEED)
    own = means(made, found.home)[:6]
    for apart in (None, made.categories[0].levels):
        dealt = means(made, snake(made.numerics[6], made.sizes, apart))[:6]
        assert all(o <= d / 6 for o, d in zip(own, dealt, strict=True))
    assert max(own) <= 1.2  # half marks
    for each in made.numerics[:6]:
        spreads = [float(v) ** 0.5 for v in numeric_ranges(made, each, found.home).variances]
        assert max(spreads) - min(spreads) <= 2
    assert max(numeric_ranges(made, made.numerics[6], found.home).tails) <= 3
    for each in made.categories:
        assert max(level.range for level in level_ranges(made, each, found.home)) <= 1
    assert broken(made, found.home) == 0


def test_nobody_has_scores():
    """Tests a grade of kinds alone: each comes to the bound that dividing allows."""
    chance = np.random.default_rng(2)
    made = problem(
        [41, 41, 40, 40],
        (),
        [category(chance.integers(0, levels, 162).tolist()) for levels in (2, 7, 12)],
    )
    found = solve(made, iterations=600_000, seed=SEED)
    for each in made.categories:
        for level in level_ranges(made, each, found.home):
            assert level.range == level.bound


def test_every_demand_is_kept_in_a_large_grade():
    """Tests twins, a trio, rivals, fixed and spread pupils, caps, of which some overlap."""
    made = grade(300, 6)
    asked = problem(
        made.sizes.tolist(),
        fixed={0: 2, 50: 2, 51: 5},
        together=[(1, 2), (3, 4, 5), (50, 52)],
        limits=[
            ((6, 7, 8, 9, 10, 11), 0, 1),
            (range(20, 45), 4, 5),
            (np.flatnonzero(made.categories[0].levels).tolist(), 0, 25),
            ((1, 6), 0, 1),
        ],
    )
    made = replace(made, fixed=asked.fixed, together=asked.together, limits=asked.limits)
    found = solve(made, iterations=500_000, seed=SEED)
    assert broken(made, found.home) == 0
    assert found.home[2] == found.home[1]
    assert max(means(made, found.home)[:6]) < 4


def test_a_tolerance_that_is_missed_is_gone_after():
    """Tests that a number of little weight comes within its tolerance; none is promised."""
    made = grade(120, 4)
    loose = replace(made.numerics[0], mean=1)
    numerics = [loose, *made.numerics[1:]]
    free = solve(replace(made, numerics=numerics), iterations=200_000, seed=SEED)
    before = numeric_ranges(made, loose, free.home).mean
    bar = before / 2
    tight = replace(made, numerics=[replace(loose, tolerance=bar), *made.numerics[1:]])
    found = solve(tight, iterations=200_000, seed=SEED)
    assert not found.missed
    assert numeric_ranges(tight, loose, found.home).mean <= bar
    never = replace(tight, numerics=[replace(loose, tolerance=Fraction(0)), *made.numerics[1:]])
    said = solve(never, iterations=20_000, seed=SEED)
    assert ("numeric", 0) in said.missed
    assert missed(never, said.home)


def test_what_says_nothing_is_passed_over():
    """Tests constants, nobody known, enormous marks, one pupil, one class."""
    huge = [10**12 * (i % 5) for i in range(12)]
    made = problem(
        [4, 4, 4],
        [numeric([7] * 12), numeric([None] * 12, tails=4), numeric(huge, tails=4)],
        [category([0] * 12)],
    )
    found = solve(made, iterations=3_000, seed=SEED)
    assert broken(made, found.home) == 0
    assert numeric_ranges(made, made.numerics[1], found.home).mean == 0
    assert solve(problem([1]), iterations=5, seed=SEED).home.tolist() == [0]
    assert solve(problem([3]), iterations=5, seed=SEED).home.tolist() == [0, 0, 0]


def test_the_unknown_are_spread_too():
    """Tests that pupils without a mark do not gather in one class."""
    values = [None if i < 8 else i for i in range(80)]
    made = problem([20] * 4, [numeric(values)])
    found = solve(made, iterations=60_000, seed=SEED)
    assert np.bincount(found.home[:8]).tolist() == [2, 2, 2, 2]


@pytest.mark.parametrize(
    ("made", "kinds"),
    [
        (problem([2, 2], together=[(0, 1, 2)]), {"together"}),
        (problem([3, 3, 3], limits=[(range(4), 0, 1)]), {"limit"}),
        (problem([2, 2], fixed={0: 0, 1: 1}, together=[(0, 1)]), {"fixed", "together"}),
        (problem([5, 5], together=[(0, 1)], limits=[((0, 1), 0, 1)]), {"together", "limit"}),
        (
            problem([4, 4], together=[(0, 1, 2), (3, 4, 5)], fixed={0: 0, 3: 0}),
            {"fixed", "together"},
        ),
    ],
)
def test_contradictions_are_named(made, kinds):
    """Tests the usual contradictions, among them one of sizes alone."""
    with pytest.raises(Unsolvable) as caught:
        solve(made, iterations=10, seed=SEED)
    assert {demand.kind for demand in caught.value.conflict} == kinds
    assert caught.value.irreducible


def test_a_large_contradiction_is_found_at_once():
    """Tests one more rival than classes, among two hundred other demands of a large grade."""
    asked = problem(
        [50] * 12,
        fixed={i: i % 12 for i in range(100, 220)},
        together=[(2 * i, 2 * i + 1) for i in range(150, 200)],
        limits=[(range(13), 0, 1), (range(20, 60), 3, 4)],
    )
    with pytest.raises(Unsolvable) as caught:
        solve(asked, iterations=10, seed=SEED)
    assert [(one.kind, one.index) for one in caught.value.conflict] == [("limit", 0)]


def test_arrays_that_disagree_are_refused():
    """Tests shapes and ranges."""
    with pytest.raises(ProblemRefused, match="add up"):
        solve(replace(problem([2, 2]), sizes=np.array([2, 3])), iterations=1, seed=SEED)
    with pytest.raises(ProblemRefused, match="weights"):
        solve(problem([2], [numeric([1, 2], mean=65)]), iterations=1, seed=SEED)
    with pytest.raises(ProblemRefused, match="fixed"):
        solve(problem([2, 2], fixed={0: 2}), iterations=1, seed=SEED)
    with pytest.raises(ProblemRefused, match="only once"):
        solve(problem([2, 2], limits=[((0, 0), 0, 1)]), iterations=1, seed=SEED)


def crowded(n, classes):
    """Return a grade in which everybody stands in a limit: areas spread, girls capped."""
    made = grade(n, classes)
    areas, sexes = made.categories[1].levels, made.categories[0].levels
    limits = []
    for area in range(8):
        members = np.flatnonzero(areas == area).tolist()
        limits.append((members, len(members) // classes, -(-len(members) // classes)))
    girls = np.flatnonzero(sexes).tolist()
    limits.append((girls, 0, -(-len(girls) // classes)))
    asked = problem(
        made.sizes.tolist(),
        limits=limits,
        together=[(2 * i, 2 * i + 1) for i in range(6)],
        fixed={i: i % classes for i in range(40, 90)},
    )
    return replace(made, limits=asked.limits, together=asked.together, fixed=asked.fixed)


def test_a_crowd_of_limits_is_met_by_mending(monkeypatch):
    """Tests the way that is taken where the search in depth runs into the sand."""
    made = crowded(300, 6)

    def stuck(asked, kept=None):
        if len(asked.limits):
            raise Undecided
        return placing.place(asked, kept)

    monkeypatch.setattr(mending, "place", stuck)
    assert broken(made, solve(made, iterations=30_000, seed=SEED).home) == 0


def test_what_cannot_be_decided_is_said(monkeypatch):
    """Tests that neither a list nor a contradiction is made up."""
    made = problem([2] * 6, limits=[(range(7), 0, 1)])
    monkeypatch.setattr(placing, "MOST_NODES", -400)
    monkeypatch.setattr(placing, "_WORTH_MATCHING", 0)
    monkeypatch.setattr(placing._Placing, "_limit_possible", lambda self, k: True)
    with pytest.raises(Undecided):
        solve(made, iterations=10, seed=SEED)
