"""Windows: by the server's clock, by class of applicant, moved while families fill in."""

from datetime import timedelta

import pytest

from tests.kernel.calls.world import (
    CLOSES,
    NOW,
    OPENS,
    World,
    child_of,
    found_world,
    hand_in,
    key,
    parent,
)
from xueyou.kernel.calls.refusals import CallRefused, Edited, WindowClosed
from xueyou.kernel.calls.selectors.applications import application
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.calls.services.rounds import PhaseGiven, Times, edit_round

HOUR = timedelta(hours=1)


def move(world: World, times: Times, revision: int | None = None) -> None:
    """Give the round other times."""
    world.round.refresh_from_db()
    edit_round(
        actor=world.officer,
        round_uid=world.round.uid,
        revision=world.round.revision if revision is None else revision,
        times=times,
        key=key(),
    )


def test_before_the_opening_nothing_can_be_begun(world: World):
    """Tests the moment before the opening, and the opening itself."""
    mother = parent("林母")
    child = child_of(mother, on=OPENS.date())
    with pytest.raises(WindowClosed):
        world.draft(mother, child, OPENS - timedelta(microseconds=1))
    assert world.draft(mother, child, OPENS)


def test_a_deadline_moved_while_a_family_fills_in_counts_at_once(world: World):
    """Tests that a draft begun before can be handed in under the new deadline, not after it."""
    mother = parent("林母")
    draft = world.filled(mother, child_of(mother))
    with pytest.raises(WindowClosed):
        hand_in(mother, draft, CLOSES + HOUR)
    move(world, Times(OPENS, CLOSES + 2 * HOUR))
    assert application(mother, draft.uid, at=CLOSES + HOUR).open_now
    save_draft(actor=mother, application_uid=draft.uid, answers={"note": "晚"}, at=CLOSES + HOUR)
    assert hand_in(mother, draft, CLOSES + HOUR)
    with pytest.raises(WindowClosed):
        save_draft(
            actor=mother, application_uid=draft.uid, answers={"note": "x"}, at=CLOSES + 2 * HOUR
        )


def test_what_was_announced_is_never_shortened(world: World):
    """Tests an earlier end, a later beginning, a phase taken away, and a stale page."""
    for times in (Times(OPENS, CLOSES - HOUR), Times(OPENS + HOUR, CLOSES)):
        with pytest.raises(CallRefused, match="不能缩短"):
            move(world, times)
    with pytest.raises(Edited):
        move(world, Times(OPENS, CLOSES + HOUR), revision=1)
    with pytest.raises(CallRefused, match="晚于"):
        move(world, Times(CLOSES, OPENS))


def test_each_class_has_its_own_window(db: None, own_roles: None):
    """Tests that migrants apply after the others, and each only in its window."""
    turn = NOW + timedelta(days=2)
    world = found_world(
        [PhaseGiven("apply", OPENS, turn), PhaseGiven("apply", turn, CLOSES, "migrant")]
    )
    mother, other = parent("林母"), parent("王母")
    local = world.filled(mother, child_of(mother))
    migrant = world.filled(other, child_of(other), {"zone": "东", "migrant": "yes"})
    with pytest.raises(WindowClosed, match="还没有到时间"):
        hand_in(other, migrant)
    assert hand_in(mother, local)
    assert hand_in(other, migrant, turn)
    third = parent("李母")
    late = world.filled(third, child_of(third), at=turn)
    with pytest.raises(WindowClosed, match="已经过了"):
        hand_in(third, late, turn)
    with pytest.raises(CallRefused, match="不能去掉"):
        move(world, Times(OPENS, CLOSES))


def test_a_round_cannot_be_frozen_before_its_last_window(world: World):
    """Tests that the freeze waits for the longest of applying, checking and completing."""
    from xueyou.kernel.calls.services.freezing import freeze

    move(world, Times(OPENS, CLOSES, [PhaseGiven("return", OPENS, CLOSES + 5 * HOUR)]))
    with pytest.raises(CallRefused, match="还没有到"):
        freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=CLOSES + HOUR)
    assert freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=CLOSES + 5 * HOUR)
