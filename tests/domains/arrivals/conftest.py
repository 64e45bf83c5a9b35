"""A school that waits for its new pupils."""

import pytest

from tests.domains.arrivals.world import Arrived, found_arrived
from tests.domains.enrolment.conftest import own_roles

__all__ = ["own_roles"]


@pytest.fixture
def arrived(db: None, own_roles: None) -> Arrived:
    """Found the city, publish a round, accept two of three places."""
    return found_arrived()
