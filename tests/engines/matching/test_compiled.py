"""The compiled loops give what the plain ones give, whichever way they are made to go."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from tests.engines.matching.problems import problem, problems, seeded
from xueyou.engines.matching import Problem, keys, passes, plain, solve, strides, waves
from xueyou.engines.matching.keys import packed
from xueyou.engines.matching.waves import deferred_acceptance

small = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def by_waves(made: Problem, threads: int = 1) -> list[int]:
    """Return the outcome of waves, also where a shorter way would be taken."""
    words = packed(made)
    assert words is not None
    return deferred_acceptance(made, words, threads).tolist()


@pytest.fixture(params=[(3, 0, 1), (2, 2, 2), (5, 100, 1), (1, 0, 3)])
def small_waves(request, monkeypatch):
    """Cut waves to some units: (units in a wave, units followed one by one, threads)."""
    wave, tail, threads = request.param
    monkeypatch.setattr(waves, "WAVE", wave)
    monkeypatch.setattr(waves, "TAIL", tail)
    return threads


@small
@given(problems())
def test_waves_equal_rounds(small_waves, made):
    """Tests waves, looks, chains and threads on problems crowded with ties and groups."""
    assert by_waves(made, small_waves) == plain.rounds(made).tolist()


@pytest.mark.parametrize("classes", [None, 3000, 40, 1])
@pytest.mark.parametrize("sized", [False, True])
def test_thousands_of_units_equal_rounds(monkeypatch, classes, sized):
    """Tests pools of hundreds, with ties that outgrow a pool's room, in one thread and in two."""
    monkeypatch.setattr(waves, "WAVE", 700)
    monkeypatch.setattr(waves, "TAIL", 30)
    made = seeded(4000, 30, 6, seed=5, classes=classes, sized=sized)
    wanted = plain.rounds(made).tolist()
    assert by_waves(made) == wanted
    assert by_waves(made, 2) == wanted


def test_places_for_everybody_are_not_set_aside_in_memory():
    """Tests that a pool without limit needs no room for a limit's worth of units."""
    made = problem([[(0, 0), (1, 0)]] * 50, range(50), [2**40, 3])
    assert solve(made).slot.tolist() == [0] * 50
    by_tier = problem([[(0, i % 2), (1, 0)] for i in range(50)], range(50), [2**40, 3])
    assert by_waves(by_tier, 2) == [0] * 50


@given(problems(tiers=1))
def test_serial_dictatorship_equals_rounds_where_all_pools_rank_alike(made):
    """Tests the short way, ties and groups across the last place with it."""
    assert passes.dictatorship(made).tolist() == plain.rounds(made).tolist()
    assert solve(made).slot.tolist() == plain.rounds(made).tolist()


@given(problems(rising=True))
def test_one_pass_equals_the_plain_pass(made):
    """Tests the compiled pass by key against the plain one."""
    assert passes.in_order(made).tolist() == plain.in_order(made).tolist()


@pytest.mark.parametrize(("bits", "packs"), [(63, True), (18, True), (12, False)])
def test_keys_too_large_for_a_word_take_another_way(bits, packs):
    """Tests numbers of 62 bits: as they are, by rank, and where not even ranks fit."""
    made = seeded(60, 4, 4, seed=3)
    far = Problem(
        made.slot_start,
        made.slot_pool,
        made.slot_tier * 700_000_000,
        made.order * (1 << 55),
        made.size,
        made.places,
    )
    words = packed(far, bits=bits)
    assert (words is not None) == packs
    if words is not None:
        assert deferred_acceptance(far, words, 1).tolist() == plain.rounds(made).tolist()


def test_a_problem_that_cannot_be_packed_is_solved(monkeypatch):
    """Tests that the caller of a failed packing goes the plain way."""
    made = seeded(60, 4, 4, seed=3)
    monkeypatch.setattr(keys, "KEY_BITS", 4)
    assert solve(made).slot.tolist() == plain.rounds(made).tolist()


def test_a_list_of_more_than_256_choices():
    """Tests that the place in a list is not held in a byte."""
    lists = [[(pool, 1) for pool in range(300)], [(pool, 0) for pool in range(299)]]
    made = problem(lists, [0, 1], [0] * 298 + [1, 1])
    assert solve(made).slot.tolist() == [299, 298]


def test_wishes_that_need_a_long_word():
    """Tests a tier of 31 bits beside a pool: the word of a slot is then one of 64."""
    made = seeded(60, 4, 4, seed=3)
    far = Problem(
        made.slot_start,
        made.slot_pool,
        made.slot_tier * 1_000_000_000,
        made.order,
        made.size,
        made.places,
    )
    words = packed(far)
    assert words is not None
    assert words.wishes.word.dtype == np.uint64
    assert solve(far).slot.tolist() == plain.rounds(made).tolist()


def test_memory_is_asked_for_ahead_where_the_compiler_knows_how():
    """Tests that the loops here were compiled with the instruction, not with its stand-in."""
    assert type(strides.prefetch).__name__ == "_Intrinsic"
