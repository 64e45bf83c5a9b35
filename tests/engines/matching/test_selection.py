"""A pool finds where its places end, however keys lie."""

import numpy as np
import pytest

from xueyou.engines.matching.selection import last_reached

UNIT = np.uint64((1 << 10) - 1)
ALL_ONE = np.zeros(0, np.int32)


@pytest.mark.parametrize("lie", ["rising", "falling", "anyhow", "like an organ"])
@pytest.mark.parametrize("places", [1, 17, 500, 799, 800, 801])
def test_the_places_end_at_the_key_a_sort_finds(lie, places):
    """Tests quickselect on orders that are known to trouble it."""
    line = np.arange(800, dtype=np.uint64)
    keys = {
        "rising": line,
        "falling": line[::-1].copy(),
        "anyhow": np.random.default_rng(3).permutation(line),
        "like an organ": np.concatenate([line[::2], line[1::2][::-1]]),
    }[lie] << np.uint64(10)
    found = last_reached(keys, 0, 800, places, UNIT, ALL_ONE)
    if places > 800:
        assert found == -1
        return
    assert found == places - 1
    assert keys[found] >> np.uint64(10) == places - 1
    assert np.all(keys[:found] < keys[found])
    assert np.all(keys[found + 1 :] > keys[found])


def test_members_are_counted_not_units():
    """Tests units of three: the seventh place lies within the third unit."""
    keys = np.arange(40, dtype=np.uint64)[::-1].copy()
    size = np.full(40, 3, np.int32)
    assert last_reached(keys, 0, 40, 7, UNIT, size) == 2
