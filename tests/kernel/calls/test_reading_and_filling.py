"""Who fills in whatever he is shown is not asked twice; whoever sees more is."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.kernel.calls.world import World
from xueyou.kernel.calls.access import FILL_APPLICATION, READ_APPLICATION
from xueyou.kernel.calls.selectors.own import seen_by
from xueyou.kernel.calls.services.drafts import _fillable
from xueyou.kernel.calls.views import FamilySees
from xueyou.platform.access.holdings import Held, SignedIn
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.roles import Grant, Role, via

FAMILY = via("family", FamilySees)


def actor(*held: dict[Permission, Grant | tuple[Grant, ...]], place: int = 1) -> SignedIn:
    """Return somebody who holds these grants, each as a role in a place of its own."""
    holdings = tuple(
        Held(Role(f"role {n}", "职务", grants), 7, place + n, UUID(int=n), "", f"0001.{n}")
        for n, grants in enumerate(held)
    )
    return SignedIn(kind="user", id="7", user=None, org_path="", holdings=holdings)


@pytest.mark.parametrize(
    ("held", "same"),
    [
        ([{READ_APPLICATION: FAMILY, FILL_APPLICATION: via("family")}], True),
        ([{READ_APPLICATION: FAMILY, FILL_APPLICATION: (via("party"), via("family"))}], True),
        ([{READ_APPLICATION: FAMILY}], False),
        ([{READ_APPLICATION: FAMILY, FILL_APPLICATION: via("party")}], False),
        ([{READ_APPLICATION: (FAMILY, via("home", FamilySees)),
           FILL_APPLICATION: via("family")}], False),
        ([{READ_APPLICATION: FAMILY}, {FILL_APPLICATION: via("family")}], False),
    ],
)  # fmt: skip
def test_only_the_same_ways_count(
    held: list[dict[Permission, Grant | tuple[Grant, ...]]], same: bool
) -> None:
    """Tests more ways to fill than to read, fewer, another anchor, another place."""
    assert seen_by(_fillable, actor(*held)) is same


def test_of_nobody_and_of_two_accounts_nothing_is_said(world: World) -> None:
    """Tests that rights of one account say nothing about another's, and none say nothing wrong."""
    both = actor({READ_APPLICATION: FAMILY}, {FILL_APPLICATION: via("family")})
    one, other = both.holdings
    mixed = replace(both, holdings=(one, replace(other, user_id=8, path=one.path)))
    assert not seen_by(_fillable, mixed)
    nobody = actor()
    assert _fillable(nobody, pk=1) == []
