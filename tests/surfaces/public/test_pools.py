"""What is given all year, in sums that everybody can add up."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.domains.enrolment.moving_world import Moves, found_moves
from tests.kernel.calls.world import child_of, key, parent
from tests.surfaces.calls.test_rolling_pages import browser_of, seen
from xueyou.kernel.calls.services.capacity import add_line

PLACES = [("LY", "3", 1), ("WL", "3", 1)]


@pytest.fixture
def moves(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Moves:
    """Open a call of three places all year; two of them are with schools."""
    settings.DATA = tmp_path
    return found_moves("enrolment.talent", PLACES)


def test_a_place_that_is_with_no_school_yet_is_named(moves: Moves) -> None:
    """Three, none given, two left: the third one is said, to the public and to a family."""
    family = parent("林")
    child_of(family)
    call = f"/family/calls/{moves.call.uid}/"
    told = seen(Client(), "/pools/")
    assert "有1个还没有分到学校" in told
    assert "48小时内答复" in told
    assert "还有1个没有分到学校" in seen(browser_of(family), call)
    add_line(
        actor=moves.office.enroller,
        round_uid=moves.round.uid,
        option_uid=moves.options["LY-3"].uid,
        kind="planned",
        delta=1,
        reason="学位",
        key=key(),
    )
    assert "个还没有分到学校" not in seen(Client(), "/pools/")
    assert "没有分到学校" not in seen(browser_of(family), call)
