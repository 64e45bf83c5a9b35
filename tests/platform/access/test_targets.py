"""Writing is guarded by the same predicate as reading; what is not yours does not exist."""

from uuid import uuid4

import pytest

from tests.platform.access.conftest import Enter, Tree
from tests.platform.access.posts import CHANGE_PLACE, OPEN_PLACE, READ_PLACE, Line
from xueyou.platform.access.reading import NotAllowed, NotFound, can, read, require, target
from xueyou.platform.acts.actors import Actor


def test_a_verb_gets_its_own_row(tree: Tree, enter: Enter) -> None:
    """The row is the model, ready to be locked."""
    assert target(enter("officer", tree.a), CHANGE_PLACE, tree.a.uid) == tree.a


@pytest.mark.parametrize("which", ["foreign", "below", "unknown", "nonsense"])
def test_anything_else_is_not_found(tree: Tree, enter: Enter, which: str) -> None:
    """Foreign, out of the anchor, unknown and malformed ids raise the very same error."""
    uid = {
        "foreign": str(tree.b.uid),
        "below": str(tree.school_a.uid),
        "unknown": str(uuid4()),
        "nonsense": "../etc/passwd\x00",
    }[which]
    actor = enter("officer", tree.a)
    with pytest.raises(NotFound) as raised:
        target(actor, CHANGE_PLACE, uid)
    assert raised.value.args == ()
    if which != "below":
        with pytest.raises(NotFound):
            read(actor, READ_PLACE, Line).get(uid)


def test_making_something_new_asks_for_the_place(tree: Tree, enter: Enter) -> None:
    """A permission about no rows holds below the own organisation only."""
    actor = enter("officer", tree.a)
    assert can(actor, OPEN_PLACE)
    assert can(actor, OPEN_PLACE, path=tree.school_a.path)
    assert not can(actor, OPEN_PLACE, path=tree.city.path)
    with pytest.raises(NotAllowed):
        require(actor, OPEN_PLACE, path=tree.b.path)


@pytest.mark.parametrize("kind", ["job", "connector", "system"])
def test_machines_hold_no_roles(tree: Tree, kind: str) -> None:
    """A job that wants rows takes them in its own room, not through a person's authority."""
    assert list(read(Actor(kind, "x"), READ_PLACE, Line)) == []  # type: ignore[arg-type]
