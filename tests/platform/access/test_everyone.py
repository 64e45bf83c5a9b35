"""What each account carries by itself reaches only what names that account's person."""

from collections.abc import Callable

import pytest

from tests.platform.access.conftest import Enter, Tree
from xueyou.platform.access.anchors import Mine, Scoped, Under
from xueyou.platform.access.holdings import NOWHERE, actor_for
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.reading import can, scope
from xueyou.platform.access.roles import Role, RoleCatalogue, via
from xueyou.platform.access.services import RoleRefused, grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.orgs.models import Organisation

ASSIGNMENTS = Scoped(Assignment, {"mine": Mine("user"), "under": Under("organisation__path")})
PLACES = Scoped(Organisation, {"under": Under("path")})
READ_OWN = Permission("tests.everyone.own", zh="看自己的", of=ASSIGNMENTS)
READ_UNDER = Permission("tests.everyone.under", zh="看下面的", of=ASSIGNMENTS)
READ_PLACES = Permission("tests.everyone.places", zh="看单位", of=PLACES)
ANYBODY = Role(
    "anybody",
    zh="家长",
    everyone=True,
    grants={READ_OWN: via("mine"), READ_UNDER: via("under"), READ_PLACES: via("under")},
)


@pytest.fixture
def parents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a role of everyone to the catalogue."""
    from tests.platform.access import posts  # the module named by the settings of these tests

    catalogue = RoleCatalogue((*posts.ROLES, ANYBODY))
    for module in ("holdings", "services"):
        monkeypatch.setattr(f"xueyou.platform.access.{module}.roles", lambda: catalogue)


def test_it_reaches_rows_through_the_account_only(parents: None, tree: Tree, enter: Enter) -> None:
    """One's own rows, no organisation's; also for somebody who holds another role beside it."""
    clerk = enter("officer", tree.a)
    assert scope(clerk, READ_OWN).count() == 1
    assert scope(clerk, READ_UNDER).count() == 0
    assert scope(clerk, READ_PLACES).count() == 0
    assert can(clerk, READ_OWN)
    assert not can(clerk, READ_OWN, path=tree.a.path)
    assert not Organisation.objects.filter(path__startswith=NOWHERE).exists()


def test_an_actor_made_without_looking_up_roles_has_it_too(
    parents: None, person: Callable[[str], User]
) -> None:
    """A job that acts for a parent holds what the parent holds; the system holds nothing."""
    user = person("parent")
    assert can(Actor(kind="user", id=str(user.uid), user=user, org_path=""), READ_OWN)
    assert not can(SYSTEM, READ_OWN)


def test_a_closed_account_carries_nothing(parents: None, person: Callable[[str], User]) -> None:
    """Closing takes it away."""
    user = person("gone")
    user.is_active = False
    user.save()
    assert not can(actor_for(user), READ_OWN)


def test_it_is_not_assigned(parents: None, tree: Tree, person: Callable[[str], User]) -> None:
    """Nobody gives it, and a row that names it grants nothing in an organisation."""
    with pytest.raises(RoleRefused, match="不用授予"):
        grant_role(
            actor=SYSTEM, user=person("parent"), role="anybody", organisation=tree.a, key="k"
        )
