"""Somebody with roles in two organisations acts for one at a time."""

from datetime import date

from tests.platform.access.conftest import Enter, Tree
from tests.platform.access.posts import READ_PLACE, Line
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.access.reading import read
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM


def both(tree: Tree, enter: Enter) -> User:
    user = enter("officer", tree.a).user
    assert isinstance(user, User)
    grant_role(
        actor=SYSTEM,
        user=user,
        role="officer",
        organisation=tree.b,
        valid_from=date(2026, 1, 1),
        key="second",
    )
    return user


def test_only_the_chosen_organisation_counts(tree: Tree, enter: Enter) -> None:
    """Acting for A, nothing of B is there."""
    user = both(tree, enter)
    for chosen, seen in ((tree.a, {"甲县", "甲校"}), (tree.b, {"乙县", "乙校"})):
        actor = actor_for(user, chosen.uid)
        assert {row.name for row in read(actor, READ_PLACE, Line)} == seen
        assert actor.org_path == chosen.path


def test_without_a_choice_it_is_the_first(tree: Tree, enter: Enter) -> None:
    """A choice that is no longer held, or never was, falls back and never widens."""
    user = both(tree, enter)
    for chosen in (None, tree.city.uid, "nonsense"):
        actor = actor_for(user, chosen)
        assert [held.path for held in actor.holdings] == [tree.a.path]
        assert [held.path for held in actor.others] == [tree.b.path]
