"""A city in which one child has accepted its place."""

from tests.domains.enrolment.conftest import own_roles
from tests.domains.enrolment.test_places import placed

__all__ = ["own_roles", "placed"]
