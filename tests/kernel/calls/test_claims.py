"""Claimed children: contested quietly, settled by a source, one application a child."""

import pytest

from tests.kernel.calls.world import (
    AFTER,
    World,
    appoint,
    child_of,
    citizen_number,
    claimed,
    hand_in,
    key,
    parent,
)
from xueyou.kernel.calls.models import Application, ApplicationState
from xueyou.kernel.calls.refusals import AlreadyAsked, CallRefused
from xueyou.kernel.calls.selectors.applications import (
    application,
    claim_to_decide,
    counts,
    listed,
    mine,
    sheet,
)
from xueyou.kernel.calls.services.deciding import decide_claim
from xueyou.kernel.calls.services.freezing import applications_in, contested_in, freeze
from xueyou.kernel.registry.models import Claim, ClaimState, Person
from xueyou.platform.access.reading import NotFound


def settle(world: World, one: Application, theirs: bool = True) -> None:
    """Let the registry's officer decide, with the household book before him."""
    assert one.claim is not None
    decide_claim(
        actor=appoint("keeper", world.county),
        claim_uid=one.claim.uid,
        is_theirs=theirs,
        basis="household",
        ends=citizen_number(7)[-4:],
        key=key(),
    )


def test_who_keeps_the_call_does_not_decide_whose_a_child_is(world: World):
    """Tests that running a call, and reading its applications, gives no say about guardians."""
    one = world.handed_in(parent("林母"), claimed())
    assert one.claim is not None
    assert sheet(world.officer, one.uid).row.claim_state == ClaimState.PENDING
    with pytest.raises(NotFound):
        decide_claim(actor=world.officer, claim_uid=one.claim.uid, is_theirs=False, key=key())
    assert claim_to_decide(world.officer, one.uid) is None
    assert claim_to_decide(appoint("keeper", world.county), one.uid) == one.claim.uid


def test_a_claimed_child_is_asked_for_before_anybody_confirms(world: World):
    """Tests that a family is not kept waiting for a source, and finds its draft again."""
    mother = parent("林母")
    done = world.handed_in(mother, claimed())
    assert done.person is None
    assert done.state == ApplicationState.SUBMITTED
    assert world.draft(mother, claimed(name="林小满")).uid == done.uid
    assert mine(mother)[0].child == "林小满"
    assert listed(world.officer, world.call.uid).first().child == "林**"


def test_two_accounts_and_one_number_are_contested_and_neither_is_told(world: World):
    """Tests that both hand in, both read 'handed in', and the office sees what is contested."""
    mother, stranger = parent("林母"), parent("外人")
    first = world.handed_in(mother, claimed())
    second = world.handed_in(stranger, claimed())
    assert first.uid != second.uid
    assert second.state == ApplicationState.CONTESTED
    for family, one in ((mother, first), (stranger, second)):
        row = application(family, one.uid).row
        assert (row.state, row.receipt_no) == ("submitted", one.receipt_no)
    assert contested_in(world.round).count() == 2
    assert applications_in(world.round).count() == 0
    assert counts(world.officer, world.call.uid) == {"submitted": 1, "contested": 1}


def test_a_stranger_cannot_keep_a_child_out(world: World):
    """Tests the officer's decisions: the parent's counts, the stranger's does not."""
    mother, stranger = parent("林母"), parent("外人")
    first = world.handed_in(mother, claimed())
    second = world.handed_in(stranger, claimed())
    with pytest.raises(CallRefused, match="2 份申请还没有认定"):
        freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    settle(world, first)
    assert [one.uid for one in applications_in(world.round)] == [first.uid]
    with pytest.raises(CallRefused, match="1 份申请还没有认定"):
        freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)
    settle(world, second, theirs=False)
    assert [one.uid for one in applications_in(world.round)] == [first.uid]
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.person is not None
    assert first.state == ApplicationState.SUBMITTED
    assert Claim.objects.get(pk=second.claim_id).state == ClaimState.REFUSED
    with pytest.raises(NotFound):
        settle(world, first)
    freeze(actor=world.officer, round_uid=world.round.uid, key=key(), at=AFTER)


def test_a_child_that_a_stranger_claims_stays_its_guardians(world: World):
    """Tests that a known child's application is untouched by a claim to its number."""
    mother, stranger = parent("林母"), parent("外人")
    number = citizen_number(7)
    first = world.handed_in(mother, child_of(mother, number=number))
    second = world.handed_in(stranger, claimed(7))
    assert second.state == ApplicationState.CONTESTED
    assert [one.uid for one in applications_in(world.round)] == [first.uid]
    settle(world, second, theirs=False)
    assert contested_in(world.round).count() == 0


def test_the_parents_own_number_finds_its_application(world: World):
    """Tests that a guardian who types the number of a known child gets the one application."""
    mother, father = parent("林母"), parent("林父")
    number = citizen_number(7)
    first = world.handed_in(mother, child_of(mother, father, number=number))
    assert world.draft(father, claimed(7)).uid == first.uid


def test_both_parents_claimed_and_both_are_right(world: World):
    """Tests that the second parent's application gives way, and both then see the first."""
    mother, father = parent("林母"), parent("林父")
    first = world.handed_in(mother, claimed())
    second = world.handed_in(father, claimed())
    settle(world, first)
    settle(world, second)
    second.refresh_from_db()
    assert second.state == ApplicationState.WITHDRAWN
    assert {row.uid for row in mine(father)} == {first.uid, second.uid}
    assert application(father, first.uid).row.receipt_no == first.receipt_no
    assert Person.objects.filter(name="林小满").count() == 1


def test_the_same_child_by_two_documents_counts_once(world: World):
    """Tests that a draft of a child that turns out to have an application is not handed in."""
    mother, father = parent("林母"), parent("林父")
    child = child_of(mother, father, number=citizen_number(7))
    first = world.handed_in(mother, child)
    other = world.filled(father, claimed(9))
    Claim.objects.filter(pk=other.claim_id).update(state=ClaimState.CONFIRMED, person=child)
    with pytest.raises(AlreadyAsked) as met:
        hand_in(father, other)
    assert met.value.uid == first.uid


def test_claims_after_the_freeze_change_nothing_in_it(world: World):
    """Tests that who counts in a frozen round does not depend on what is claimed later."""
    mother, stranger = parent("林母"), parent("外人")
    first = world.handed_in(mother, claimed())
    second = world.handed_in(stranger, claimed())
    third = world.handed_in(parent("王母"), claimed(9, "王小明"))
    freeze(
        actor=world.officer,
        round_uid=world.round.uid,
        leave_out_contested=True,
        key=key(),
        at=AFTER,
    )
    world.round.refresh_from_db()
    assert [one.uid for one in applications_in(world.round)] == [third.uid]
    Claim.objects.filter(pk=third.claim_id).update(state=ClaimState.CONTESTED)
    settle(world, first)
    assert [one.uid for one in applications_in(world.round)] == [third.uid]
    assert second.uid != first.uid
