"""Every small instance, refilled: the product calls whom the page calls.

One of up to three applicants withdraws, then another. The instances of one rulebook share no id, so
the product takes them as one table.
"""

from functools import cache

import pytest

from tests.reference.admission import Stopped, last_pass
from tests.reference.admission_product import joined, rulebook
from tests.reference.admission_refill import Refill
from tests.reference.admission_worlds import MODES, Family, Made, every_small_one
from tests.reference.refill_product import after, opened

SEED = bytes(range(32))
EVERY = 3
"""Each how manyth instance is taken, beginning at another in each family."""


@cache
def families() -> list[Family]:
    """Return every family; built when the first test asks, not whenever this file is imported."""
    return list(every_small_one())


def compared(number: int, family: Family) -> int:
    """Hold a family's instances against the reference; return in how many somebody was called."""
    for batch in family.rules["batches"]:
        batch["refill"] = "next"
    alive, gone, expected, called = [], [[], []], ({}, {}), 0
    for tables in family.worlds[number % EVERY :: EVERY]:
        people = sorted(row["applicant"] for row in tables["applicants"])
        rounds = [[(who, "")] for who in people[:2]]
        try:
            refill = Refill(last_pass(family.rules, tables, SEED)[0])
            before = set(refill.placements())
            for one in rounds:
                refill.round(one)
        except Stopped:
            continue
        alive.append(tables)
        for all_of_them, one in zip(gone, rounds, strict=False):
            all_of_them += one
        expected[0].update(refill.placements())
        expected[1].update(refill.cutoffs())
        called += bool(set(refill.placements()) - before)
    sealed = opened(Made(family.rules, joined(alive), SEED, None), rulebook(family.rules))
    assert after(sealed, gone) == expected, family.name
    return called


@pytest.mark.parametrize("mode", MODES)
def test_small_instances(mode: str) -> None:
    mine = [(n, one) for n, one in enumerate(families()) if one.name.startswith(mode)]
    assert sum(compared(n, family) for n, family in mine) > 150
