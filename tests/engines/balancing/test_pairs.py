"""Groups by pairs: the best grouping of few items, sizes, and one published instance's form."""

from itertools import product

import numpy as np
import pytest

from tests.engines.balancing.grades import SEED
from xueyou.engines.balancing import ProblemRefused
from xueyou.engines.balancing.pairs import Pairs, diverse, total


def made(n, least, most, seed):
    """Return an instance with distances drawn by a seed."""
    drawn = np.random.default_rng(seed).integers(0, 100, (n, n))
    unlike = np.triu(drawn, 1)
    return Pairs(unlike + unlike.T, np.array(least), np.array(most))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("least", "most"), [([2, 2, 2], [4, 4, 4]), ([4, 4], [4, 4])])
def test_few_items_come_to_the_best_grouping(seed, least, most):
    """Tests the search against every grouping there is."""
    instance = made(8, least, most, seed)
    best = 0
    for home in product(range(len(least)), repeat=8):
        counts = np.bincount(home, minlength=len(least))
        if np.all((counts >= least) & (counts <= most)):
            best = max(best, total(instance, np.array(home)))
    found = diverse(instance, steps=60_000, seed=SEED)
    counts = np.bincount(found, minlength=len(least))
    assert np.all((counts >= least) & (counts <= most))
    assert total(instance, found) == best


def test_the_running_sum_is_the_sum():
    """Tests that the same seed gives the same grouping, and more steps no worse one."""
    instance = made(60, [5] * 6, [15] * 6, 1)
    one, again = (diverse(instance, steps=40_000, seed=SEED) for _ in range(2))
    assert one.tolist() == again.tolist()
    assert total(instance, diverse(instance, steps=2_000_000, seed=SEED)) >= total(instance, one)


def test_sizes_that_allow_nothing_are_refused():
    """Tests sizes that add up to too few, and distances that could pass 64 bits."""
    with pytest.raises(ProblemRefused, match="sizes"):
        diverse(made(8, [1, 1], [3, 3], 1), steps=1, seed=SEED)
    with pytest.raises(ProblemRefused, match="distances"):
        diverse(
            Pairs(np.full((4, 4), 1 << 40), np.array([2, 2]), np.array([2, 2])), steps=1, seed=SEED
        )
