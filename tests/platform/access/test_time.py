"""Authority begins and ends on its day, and a revocation counts at once."""

from datetime import date, datetime

import pytest

from tests.platform.access.conftest import Enter, Tree
from tests.platform.access.posts import READ_PLACE, Line
from xueyou.platform.access.holdings import actor_for, in_force
from xueyou.platform.access.models import Assignment
from xueyou.platform.access.reading import read
from xueyou.platform.access.services import revoke_role
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.time import CITY, frozen_business

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("begins", "ends", "seen"),
    [
        (date(2026, 1, 1), TODAY, 0),
        (date(2026, 11, 21), None, 0),
        (TODAY, None, 2),
        (date(2026, 1, 1), date(2026, 11, 21), 2),
    ],
    ids=["ended yesterday", "starts tomorrow", "starts today", "ends tonight"],
)
def test_spans_are_half_open_days(
    tree: Tree, enter: Enter, begins: date, ends: date | None, seen: int
) -> None:
    """The last day is the one before `valid_to`."""
    actor = enter("officer", tree.a, valid_from=begins, valid_to=ends)
    assert read(actor, READ_PLACE, Line).count() == seen


def test_the_business_clock_decides(tree: Tree, enter: Enter) -> None:
    """At midnight in the city the role of tomorrow is there."""
    user = enter("officer", tree.a, valid_from=date(2026, 11, 21)).user
    with frozen_business(datetime(2026, 11, 21, 0, 0, tzinfo=CITY)):
        assert len(in_force(user)) == 1  # type: ignore[arg-type]


def test_a_revocation_counts_at_once_and_keeps_the_past(tree: Tree, enter: Enter) -> None:
    """The open row is voided; what was held until yesterday is written as a closed row."""
    user = enter("officer", tree.a).user
    revoke_role(actor=SYSTEM, assignment_uid=Assignment.objects.get().uid, key="r")
    assert actor_for(user).holdings == ()  # type: ignore[arg-type]
    closed = Assignment.objects.standing().get()
    assert (closed.valid_from, closed.valid_to) == (date(2026, 1, 1), TODAY)


def test_a_closed_account_holds_nothing(tree: Tree, enter: Enter) -> None:
    """Closing an account needs no walk through its roles."""
    user = enter("officer", tree.a).user
    user.is_active = False  # type: ignore[union-attr]
    user.save()  # type: ignore[union-attr]
    assert in_force(user) == ()  # type: ignore[arg-type]
