"""A small tree, and roles of the test's own over it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.access.roles import roles
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation


@dataclass
class Tree:
    """One city, two counties, a school in each."""

    city: Organisation
    a: Organisation
    b: Organisation
    school_a: Organisation
    school_b: Organisation


@pytest.fixture
def tree(db: None) -> Tree:
    """Build the tree by its verbs."""

    def add(name: str, kind: str, parent: Organisation | None) -> Organisation:
        with act(SYSTEM, "orgs.organisation.create") as a:
            return create_organisation(
                a,
                name=name,
                kind=kind,
                parent=parent,
                code=f"c-{name}",
                opened_on=date(2020, 1, 1),
            )

    city = add("市", "bureau", None)
    a = add("甲县", "county", city)
    b = add("乙县", "county", city)
    return Tree(city, a, b, add("甲校", "school", a), add("乙校", "school", b))


@pytest.fixture(autouse=True)
def own_roles(settings: object) -> Iterator[None]:
    """Let the catalogue be that of posts.py."""
    settings.XUEYOU_ROLES = "tests.platform.access.posts"  # type: ignore[attr-defined]
    roles.cache_clear()
    yield
    roles.cache_clear()


Enter = Callable[..., SignedIn]


@pytest.fixture
def person(db: None) -> Callable[[str], User]:
    """Return a maker of accounts."""

    def make(login: str) -> User:
        return User.objects.make(login_name=login, name=f"{login} 的姓名")

    return make


@pytest.fixture
def enter(person: Callable[[str], User]) -> Enter:
    """Return a maker of somebody who holds a role somewhere, ready to act."""

    def make(role: str, organisation: Organisation, **span: date) -> SignedIn:
        user = person(f"{role}-{organisation.pk}")
        grant_role(
            actor=SYSTEM,
            user=user,
            role=role,
            organisation=organisation,
            key=user.login_name,
            **{"valid_from": date(2026, 1, 1), **span},
        )
        return actor_for(user)

    return make
