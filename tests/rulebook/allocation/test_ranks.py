"""Ranks are the same however they are found, and a few rows never cost more than a few rows."""

import tracemalloc

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from xueyou.rulebook.allocation.ranks import dense


@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=60),
    st.sampled_from([1, 100, 1_000, 1 << 20, 1 << 40]),
)
def test_ranks_are_those_of_the_sorted_values(drawn: list[int], apart: int) -> None:
    """Counted where the keys lie close, sorted where they lie far apart: nobody sees which."""
    column = np.array(drawn, dtype=np.int64) * apart
    _, expected = np.unique(column, return_inverse=True)
    assert dense([column], len(column)).tolist() == expected.tolist()


def test_thirty_rows_far_apart_take_no_memory() -> None:
    """A school's thirty children with scores to the tenth of a point: not a hundred megabytes."""
    column = np.linspace(0, (1 << 24) - 1, 30).astype(np.int64)
    tracemalloc.start()
    dense([column], len(column))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000
