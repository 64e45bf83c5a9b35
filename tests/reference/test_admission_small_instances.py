"""The product gives every small instance what the reference gives it.

Up to 3 applicants, 2 options, 2 places, lists of 2, 2 scores, a group of 2; each mode, each
`tie_last`, each way with a group. The instances of one rulebook share no id, so the product takes
them as one table; those that a refused tie stops are run one by one.
"""

from functools import cache

import pytest

from tests.reference.admission import Outcome
from tests.reference.admission_product import differences, joined, product, reference, rulebook
from tests.reference.admission_worlds import MODES, Family, Made, every_small_one

SEED = bytes(range(32))


@cache
def families() -> list[Family]:
    """Return every family; built when the first test asks, not whenever this file is imported."""
    return list(every_small_one())


def compared(family: Family) -> tuple[int, list[str]]:
    """Return how many instances were compared, and what differs."""
    cases = [Made(family.rules, tables, SEED, None) for tables in family.worlds]
    ours = [(case, reference(case)) for case in cases]
    rules = rulebook(family.rules)
    found: list[str] = []
    together = Outcome({}, {}, {}, {}, 1)
    for case, outcome in ours:
        if isinstance(outcome, str):
            found += differences(outcome, product(case, rules))
            continue
        for all_of_them, one in zip(together[:4], outcome[:4], strict=True):
            all_of_them.update(one)
    alive = [case.tables for case, outcome in ours if not isinstance(outcome, str)]
    found += differences(together, product(Made(family.rules, joined(alive), SEED, None), rules))
    return len(cases), found


@pytest.mark.parametrize("mode", MODES)
def test_every_small_instance(mode: str, capsys: pytest.CaptureFixture[str]) -> None:
    mine = [family for family in families() if family.name.startswith(mode)]
    count = 0
    for family in mine:
        number, found = compared(family)
        assert not found, (family.name, found[:5])
        count += number
    with capsys.disabled():
        print(f"\n{mode}: {count} instances, all equal", end=" ")


def test_there_are_enough_of_them() -> None:
    count = sum(len(family.worlds) for family in families())
    assert count == 108_792
