"""Each way of belonging reaches exactly the rows it says."""

import pytest

from tests.platform.access.conftest import Enter, Tree
from tests.platform.access.posts import READ_PLACE, READ_SPARED, Line, Other
from xueyou.platform.access.anchors import Holding, Mine, Scoped, Under
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.reading import read
from xueyou.platform.orgs.models import Organisation


def names(rows: object) -> list[str]:
    return sorted(row.name for row in rows)  # type: ignore[attr-defined]


def test_under_reaches_the_own_subtree_and_no_sibling(tree: Tree, enter: Enter) -> None:
    """A county sees itself and its school, not the county beside it."""
    assert names(read(enter("officer", tree.a), READ_PLACE, Line)) == ["甲县", "甲校"]


def test_above_reaches_the_line_upwards_only(tree: Tree, enter: Enter) -> None:
    """A school sees itself, its county and the city, but no sibling of them."""
    assert names(read(enter("clerk", tree.school_a), READ_PLACE, Line)) == ["市", "甲县", "甲校"]


def test_whole_reaches_every_row(tree: Tree, enter: Enter) -> None:
    """A register of the deployment has no owner."""
    assert len(names(read(enter("watcher", tree.b), READ_PLACE, Line))) == 5


def test_minus_takes_rows_away_whatever_else_holds(tree: Tree, enter: Enter) -> None:
    """Subtraction wins over the anchor that would have shown the row."""
    assert names(read(enter("officer", tree.a), READ_SPARED, Other)) == ["甲校"]


def test_a_relation_to_many_doubles_no_row(tree: Tree, enter: Enter) -> None:
    """The city has two counties, and appears once."""
    assert names(read(enter("parents", tree.city), READ_PLACE, Line)) == ["乙县", "市", "甲县"]


def test_mine_reaches_rows_of_the_own_account(tree: Tree, enter: Enter) -> None:
    """Rows that name an account are reached by its holder alone."""
    own = Scoped(Assignment, {"mine": Mine("user_id")})
    actor = enter("officer", tree.a)
    enter("officer", tree.b)
    held: Holding = actor.holdings[0]
    found = Assignment.objects.filter(own.condition("mine", held))
    assert [row.user_id for row in found] == [held.user_id]


@pytest.mark.parametrize(
    ("one", "other"), [("000001.", "000010."), ("000001.000001.", "000001.0000010")]
)
def test_no_path_is_a_prefix_of_a_sibling(tree: Tree, one: str, other: str) -> None:
    """A path ends with a dot, so 0001 never reaches 00010."""
    assert not other.startswith(one)
    paths = list(Organisation.objects.values_list("path", flat=True))
    for path in paths:
        below = [p for p in paths if p != path and p.startswith(path)]
        assert all(len(p) > len(path) for p in below)
    assert Under("path").condition  # the anchor used above is the one the roles use
