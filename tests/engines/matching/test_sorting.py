"""Radix sort puts keys as NumPy's stable sort does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueyou.engines.matching.sorting import ranked, sorted_by


@pytest.mark.parametrize("most", [0, 1, 5000, (1 << 45) - 1, (1 << 63) - 1])
@pytest.mark.parametrize("n", [0, 1, 3000])
def test_equal_keys_stay_as_they_stand(most, n):
    """Tests one digit, several, and keys so long that they are ranked first."""
    key = np.random.default_rng(4).integers(0, most, n, dtype=np.int64, endpoint=True)
    line = sorted_by(key)
    assert line.items().tolist() == np.argsort(key, kind="stable").tolist()
    assert np.all(line.word[1:] > line.word[:-1])


@given(st.lists(st.integers(0, 9)))
def test_a_rank_counts_the_smaller_values(values):
    """Tests ranks against a count."""
    wanted = [len({other for other in values if other < value}) for value in values]
    assert ranked(np.array(values, np.int64)).tolist() == wanted
