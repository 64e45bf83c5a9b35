"""The product gives made instances of two batches what the reference gives them."""

from hypothesis import HealthCheck, given, settings

from tests.reference.admission_product import differences, product, reference
from tests.reference.admission_worlds import Made, made

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
