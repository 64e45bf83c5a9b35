"""Rounds end in one outcome, and nobody is wronged by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.matching.one_at_a_time import one_at_a_time
from tests.engines.matching.problems import problem, problems
from xueyou.engines.matching import ProblemRefused, certify, cutoffs, prepare, solve

prepare()  # the compiled loops; test_compiled holds the plain ones against them


@given(problems(), st.integers(0, 1 << 30))
def test_any_order_of_proposals_ends_the_same(made, seed):
    """Tests the engine against the rule text read one proposal at a time, in a drawn order."""
    assert solve(made).slot.tolist() == one_at_a_time(made, seed)


@given(problems())
def test_nobody_would_rather_have_a_place_that_should_take_him(made):
    """Tests stability by a full scan, and that places are kept to."""
    found = certify(made, solve(made))
    assert found.feasible
    assert found.blocking == 0


def test_a_tie_across_the_last_place_is_taken_whole():
    """Tests that two tied units share the last place, and that the cut-off says so."""
    made = problem([[(0, 0)]] * 4, [5, 7, 7, 9], [2])
    solved = solve(made)
    assert solved.slot.tolist() == [0, 0, 0, -1]
    assert solved.proposals == 4
    said = cutoffs(made, solved)
    assert (said.placed[0], said.last_order[0]) == (3, 7)
    assert (said.tied_at_last[0], said.over[0]) == (2, 1)


def test_a_group_across_the_last_place_is_taken_whole():
    """Tests that a group of three is taken though one place is left."""
    made = problem([[(0, 0)]] * 3, [1, 2, 3], [2], size=[1, 3, 1])
    assert solve(made).slot.tolist() == [0, 0, -1]


def test_a_tie_that_better_ones_fill_over_goes_whole():
    """Tests that a tied class leaves together once better members fill the places."""
    made = problem([[(1, 0), (0, 0)], [(0, 1)], [(0, 1)], [(1, 0)]], [3, 5, 5, 1], [1, 1])
    assert solve(made).slot.tolist() == [1, -1, -1, 0]


def test_a_pool_without_places_takes_nobody():
    """Tests that places 0 refuses even a single class."""
    assert solve(problem([[(0, 0), (1, 0)]], [0], [0, 1])).slot.tolist() == [1]


@pytest.mark.parametrize(
    "made",
    [
        problem([[(2, 0)]], [0], [1, 1]),
        problem([[(0, -1)]], [0], [1]),
        problem([[(0, 0)]], [-1], [1]),
        problem([[(0, 0)]], [0], [-1]),
        problem([[(0, 0)]], [0], [1], size=[0]),
        problem([[(0, 0)], []], [0], [1]),
    ],
)
def test_arrays_that_contradict_one_another_are_refused(made):
    """Tests that a wrong array is an error in words, never a wrong place."""
    with pytest.raises(ProblemRefused):
        solve(made)
