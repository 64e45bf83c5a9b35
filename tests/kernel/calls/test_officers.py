"""Taken back and asked again, sent back once, checked: what else becomes of an application."""

from datetime import timedelta

import pytest

from tests.kernel.calls.world import (
    AFTER,
    CLOSES,
    World,
    check,
    child_of,
    claimed,
    hand_in,
    key,
    parent,
    send_back,
)
from xueyou.kernel.calls.models import Application, ApplicationState
from xueyou.kernel.calls.refusals import CallRefused, WindowClosed
from xueyou.kernel.calls.selectors.applications import application, sheet
from xueyou.kernel.calls.services.changing import Missing, withdraw
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.calls.services.freezing import applications_in, freeze
from xueyou.kernel.calls.services.submitting import submit
from xueyou.platform.access.reading import NotFound


def take_back(family: object, one: Application, **more: object) -> None:
    withdraw(actor=family, application_uid=one.uid, key=key(), **more)  # type: ignore[arg-type]


def back(world: World, one: Application, *wanted: Missing) -> None:
    send_back(actor=world.officer, application_uid=one.uid, missing=wanted)


HUKOU = Missing("hukou", "户口簿首页没有拍全")
ZONE = Missing("zone", "门牌号写错了")


@pytest.mark.parametrize("known", [True, False])
def test_withdrawn_and_asked_again(world: World, known: bool):
    """Tests that what was typed comes along, under another receipt, for known and claimed."""
    mother = parent("林母")
    party = child_of(mother) if known else claimed()
    first = world.handed_in(mother, party)
    take_back(mother, first)
    assert hand_in(mother, first).receipt_no == first.receipt_no
    with pytest.raises(CallRefused, match="已经撤回"):
        submit(actor=mother, application_uid=first.uid, key=key())
    with pytest.raises(CallRefused, match="已经撤回"):
        save_draft(actor=mother, application_uid=first.uid, answers={"zone": "西"})
    again = world.draft(mother, party)
    assert again.uid != first.uid
    assert application(mother, again.uid).answers == {"zone": "东"}
    save_draft(
        actor=mother, application_uid=again.uid, answers={}, choices=world.wishes(公办=["S1"])
    )
    second = hand_in(mother, again)
    assert second.receipt_no != first.receipt_no
    assert [one.uid for one in applications_in(world.round)] == [again.uid]


def test_a_draft_may_be_dropped(world: World):
    """Tests that a draft taken back leaves room for another."""
    mother = parent("林母")
    child = child_of(mother)
    draft = world.filled(mother, child)
    take_back(mother, draft)
    assert world.draft(mother, child).uid != draft.uid
    with pytest.raises(CallRefused):
        take_back(mother, draft)


def test_sent_back_it_goes_on_counting_and_is_completed_after_the_deadline(world: World):
    """Tests that what is missing is told at once, and completed until the freeze."""
    mother = parent("林母")
    done = world.handed_in(mother, child_of(mother))
    back(world, done, HUKOU, ZONE)
    row = application(mother, done.uid).row
    assert [one["what"] for one in row.missing] == ["hukou", "zone"]
    assert row.state == "returned"
    assert applications_in(world.round).count() == 1
    late = CLOSES + timedelta(hours=2)
    save_draft(actor=mother, application_uid=done.uid, answers={"zone": "西"}, at=late)
    again = hand_in(mother, done, late)
    assert again.receipt_no == done.receipt_no
    after = application(mother, done.uid)
    assert (after.row.state, after.row.missing) == ("submitted", [])
    assert sheet(world.officer, done.uid).answers == {"zone": "西"}


def test_it_is_sent_back_once(world: World):
    """Tests that a second sending back, and one without words or of nothing, is refused."""
    mother = parent("林母")
    done = world.handed_in(mother, child_of(mother))
    for wanted in ([], [Missing("hukou", " ")], [Missing("income", "收入")]):
        with pytest.raises(CallRefused):
            back(world, done, *wanted)
    back(world, done, ZONE)
    save_draft(actor=mother, application_uid=done.uid, answers={"zone": "西"})
    hand_in(mother, done)
    with pytest.raises(CallRefused, match="一次告知"):
        back(world, done, HUKOU)


def test_checked_and_changed_again_it_is_to_be_checked_again(world: World):
    """Tests that a change handed in undoes the check."""
    mother = parent("林母")
    done = world.handed_in(mother, child_of(mother))
    check(actor=world.officer, application_uid=done.uid)
    with pytest.raises(CallRefused):
        check(actor=world.officer, application_uid=done.uid)
    save_draft(actor=mother, application_uid=done.uid, answers={"zone": "西"})
    hand_in(mother, done)
    done.refresh_from_db()
    assert done.state == ApplicationState.SUBMITTED


def test_after_the_freeze_nothing_moves(world: World):
    """Tests every verb on an application of a frozen round."""
    mother = parent("林母")
    done = world.handed_in(mother, child_of(mother))
    freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    for attempt in (
        lambda: take_back(mother, done),
        lambda: back(world, done, HUKOU),
        lambda: check(actor=world.officer, application_uid=done.uid),
    ):
        with pytest.raises(CallRefused, match="已经封存"):
            attempt()
    with pytest.raises(WindowClosed):
        save_draft(actor=mother, application_uid=done.uid, answers={"zone": "西"})


def test_only_the_office_checks(world: World):
    """Tests that a family and a school cannot send back or check."""
    mother = parent("林母")
    done = world.handed_in(mother, child_of(mother))
    for actor in (mother, world.clerk):
        with pytest.raises(NotFound):
            check(actor=actor, application_uid=done.uid)
        with pytest.raises(NotFound):
            send_back(actor=actor, application_uid=done.uid, missing=[HUKOU])
