"""The product gives made instances of two batches what the reference gives them."""

from random import Random  # noqa: TID251 - seeded, and only for made cases

import pytest
from hypothesis import HealthCheck, given, settings

from tests.reference import admission_envy
from tests.reference.admission import Stopped, last_pass
from tests.reference.admission_product import allocated, differences, product, reference
from tests.reference.admission_worlds import Made, made, made_from
from xueyou.rulebook.allocation.envy import envy
from xueyou.rulebook.allocation.result_tables import waiting

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


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_envy_and_waiting(start: int) -> None:
    """Who envies whom, and who waits where, line by line."""
    kinds = set()
    for seed in range(start, start + 50):
        case = made_from(seed, 30, 6)
        try:
            found, _ = last_pass(case.rules, case.tables, case.seed, case.circle)
        except Stopped:
            continue
        _, inputs, _, outcome = allocated(case)
        expected = admission_envy.envy(found)
        assert sorted(envy(inputs, outcome)) == expected, seed
        assert sorted(waiting(inputs, outcome)) == admission_envy.waiting(found), seed
        kinds |= {kind for kind, *_ in expected}
    assert kinds == {"band", "cross", "group"}


@pytest.mark.parametrize("seed", range(30))
def test_the_order_of_rows_is_nothing_to_the_product(seed: int) -> None:
    """The product, too, gives the same for rows in another order."""
    case = made_from(seed, 30, 6)
    mixed = {name: list(rows) for name, rows in case.tables.items()}
    for rows in mixed.values():
        Random(seed).shuffle(rows)
    assert product(case._replace(tables=mixed)) == product(case)
