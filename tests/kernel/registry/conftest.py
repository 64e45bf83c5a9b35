"""A bureau with a planning department, and people who may hold posts in it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from tests.domains.plans.conftest import City, found_city
from tests.kernel.registry.people_world import Places, found_places
from tests.platform.crypto.conftest import field_keys as field_keys
from tests.platform.crypto.conftest import index_keys as index_keys
from xueyou.kernel.registry.services.posts import open_post
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.orgs.models import Organisation


@dataclass
class Registry:
    """The small city, its planning department, and two of its people."""

    city: City
    office: Organisation
    first: User
    second: User

    @property
    def officer(self) -> SignedIn:
        """Return the bureau's plan officer."""
        return self.city.officer

    def open(self, title: str = "科长", key: str = "open") -> UUID:
        """Open a post of the department."""
        return open_post(actor=self.officer, organisation_uid=self.office.uid, title=title, key=key)


@pytest.fixture
def registry(db: None, settings: object, tmp_path: Path, business_clock: object) -> Registry:
    """Found the city and appoint one more officer of the department."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    city = found_city()
    office = Organisation.objects.get(kind="department")
    second = User.objects.make(login_name="second", name="第二位")
    grant_role(
        actor=SYSTEM,
        user=second,
        role="department_officer",
        organisation=office,
        valid_from=date(2026, 1, 1),
        key="second",
    )
    assert isinstance(city.department.user, User)
    return Registry(city, office, city.department.user, actor_for(second).user)  # type: ignore[arg-type]


@pytest.fixture
def places(db: None, business_clock: object) -> Places:
    """Found a bureau with two counties, and a school in each."""
    return found_places()
