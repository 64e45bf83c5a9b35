"""Each way of belonging reaches exactly the rows it says."""

from tests.platform.access.conftest import Enter, Tree
from tests.platform.access.posts import READ_PLACE, READ_SPARED, Line, Other
from xueyou.platform.access.anchors import Holding, Mine, Scoped
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.reading import read
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation


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


def test_no_path_reaches_into_a_sibling(tree: Tree) -> None:
    """Of eleven siblings none's path begins another's: 0001 never reaches 00010."""
    for number in range(9):
        with act(SYSTEM, "orgs.organisation.create") as a:
            create_organisation(a, name=f"{number}县", kind="county", parent=tree.city)
    paths = list(Organisation.objects.values_list("path", flat=True))
    assert len(paths) == 14
    for path in paths:
        below = {row.path for row in Organisation.objects.filter(path__startswith=path)}
        parts = path.split(".")[:-1]
        assert below == {other for other in paths if other.split(".")[: len(parts)] == parts}
