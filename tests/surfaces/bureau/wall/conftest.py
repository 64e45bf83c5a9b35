"""甲市: a bureau of its own with the made plan on its wall, an officer signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from tests.surfaces.browsers import signed_in
from tests.wall_counties import found_counties
from tests.wall_world import Hung, hang, lead
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation

Enter = Callable[[str], Client]


@dataclass
class Wall:
    """The plan on the wall and its addresses."""

    hung: Hung
    bureau: Organisation

    def address(self, page: str = "") -> str:
        """Return the address of the wall, or of a page beside it."""
        return f"/bureau/wall/{self.hung.plan.uid}/{page}"


@pytest.fixture
def wall(db: None, business_clock: object) -> Wall:
    """Found 甲市 with four counties and a department, and hang the plan."""
    bureau = _found("甲市教育局", "bureau", None)
    office = _found("规划科", "department", bureau)
    counties = found_counties(bureau)
    officer = _appoint("officer", "陆岚", "plan_officer", bureau)
    _appoint("chief", "周明", "bureau_chief", bureau)
    _appoint("county", "方禾", "county_officer", counties["丁县"])
    _appoint("auditor", "许衡", "auditor", bureau)
    hung = hang(bureau, counties, officer)
    lead(hung.tasks[22], office, "科长", officer)
    return Wall(hung, bureau)


@pytest.fixture
def enter(wall: Wall) -> Enter:
    """Return what gives a browser in which somebody of 甲市 is signed in."""

    def make(login_name: str) -> Client:
        return signed_in(User.objects.get(login_name=login_name))

    return make


@pytest.fixture
def officer(enter: Enter) -> Client:
    """Return the browser of the plan officer."""
    return enter("officer")


def _found(name: str, kind: str, parent: Organisation | None) -> Organisation:
    with act(SYSTEM, "orgs.organisation.create") as a:
        return create_organisation(
            a, name=name, kind=kind, parent=parent, code=name, opened_on=date(2020, 1, 1)
        )


def _appoint(login_name: str, name: str, role: str, place: Organisation) -> User:
    user: User = User.objects.make(login_name=login_name, name=name)
    grant_role(
        actor=SYSTEM,
        user=user,
        role=role,
        organisation=place,
        valid_from=date(2026, 1, 1),
        key=login_name,
    )
    return user
