"""Made pairs of plan and summary are settled as a clerk would, those held out among them."""

import pytest

from tests.engines.settling.pairs import Score, names, pair_named, score, total

POOLED, EACH = 0.9, 0.8


def test_there_are_ten_pairs_and_two_are_held_out() -> None:
    """The gate is over as many pairs as were promised, and some were never tuned on."""
    assert len(names()) >= 10
    assert len(names(held_out=True)) == 2


@pytest.mark.parametrize("name", names())
def test_a_pair_is_settled_well(name: str) -> None:
    """Over the three lists of one pair, F1 is at least 0.8."""
    found = total(score(pair_named(name)))
    assert found.wanted >= 14
    assert found.f1 >= EACH, found.misses


def test_all_pairs_together_reach_the_gate() -> None:
    """Precision and recall over all lists of all pairs are at least 0.9, F1 with them."""
    pooled = sum((total(score(pair_named(name))) for name in names()), Score())
    assert pooled.precision >= POOLED, pooled.misses
    assert pooled.recall >= POOLED, pooled.misses
    assert pooled.met / pooled.pairs >= POOLED
