"""The product gives made instances of two batches what the reference gives them."""

from random import Random  # noqa: TID251 - seeded, and only for made cases

import pytest
from hypothesis import HealthCheck, given, settings

from tests.reference.admission_product import differences, product, reference
from tests.reference.admission_worlds import Made, made, made_from

MANY = settings(
    max_examples=2000,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@MANY
@given(made)
def test_two_batches(case: Made) -> None:
    """Up to 40 applicants, 8 options, lists of 6; quotas, groups, flows, lines, homes, siblings."""
    assert not differences(reference(case), product(case))


@pytest.mark.parametrize("seed", range(30))
def test_the_order_of_rows_is_nothing_to_the_product(seed: int) -> None:
    """The product, too, gives the same for rows in another order."""
    case = made_from(seed, 30, 6)
    mixed = {name: list(rows) for name, rows in case.tables.items()}
    for rows in mixed.values():
        Random(seed).shuffle(rows)
    assert product(case._replace(tables=mixed)) == product(case)
