"""Ranges and bounds, snakes, and who comes late."""

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest

from tests.engines.balancing import by_hand
from tests.engines.balancing.grades import SEED, category, numeric, problem
from xueyou.engines.balancing import arrive, level_ranges, numeric_ranges, snake


def home(*classes: int) -> np.ndarray:
    """Return a list."""
    return np.array(classes, np.int32)


def test_ranges_are_exact():
    """Tests means, variances and tails on a list that can be reckoned by head."""
    made = problem([2, 2], [numeric([10, 20, 30, None])])
    said = numeric_ranges(made, made.numerics[0], home(0, 0, 1, 1))
    assert said.means == [Fraction(15), Fraction(30)]
    assert said.variances == [Fraction(25), Fraction(0)]
    assert said.mean == 15
    assert said.tails == (1, 1, 1, 1)
    assert said.bound == 0


@pytest.mark.parametrize("sizes", [[3, 3], [2, 2, 2], [4, 2], [3, 2, 1]])
@pytest.mark.parametrize("values", [[1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 7], [2, 4, 6, 8, 10, 13]])
def test_no_list_is_below_the_bound_of_means(sizes, values):
    """Tests the bound against every list; with equal sizes of these it is met or nearly."""
    made = problem(sizes, [numeric(values)])
    found = [numeric_ranges(made, made.numerics[0], home(*own)) for own in by_hand.lists(made)]
    assert min(one.mean for one in found) >= found[0].bound


@pytest.mark.parametrize("levels", [[0, 0, 0, 1, 1, 1], [0, 1, 1, 1, 1, 1], [0, 0, 1, 1, 2, 2]])
@pytest.mark.parametrize("fixed", [{}, {0: 0, 1: 0}, {5: 1, 4: 1}])
def test_the_bound_of_counts_is_met_by_the_best_list(levels, fixed):
    """Tests the bound of one kind alone against every list: it is exact."""
    made = problem([3, 3], (), [category(levels)], fixed=fixed)
    lists = [home(*own) for own in by_hand.lists(made) if by_hand.meets(made, own)]
    for level in range(max(levels) + 1):
        ranges = [level_ranges(made, made.categories[0], own)[level] for own in lists]
        assert min(one.range for one in ranges) == ranges[0].bound


def test_the_snake_goes_there_and_back():
    """Tests ranks, ties by order, the unknown at the end, and a smaller class."""
    rank = numeric([60, 90, 80, None, 70, 80])
    assert snake(rank, np.array([2, 2, 2])).tolist() == [1, 0, 1, 0, 2, 2]
    assert snake(rank, np.array([3, 2, 1])).tolist() == [0, 0, 1, 0, 1, 2]


def test_the_snake_with_the_sexes_apart_goes_on_where_it_ended():
    """Tests that each sex is dealt by rank and class sizes stay what they are."""
    rank = numeric([9, 8, 7, 6, 5, 4])
    dealt = snake(rank, np.array([3, 3]), np.array([0, 0, 0, 0, 1, 1], np.int32))
    assert dealt.tolist() == [0, 1, 1, 0, 0, 1]


def late(made, classes, most, seed=SEED):
    """Return what becomes of the late, as (pupil, class)."""
    names = {pupil: f"L{pupil}" for pupil in range(made.pupils)}
    return arrive(made, home(*classes), np.array(most), seed, names)


def test_the_late_go_to_the_smallest_classes_by_lot():
    """Tests headcount, and that a seed decides among equals, each class now and then."""
    made = problem([3, 3, 2])
    found = late(made, [0, 0, 0, 1, 1, 2, 2, -1], [9, 9, 9])
    assert found[0].drawn_among == (1, 2)
    assert found[0].shut == {0: "larger"}
    drawn = {
        late(made, [0, 0, 0, 1, 1, 2, 2, -1], [9, 9, 9], bytes([s]) * 32)[0].home for s in range(20)
    }
    assert drawn == {1, 2}


def test_the_late_are_held_to_room_demands_and_tolerances():
    """Tests why each class is shut, and that somebody may find none open."""
    made = problem([2, 2, 2], limits=[((0, 5), 0, 1)])
    found = late(made, [0, 0, 1, 1, 2, -1], [3, 2, 3])[0]
    assert found.shut == {0: "demand", 1: "full"}
    assert found.home == 2
    none = late(made, [0, 0, 1, 1, 2, -1], [3, 2, 1])[0]
    assert none.home is None
    score = numeric([50, 50, 90, 90, 100], tolerance=Fraction(40))
    tight = late(problem([3, 2], [score]), [0, 0, 1, 1, -1], [3, 3])[0]
    assert tight.shut == {1: "tolerance"}


def test_nobody_who_has_a_class_is_moved_and_twins_meet():
    """Tests several at once: together with somebody who is there, and with one another."""
    made = problem([4, 4], together=[(0, 6), (5, 7)])
    for order in permutations((0, 1)):
        found = {
            one.pupil: one.home
            for one in late(made, [order[0]] * 2 + [order[1]] * 3 + [-1] * 3, [5, 5])
        }
        assert found[6] == order[0]
        assert found[5] == found[7]
        assert set(found) == {5, 6, 7}
