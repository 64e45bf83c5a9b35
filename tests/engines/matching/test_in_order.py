"""One pass by key: who fits takes the place, who does not is passed over."""

import pytest
from hypothesis import given

from tests.engines.matching.problems import problem, problems
from xueyou.engines.matching import Matching, ProblemRefused, certify, solve, solve_in_order


def test_a_group_that_does_not_fit_is_passed_over_and_the_next_fits():
    """Tests skip: two places, a group of three first, then two single applicants."""
    made = problem([[(0, 0)], [(0, 0)], [(0, 0)]], [1, 2, 3], [2], size=[3, 1, 1])
    solved = solve_in_order(made)
    assert solved.slot.tolist() == [-1, 0, 0]
    found = certify(made, solved, straddle="skip")
    assert (found.feasible, found.blocking, found.passed_over) == (True, 0, 1)


def test_the_tier_goes_before_the_order():
    """Tests a sequential mode: first choices of all before any second choice."""
    made = problem([[(0, 0), (1, 1)], [(0, 0)], [(1, 0)]], [2, 1, 3], [1, 1])
    assert solve_in_order(made).slot.tolist() == [-1, 0, 0]


@given(problems(rising=True))
def test_the_certificate_finds_nobody_who_fitted(made):
    """Tests the outcome of a pass by a full scan."""
    found = certify(made, solve_in_order(made), straddle="skip")
    assert found.feasible
    assert found.blocking == 0


@given(problems(rising=True, ties=False, sized=False))
def test_without_groups_and_ties_one_pass_is_deferred_acceptance(made):
    """Tests that the pass equals rounds where nobody has to be passed over."""
    assert solve_in_order(made).slot.tolist() == solve(made).slot.tolist()


def test_a_better_tier_after_a_worse_one_is_refused():
    """Tests that a pass that would come to a later wish first does not run."""
    with pytest.raises(ProblemRefused):
        solve_in_order(problem([[(0, 1), (1, 0)]], [0], [1, 1]))
    assert solve_in_order(problem([[(0, 1)], [], [(0, 0)]], [0, 1, 2], [1])).slot[2] == 0


def test_a_planted_wrong_is_found():
    """Tests that the certificate can fail: the worse of two holds the place."""
    made = problem([[(0, 0)], [(0, 0)]], [1, 2], [1])
    slot = solve(made).slot[::-1].copy()
    wrong = Matching(slot=slot, proposals=2)
    assert certify(made, wrong).first == ((0, 0),)
    assert certify(made, wrong, straddle="skip").first == ((0, 0),)
