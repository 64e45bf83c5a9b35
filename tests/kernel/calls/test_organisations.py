"""Organisations ask, too, one application an item; clubs ask in lanes."""

import pytest

from tests.kernel.calls.room import SCHOOL_RULES
from tests.kernel.calls.world import World, announce, child_of, hand_in, key, parent
from xueyou.kernel.calls.models import Application, Call, CapacityLine, Choice, Option, Round
from xueyou.kernel.calls.parties import OwnOrganisation
from xueyou.kernel.calls.refusals import AnswersRefused, CallRefused
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.rounds import Times, add_round
from xueyou.platform.access.reading import NotFound

PANEL_RULES = (
    SCHOOL_RULES[: SCHOOL_RULES.index("facts:")]
    + "facts:\n  points: {zh: 评审分, type: integer}\n"
    + "batches:\n  - {id: 评审, zh: 评审, tie_last: stable_id, choices: {mode: single}}\n"
)


@pytest.fixture
def badge(world: World) -> World:
    """Open a call for organisations."""
    uid = open_call(
        actor=world.officer,
        kind="tests.badge",
        organisation_uid=world.county.uid,
        year=2026,
        title="示范校",
        settings={},
        key=key(),
    )
    times = Times(world.round.opens_at, world.round.closes_at)
    round_uid = add_round(actor=world.officer, call_uid=uid, times=times, key=key())
    announce(world.officer, Round.objects.get(uid=round_uid), PANEL_RULES)
    world.call = Call.objects.get(uid=uid)
    return world


def begun(badge: World, school: int, item: str) -> Application:
    """Begin an application of a school for an item."""
    uid = start_draft(
        actor=badge.clerk,
        call_uid=badge.call.uid,
        party=OwnOrganisation(badge.schools[school].uid),
        item=item,
        key=key(),
    )
    return Application.objects.get(uid=uid)


def test_a_school_asks_once_an_item(badge: World):
    """Tests two items, the same again, another's school, a family in a call for schools."""
    art, sport = begun(badge, 0, "art"), begun(badge, 0, "sport")
    assert art.uid != sport.uid
    assert begun(badge, 0, "art").uid == art.uid
    with pytest.raises(NotFound):
        begun(badge, 1, "art")
    mother = parent("林母")
    with pytest.raises(CallRefused):
        badge.draft(mother, child_of(mother))
    save_draft(actor=badge.clerk, application_uid=art.uid, answers={"plan": "三年方案"})
    assert hand_in(badge.clerk, art).receipt_no


def test_clubs_are_wished_for_lane_by_lane(clubs: World):
    """Tests ranks in each lane, an option of another lane, a lane that is none, no wish at all."""
    mother = parent("林母")
    done = clubs.handed_in(
        mother, child_of(mother), {"grade_said": "3"}, mon=["choir", "chess"], tue=["robot"]
    )
    rows = Choice.objects.filter(application=done).order_by("batch", "rank")
    assert [(row.batch, row.rank) for row in rows] == [("mon", 1), ("mon", 2), ("tue", 1)]
    for wishes in ({"mon": ["robot"]}, {"fri": ["robot"]}, {"mon": []}):
        other = parent("王母")
        draft = clubs.filled(other, child_of(other), {"grade_said": "3"}, **wishes)
        with pytest.raises(AnswersRefused):
            hand_in(other, draft)
    assert Option.objects.count() == CapacityLine.objects.count()
