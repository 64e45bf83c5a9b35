"""The other guardian is let in before anybody has checked the child."""

from typing import Any

import pytest

from tests.kernel.calls.world import World, appoint, claimed, hand_in, key, parent
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.applications import mine
from xueyou.kernel.calls.services.deciding import decide_claim
from xueyou.kernel.calls.services.drafts import save_draft
from xueyou.kernel.registry.models import Claim, ClaimSharing, PersonBond
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.services.invitations import accept_invitation
from xueyou.kernel.registry.services.sharing import end_sharing, share_claim
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.access.reading import NotFound
from xueyou.platform.notifications.models import Notification


@pytest.fixture
def let_in(world: World) -> tuple[SignedIn, SignedIn, Application]:
    """Return a mother, the father she let in, and her application for a claimed child."""
    mother, father = parent("林母"), parent("周父")
    draft = world.filled(mother, claimed())
    code = share_claim(actor=mother, claim_uid=Claim.objects.get().uid, key=key())
    assert accept_invitation(actor=father, code=code, key=key()) is None
    return mother, father, draft


def test_both_see_fill_in_and_hand_in_one_application(
    world: World, let_in: tuple[SignedIn, SignedIn, Application]
) -> None:
    """One application, one receipt, and both are told; a stranger sees nothing."""
    mother, father, draft = let_in
    assert [one.uid for one in mine(father)] == [draft.uid]
    save_draft(actor=father, application_uid=draft.uid, answers={"note": "爸爸填的"})
    hand_in(father, draft)
    assert mine(mother) == mine(father)
    for actor in (mother, father):
        told = Notification.objects.filter(user=actor.user, kind="calls.application.submit")
        assert told.count() == 1
    assert mine(parent("别人")) == []


def test_once_the_child_is_checked_both_are_guardians(
    world: World, let_in: tuple[SignedIn, SignedIn, Application]
) -> None:
    """By the officer's one decision; who was not let in stays out."""
    mother, father, draft = let_in
    hand_in(mother, draft)
    late = share_claim(actor=mother, claim_uid=Claim.objects.get().uid, key=key())
    keeper = appoint("keeper", world.county)
    decide_claim(
        actor=keeper,
        claim_uid=Claim.objects.get().uid,
        is_theirs=True,
        basis="household",
        ends=claimed().number[-4:],
        key=key(),
    )
    assert [one.uid for one in mine(father)] == [draft.uid]
    bases = sorted(PersonBond.objects.values_list("basis", flat=True))
    assert bases == ["household", "invited"]
    third = parent("外婆")
    assert accept_invitation(actor=third, code=late, key=key()) is not None
    assert [one.uid for one in mine(third)] == [draft.uid]


def test_what_is_taken_back_is_out_of_sight_at_once(
    let_in: tuple[SignedIn, SignedIn, Application],
) -> None:
    """Only who made the claim can; a stranger and the other one find no such thing."""
    mother, father, draft = let_in
    sharing = ClaimSharing.objects.get()
    for actor in (father, parent("别人")):
        with pytest.raises(NotFound):
            end_sharing(actor=actor, sharing_uid=sharing.uid, key=key())
    end_sharing(actor=mother, sharing_uid=sharing.uid, key=key())
    assert mine(father) == []
    with pytest.raises(NotFound):
        save_draft(actor=father, application_uid=draft.uid, answers={"note": "再改"})


def test_a_code_lets_one_in_and_nobody_twice(
    let_in: tuple[SignedIn, SignedIn, Application], business_clock: Any
) -> None:
    """A used code, one's own, and a claim of another account's."""
    mother, father, _ = let_in
    claim = Claim.objects.get().uid
    with pytest.raises(NotFound):
        share_claim(actor=father, claim_uid=claim, key=key())
    code = share_claim(actor=mother, claim_uid=claim, key="again")
    assert share_claim(actor=mother, claim_uid=claim, key="again") == code
    for actor, why in ((mother, "您自己发出"), (father, "已经能看到")):
        with pytest.raises(RegistryRefused, match=why):
            accept_invitation(actor=actor, code=code, key=key())
    accept_invitation(actor=parent("外婆"), code=code, key=key())
    with pytest.raises(RegistryRefused, match="邀请码不对"):
        accept_invitation(actor=parent("别人"), code=code, key=key())


def test_an_officer_becomes_nobodys_guardian_by_his_own_decision(world: World) -> None:
    """Let in before, he may not decide; having decided, he may not be let in."""
    mother = parent("林母")
    hand_in(mother, world.filled(mother, claimed()))
    claim, keeper = Claim.objects.get().uid, appoint("keeper", world.county)
    given = {
        "claim_uid": claim,
        "is_theirs": True,
        "basis": "household",
        "ends": claimed().number[-4:],
    }
    code = share_claim(actor=mother, claim_uid=claim, key=key())
    accept_invitation(actor=keeper, code=code, key=key())
    with pytest.raises(CallRefused, match="自己登记"):
        decide_claim(actor=keeper, key=key(), **given)
    late = share_claim(actor=mother, claim_uid=claim, key=key())
    other = appoint("keeper", world.county)
    decide_claim(actor=other, key=key(), **given)
    with pytest.raises(RegistryRefused, match="您认定的"):
        accept_invitation(actor=other, code=late, key=key())
    assert accept_invitation(actor=parent("外婆"), code=late, key=key()) is not None
