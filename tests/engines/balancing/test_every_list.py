"""Where every list can be tried, the engine finds the best one, or the reason why there is none."""

import numpy as np
import pytest
from hypothesis import given, settings

from tests.engines.balancing import by_hand
from tests.engines.balancing.grades import SEED, category, numeric, problem, small_problems
from xueyou.engines.balancing import Unsolvable, broken, objective, solve
from xueyou.engines.balancing.conflict import explain
from xueyou.engines.balancing.placing import demands, place

STEPS = 6_000


@settings(max_examples=120)
@given(small_problems())
def test_a_list_meets_all_demands_or_there_is_none(made):
    """Tests demands and objective against every list there is."""
    fitting = [home for home in by_hand.lists(made) if by_hand.meets(made, home)]
    try:
        found = solve(made, iterations=STEPS, seed=SEED)
    except Unsolvable:
        assert not fitting
        return
    home = tuple(found.home.tolist())
    assert broken(made, found.home) == 0
    assert home in fitting
    assert found.objective == by_hand.objective(made, home)
    assert found.least >= min(by_hand.objective(made, home) for home in fitting)
    assert found.objective <= found.least + found.least // 32


@settings(max_examples=80)
@given(small_problems())
def test_a_conflict_can_spare_no_demand(made):
    """Tests that the conflict has no list, and has one without any single demand of it."""
    if place(made) is not None:
        return
    none = explain(made)
    assert none.irreducible
    others = set(demands(made)) - set(none.conflict)
    assert not any(by_hand.meets(made, home, others) for home in by_hand.lists(made))
    for one in none.conflict:
        assert any(by_hand.meets(made, home, others | {one}) for home in by_hand.lists(made))


@settings(max_examples=80)
@given(small_problems())
def test_the_objective_is_the_one_of_the_words(made):
    """Tests columns and gains against fractions, on lists that need not meet anything."""
    for home in list(by_hand.lists(made))[::7]:
        assert objective(made, np.array(home, np.int32)) == by_hand.objective(made, home)


def test_small_grades_come_to_the_least_objective():
    """Tests that the search ends at the best of all lists, where nothing hems it in."""
    chance = np.random.default_rng(1)
    met = 0
    for _ in range(12):
        made = problem(
            [4, 4],
            [numeric(chance.integers(0, 60, 8).tolist())],
            [category(chance.integers(0, 2, 8).tolist())],
        )
        least = solve(made, iterations=20_000, seed=SEED).least
        met += least == min(by_hand.objective(made, home) for home in by_hand.lists(made))
    assert met == 12


def test_this_reference_can_disagree():
    """Tests that the reference knows a worse list from a better one."""
    made = problem([2, 2], [numeric([1, 2, 3, 4])])
    assert by_hand.objective(made, (0, 1, 1, 0)) < by_hand.objective(made, (0, 0, 1, 1))
    with pytest.raises(Unsolvable):
        solve(problem([2, 2], fixed={0: 0, 1: 0, 2: 0}), iterations=10, seed=SEED)
