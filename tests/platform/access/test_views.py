"""A view is the whitelist: what it does not name cannot be read, filtered or ordered by."""

from dataclasses import FrozenInstanceError, dataclass

import pytest

from tests.platform.access.conftest import Enter, Tree
from tests.platform.access.posts import CHANGE_PLACE, PLACES, READ_PLACE, Card, Line
from xueyou.platform.access.reading import read
from xueyou.platform.access.views import view_of


def test_rows_are_frozen_views_with_computed_and_related_fields(tree: Tree, enter: Enter) -> None:
    """Related names and computed values arrive ready; nothing can be loaded later."""
    row = read(enter("officer", tree.a), READ_PLACE, Line).get(tree.school_a.uid)
    assert (row.name, row.parent, row.initial) == ("甲校", "甲县", "甲")
    assert not hasattr(row, "__dict__")
    with pytest.raises(FrozenInstanceError):
        row.name = "别的"


def test_a_view_reaches_only_through_the_grant_that_names_it(tree: Tree, enter: Enter) -> None:
    """The county officer sees cards of the own county only, lines of the whole subtree."""
    actor = enter("officer", tree.a)
    assert [row.code for row in read(actor, READ_PLACE, Card)] == ["c-甲县"]
    assert read(actor, READ_PLACE, Line).count() == 2


def test_hidden_fields_cannot_be_asked_for(tree: Tree, enter: Enter) -> None:
    """Filtering or ordering by a field outside the view is refused."""
    rows = read(enter("officer", tree.a), READ_PLACE, Line)
    for ask in (
        lambda: rows.filter(code="c-甲县"),
        lambda: rows.filter(parent__children__code="x"),
        lambda: rows.order_by("code"),
        lambda: rows.order_by("initial"),
    ):
        with pytest.raises(ValueError, match=r"no field|is computed"):
            list(ask())


def test_a_view_of_something_else_is_refused(tree: Tree, enter: Enter) -> None:
    """Permission and view must speak of the same rows."""

    @dataclass(frozen=True, slots=True)
    class Stray:
        uid: str

    with pytest.raises(TypeError, match="not declared"):
        read(enter("chief", tree.city), READ_PLACE, Stray)


def test_a_thawed_class_is_no_view() -> None:
    """A dataclass that can be changed, or holds a __dict__, is refused at import."""

    @dataclass
    class Open:
        uid: str

    with pytest.raises(TypeError, match="frozen"):
        view_of(PLACES)(Open)
    with pytest.raises(ValueError, match="no fields"):
        view_of(PLACES, nothing="name")(dataclass(frozen=True, slots=True)(type("V", (), {})))


def test_a_permission_without_views_shows_nothing(tree: Tree, enter: Enter) -> None:
    """A grant for a verb opens no reading."""
    assert list(read(enter("officer", tree.a), CHANGE_PLACE, Line)) == []
