"""Nobody works on the application of his own family; that it was tried stays in the log."""

import pytest

from tests.kernel.calls import room
from tests.kernel.calls.test_attestations import say
from tests.kernel.calls.world import (
    TODAY,
    World,
    check,
    child_of,
    claimed,
    hand_in,
    key,
    parent,
    send_back,
)
from xueyou.kernel.calls.insiders import OwnKin, near
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.services.changing import Missing
from xueyou.kernel.registry.models import Claim, ClaimSharing, Person
from xueyou.kernel.registry.services.bonds import bind
from xueyou.kernel.registry.services.invitations import accept_invitation
from xueyou.kernel.registry.services.people import account_person, add_person
from xueyou.kernel.registry.services.sharing import end_sharing, share_claim
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act


def bound(kind: str, one: Person, other: Person) -> None:
    """Write a bond between two people."""
    with act(SYSTEM, room.WORK.name) as a:
        bind(a, kind, one, other, basis="household", on=TODAY)
        a.about("person", one.uid)


def nephew_of(officer: SignedIn) -> tuple[SignedIn, Person]:
    """Return the officer's brother and the brother's child."""
    brother = parent("弟弟")
    child = child_of(brother)
    bound("sibling", account_person(officer.user), account_person(brother.user))  # type: ignore[arg-type]
    return brother, child


def test_a_nephew_needs_another_officer(world: World) -> None:
    """Checking, sending back and stating facts are refused; each try is remembered."""
    brother, child = nephew_of(world.officer)
    kin = world.handed_in(brother, child)
    before = Application.objects.values().get(pk=kin.pk)
    for tried in (
        lambda: check(actor=world.officer, application_uid=kin.uid),
        lambda: say(world, kin, "officer", zone=("西", "differs")),
        lambda: send_back(
            actor=world.officer,
            application_uid=kin.uid,
            missing=[Missing("zone", "请写清楚")],
        ),
    ):
        with pytest.raises(OwnKin):
            tried()
    assert Application.objects.values().get(pk=kin.pk) == before
    tries = Act.objects.filter(verb="calls.application.kin", subject_uid=kin.uid)
    assert [row.actor for row in tries] == [str(world.officer)] * 3


def test_one_s_own_claim_counts_as_kin_and_strangers_do_not(world: World) -> None:
    """Who asked for a child himself may not check it; of others' children nothing is in the way."""
    mine = world.handed_in(world.officer, claimed(9))
    stranger = parent("别人")
    other = world.handed_in(stranger, child_of(stranger, name="别人家的"))
    assert near(world.officer, [mine, other]) == {mine.pk}
    check(actor=world.officer, application_uid=other.uid)


def test_who_was_let_into_a_claim_by_a_code_is_of_that_family(world: World) -> None:
    """An officer who took the mother's code checks nothing of it; once she ends it he is nobody."""
    mother = parent("林母")
    draft = world.filled(mother, claimed())
    code = share_claim(actor=mother, claim_uid=Claim.objects.get().uid, key=key())
    other = world.handed_in(parent("别人"), claimed(9))
    accept_invitation(actor=world.officer, code=code, key=key())
    hand_in(mother, draft)
    mine = Application.objects.get(pk=draft.pk)
    assert near(world.officer, [mine, other]) == {mine.pk}
    with pytest.raises(OwnKin):
        check(actor=world.officer, application_uid=mine.uid)
    end_sharing(actor=mother, sharing_uid=ClaimSharing.objects.get().uid, key=key())
    assert near(world.officer, [mine, other]) == set()


def test_kin_reach_to_a_cousin_and_not_to_the_end_of_the_world(world: World) -> None:
    """The parent's other grandchild is near; a friend of the grandchild's guardian is not."""
    officer_file = account_person(world.officer.user)  # type: ignore[arg-type]
    with act(SYSTEM, room.WORK.name) as a:
        grandmother = add_person(a, name="外婆")
        a.about("person", grandmother.uid)
    bound("guardian", grandmother, officer_file)
    aunt = parent("姨母")
    bound("guardian", grandmother, account_person(aunt.user))  # type: ignore[arg-type]
    cousin = world.handed_in(aunt, child_of(aunt))
    friend = parent("同事")
    child = child_of(aunt, friend, name="寄养的")
    far = world.handed_in(friend, child_of(friend, name="同事家的"))
    assert near(world.officer, [cousin, far]) == {cousin.pk}
    assert child.pk != far.person_id
