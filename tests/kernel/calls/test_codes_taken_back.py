"""A code that nobody has typed is seen by who gave it, and taken back, also once all is checked."""

import pytest

from tests.kernel.calls.world import World, appoint, claimed, hand_in, key, parent
from xueyou.kernel.calls.services.deciding import decide_claim
from xueyou.kernel.registry.invitation_codes import LIFE
from xueyou.kernel.registry.models import Claim, Person
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.selectors.people import codes_given
from xueyou.kernel.registry.services.invitations import (
    accept_invitation,
    invite_guardian,
    take_codes_back,
)
from xueyou.kernel.registry.services.sharing import share_claim
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act
from xueyou.platform.time import business_now


@pytest.fixture
def confirmed(world: World) -> tuple[SignedIn, str]:
    """Return a mother and a code she made before an officer confirmed her claim."""
    mother = parent("林母")
    hand_in(mother, world.filled(mother, claimed()))
    claim = Claim.objects.get().uid
    code = share_claim(actor=mother, claim_uid=claim, key=key())
    decide_claim(
        actor=appoint("keeper", world.county),
        claim_uid=claim,
        is_theirs=True,
        basis="household",
        ends=claimed().number[-4:],
        key=key(),
    )
    return mother, code


def the_child() -> Person:
    """Return the child that the claim was confirmed as."""
    person = Claim.objects.get().person
    assert person is not None
    return person


def test_a_code_from_before_is_taken_back(confirmed: tuple[SignedIn, str]) -> None:
    """Tests that its end is shown, and that nobody comes in by it then."""
    mother, code = confirmed
    child = the_child()
    (given,) = codes_given(mother, child.uid)
    assert given.expires_at == given.made_at + LIFE
    take_codes_back(actor=mother, person_uid=child.uid, key="b")
    take_codes_back(actor=mother, person_uid=child.uid, key="b")
    assert codes_given(mother, child.uid) == []
    with pytest.raises(RegistryRefused, match="邀请码不对"):
        accept_invitation(actor=parent("外婆"), code=code, key=key())
    (told,) = Act.objects.filter(verb="registry.guardian.take_back")
    assert len(told.data["invitations"]) == 1


def test_a_newer_code_ends_the_one_from_before(confirmed: tuple[SignedIn, str]) -> None:
    """As the page says: made anew, the earlier one that nobody used is over."""
    mother, code = confirmed
    child = the_child()
    newer = invite_guardian(actor=mother, person_uid=child.uid, key=key())
    assert len(codes_given(mother, child.uid)) == 1
    with pytest.raises(RegistryRefused, match="邀请码不对"):
        accept_invitation(actor=parent("外婆"), code=code, key=key())
    take_codes_back(actor=mother, person_uid=child.uid, key=key())
    with pytest.raises(RegistryRefused, match="邀请码不对"):
        accept_invitation(actor=parent("外婆"), code=newer, key=key())


def test_only_who_gave_it_sees_it_and_only_while_it_opens(
    confirmed: tuple[SignedIn, str],
) -> None:
    """The other guardian has codes of his own; one that is over is not shown."""
    mother, code = confirmed
    child = the_child()
    father = parent("周父")
    accept_invitation(actor=father, code=code, key=key())
    assert codes_given(mother, child.uid) == []
    late = invite_guardian(actor=father, person_uid=child.uid, key=key())
    assert codes_given(mother, child.uid) == []
    assert codes_given(father, child.uid, at=business_now() + LIFE) == []
    take_codes_back(actor=mother, person_uid=child.uid, key=key())
    assert accept_invitation(actor=parent("外婆"), code=late, key=key()) == child.uid
    for ask in (
        codes_given,
        lambda actor, uid: take_codes_back(actor=actor, person_uid=uid, key="x"),
    ):
        with pytest.raises(NotFound):
            ask(parent("别人"), child.uid)
