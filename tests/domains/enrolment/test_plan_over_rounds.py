"""A school's year over the rounds of one call: places given up go to one round, never to two."""

from datetime import date

import pytest

from tests.domains.enrolment.entrusted_world import City, found_city
from tests.domains.enrolment.test_entrusted_school import published
from tests.domains.enrolment.world import key
from xueyou.domains.enrolment.shared_places import PLAN, planned_of
from xueyou.kernel.calls.models import Application, Offer, Option, Round
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.offers import reply
from xueyou.kernel.calls.services.refilling import call_from_waiting
from xueyou.kernel.registry.parameters import set_parameter
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM


@pytest.fixture
def city(db: None, own_roles: None) -> City:
    """Found a city whose school SY takes two in all; three ask for it, and one waits."""
    made = found_city()
    set_parameter(
        actor=SYSTEM,
        name=PLAN,
        organisation_uid=made.places["SY"].uid,
        value=2,
        source="甲教〔2026〕9号",
        valid_from=date(2026, 1, 1),
        key=key(),
    )
    return made


def add(city: City, round_: Round, places: int) -> None:
    """Let the county lay places of SY in a round."""
    add_line(
        actor=city.east,
        round_uid=round_.uid,
        option_uid=Option.objects.get(call=round_.call, code="SY").uid,
        kind="planned",
        delta=places,
        reason="余下的学位",
        key=key(),
    )


def declined(one: Application) -> None:
    """Let a family give its place up."""
    assert isinstance(one.submitted_by, User)
    offer = Offer.objects.get(application=one, holds_place=True)
    reply(actor=actor_for(one.submitted_by), offer_uid=offer.uid, accept=False, key=key())


def refill(city: City, round_: Round) -> int:
    """Call from the waiting list of SY; return how many came."""
    option = Option.objects.get(call=round_.call, code="SY")
    return len(
        call_from_waiting(
            actor=city.east,
            round_uid=round_.uid,
            option_uid=option.uid,
            reply_by=None,
            key=key(),
        )
    )


def test_a_place_given_up_is_laid_again_or_refilled_not_both(city: City) -> None:
    """Two held; one is given up and laid in a second round: the waiting list has to wait."""
    city.entrust()
    city.zones("SY")
    first = Round.objects.get(uid=city.call())
    call = first.call
    city.planned(first.uid, "SY")
    add(city, first, 1)
    city.announce(first.uid)
    children = [city.handed_in(first.uid, serial=number) for number in (1, 2, 3)]
    published(city, first.uid)
    second = Round.objects.get(uid=city.round(call.uid))
    with pytest.raises(CallRefused, match=r"要登记到3个.*多了1个"):
        add(city, second, 1)
    declined(next(one for one in children if one.offers.filter(holds_place=True).exists()))
    add(city, second, 1)
    city.announce(second.uid)
    with pytest.raises(CallRefused, match=r"多了1个.*没有递补"):
        refill(city, first)
    assert Offer.objects.filter(call=call, holds_place=True).count() == 1
    add(city, second, -1)
    assert refill(city, first) == 1
    found = planned_of(call, city.places["SY"])
    assert found is not None
    assert (found.most, found.total) == (2, 2)
