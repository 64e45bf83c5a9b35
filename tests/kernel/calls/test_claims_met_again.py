"""A child is known by the claim before the application knows it: the bond alone counts then."""

import pytest

from tests.kernel.calls.room import WORK
from tests.kernel.calls.world import World, citizen_number, claimed, hand_in, key, parent
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.selectors.applications import mine
from xueyou.kernel.calls.services.drafts import own_application, start_draft
from xueyou.kernel.registry.models import Claim, PersonBond, PersonBondKind
from xueyou.kernel.registry.services.bonds import bind
from xueyou.kernel.registry.services.claims import make_claim
from xueyou.kernel.registry.services.people import (
    account_person,
    add_person,
    confirm_identifier,
)
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.access.reading import NotFound
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.time import wall_now


@pytest.fixture
def met(world: World) -> tuple[SignedIn, Application]:
    """Return a father whose child a school has registered since he handed in, and what he did.

    He has typed the number again elsewhere: his claim is confirmed by that.
    """
    father = parent("林父")
    application = world.filled(father, claimed(7))
    hand_in(father, application)
    assert isinstance(father.user, User)
    with act(SYSTEM, WORK.name) as a:
        child = add_person(a, name="林小满")
        on = a.business_at.date()
        number = citizen_number(7)
        confirm_identifier(a, child, kind="citizen", number=number, checked_by="school", on=on)
        holder = account_person(father.user)
        bind(a, PersonBondKind.GUARDIAN, holder, child, basis="household", on=on)
        a.about("person", child.uid)
    with act(SYSTEM, WORK.name) as a:
        typed = claimed(7)
        made = make_claim(
            a,
            account=father.user,
            purpose="guardian",
            kind=typed.kind,
            number=typed.number,
            name=typed.name,
            sex=typed.sex,
            born_on=typed.born_on,
        )
        a.about("claim", made.uid)
    assert Claim.objects.get().person == child
    return father, application


def test_typing_the_number_again_finds_what_was_handed_in(
    world: World, met: tuple[SignedIn, Application]
) -> None:
    """It is one application still, and he sees it."""
    father, application = met
    again = start_draft(actor=father, call_uid=world.call.uid, party=claimed(7), key=key())
    assert again == application.uid
    assert [one.uid for one in mine(father)] == [application.uid]


def test_a_guardian_no_more_sees_nothing_of_it(met: tuple[SignedIn, Application]) -> None:
    """Also where the application does not know its child yet."""
    father, application = met
    PersonBond.objects.update(voided_at=wall_now())
    assert mine(father) == []
    with pytest.raises(NotFound):
        own_application(father, application.uid)
