"""One school in the calls of two counties: together they plan no more than it takes in a year."""

import threading
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.domains.enrolment import ruled
from tests.domains.enrolment.entrusted_world import NOTICE, TODAY, City, call_of, found_city
from tests.domains.enrolment.world import key, rules
from tests.kernel.calls.world import NOW
from tests.platform.threads import at_once
from xueyou.domains.enrolment import call_kinds, shared_places
from xueyou.domains.enrolment.services.entrusting import Entrusting, entrust_school
from xueyou.domains.enrolment.shared_places import PLAN, planned_of
from xueyou.kernel.calls.models import CapacityLine, Option, Round
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.capacity import add_line, void_line
from xueyou.kernel.calls.services.options import add_option
from xueyou.kernel.calls.services.rounds import announce_round, cancel_round
from xueyou.kernel.registry.parameters import set_parameter
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.time import frozen_business

PAPER = "甲教〔2026〕9号"
RULES = rules("stable_id")


class Shared:
    """SY is entrusted to both counties; each has a draft round with SY in it."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.officer = {"E": city.east, "W": city.west}
        for county in self.officer:
            given = Entrusting(city.places["SY"].uid, city.places[county].uid, NOTICE, TODAY)
            entrust_school(actor=city.city, given=given, key=key())
        self.round = {county: self._round(county) for county in self.officer}

    def _round(self, county: str) -> UUID:
        call = open_call(
            actor=self.officer[county],
            kind="enrolment.school",
            organisation_uid=self.city.places[county].uid,
            year=2026,
            title="2026年小学入学",
            settings={"stage": "primary"},
            key=key(),
        )
        add_option(
            actor=self.officer[county],
            call_uid=call,
            organisation_uid=self.city.places["SY"].uid,
            code="SY",
            title="市实验小学",
            attributes={"school": "SY"},
            key=key(),
        )
        mine, self.city.east = self.city.east, self.officer[county]
        try:
            return self.city.round(call)
        finally:
            self.city.east = mine

    def plan(self, most: int) -> None:
        """Let the city say how many the school takes in all."""
        set_parameter(
            actor=SYSTEM,
            name=PLAN,
            organisation_uid=self.city.places["SY"].uid,
            value=most,
            source=PAPER,
            valid_from=date(2026, 1, 1),
            applies_to="primary",
            key=key(),
        )

    def add(self, county: str, places: int, to: UUID | None = None) -> int:
        """Plan places of SY in a county's round, the first if none is named."""
        round_ = to or self.round[county]
        return add_line(
            actor=self.officer[county],
            round_uid=round_,
            option_uid=Option.objects.get(call=call_of(round_), code="SY").uid,
            kind="planned",
            delta=places,
            reason="计划人数",
            key=key(),
        )

    def announce(self, round_: UUID) -> None:
        """Let the eastern county announce one of its rounds."""
        announce_round(
            actor=self.city.east, round_uid=round_, rules=RULES, source=NOTICE, key=key()
        )


@pytest.fixture
def shared(db: None, own_roles: None) -> Shared:
    """Found the city with both calls."""
    return Shared(found_city())


def _let_two_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody go on before both have counted, if both can count at one moment."""
    both, counted = threading.Barrier(2), shared_places.places_by_call

    def counted_together(*args: Any, **more: Any) -> Any:
        found = counted(*args, **more)
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=1)
        return found

    monkeypatch.setattr(shared_places, "places_by_call", counted_together)


def test_two_counties_plan_no_more_than_the_school_takes(shared: Shared) -> None:
    """The sentence names every number; what is left over may still be planned."""
    shared.plan(40)
    shared.add("E", 30)
    with pytest.raises(CallRefused) as refused:
        shared.add("W", 15)
    said = str(refused.value)
    for part in ("市实验小学", "一共招40人", PAPER, "登记30个", "到15个", "加起来45个", "多了5个"):
        assert part in said
    shared.add("W", 10)
    found = planned_of(call_of(shared.round["W"]), shared.city.places["SY"])
    assert found is not None
    assert (found.most, found.total) == (40, 40)


def test_what_is_voided_or_cancelled_is_free_again(shared: Shared) -> None:
    """And a line that takes places away is never refused."""
    shared.plan(40)
    line = shared.add("E", 40)
    shared.add("E", -5)
    with pytest.raises(CallRefused):
        shared.add("W", 6)
    void_line(actor=shared.city.east, round_uid=shared.round["E"], line_id=line + 1, key=key())
    cancel_round(actor=shared.city.east, round_uid=shared.round["E"], key=key())
    shared.add("W", 40)


def test_what_was_planned_before_the_plan_is_not_announced_beyond_it(shared: Shared) -> None:
    """A copied call, or a plan that was made smaller: the act that tells families refuses."""
    shared.add("E", 30)
    shared.add("W", 30)
    shared.plan(40)
    with pytest.raises(CallRefused, match="多了20个"):
        shared.announce(shared.round["E"])
    assert Round.objects.get(uid=shared.round["E"]).state == "draft"


def test_rounds_that_are_announced_count_together(shared: Shared) -> None:
    """A draft may repeat the plan of the first; announced, each could give all of its places."""
    shared.plan(40)
    first = shared.round["E"]
    second = shared.city.round(call_of(first).uid)
    shared.add("E", 30, first)
    shared.add("E", 30, second)
    shared.announce(first)
    with pytest.raises(CallRefused, match=r"要登记到60个.*多了20个"):
        shared.announce(second)
    shared.add("E", -20, second)
    shared.announce(second)
    for round_ in (first, second):
        with pytest.raises(CallRefused, match="多了1个"):
            shared.add("E", 1, round_)


def test_two_rounds_are_announced_at_the_same_moment(own_database: Any, own_roles: None) -> None:
    """Neither has given anything yet: one of two that fit alone and not together is refused."""
    shared = Shared(found_city())
    shared.plan(40)
    rounds = [shared.round["E"], shared.city.round(call_of(shared.round["E"]).uid)]
    for one in rounds:
        shared.add("E", 30, one)

    def announce(number: int) -> str:
        with frozen_business(NOW):
            try:
                shared.announce(rounds[number])
            except CallRefused:
                return "refused"
            return "announced"

    assert sorted(at_once(2, announce)) == ["announced", "refused"]
    assert sorted(Round.objects.filter(uid__in=rounds).values_list("state", flat=True)) == [
        "announced",
        "draft",
    ]


def test_one_is_announced_while_the_other_county_adds(
    own_database: Any, own_roles: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever is first, the second counts what the first has done."""
    shared = Shared(found_city())
    shared.add("E", 30)
    shared.plan(40)
    _let_two_count_together(monkeypatch)

    def work(number: int) -> str:
        with frozen_business(NOW):
            try:
                if number == 0:
                    shared.announce(shared.round["E"])
                else:
                    shared.add("W", 20)
            except CallRefused:
                return "refused"
            return "done"

    assert at_once(2, work) == ["done", "refused"]


def test_without_a_plan_nothing_is_refused(shared: Shared) -> None:
    """Nobody has said how many: each county answers for its own."""
    shared.add("E", 30)
    shared.add("W", 30)


def test_two_counties_add_at_the_same_moment(
    own_database: Any, own_roles: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of two that fit alone and not together is refused."""
    shared = Shared(found_city())
    shared.plan(40)
    _let_two_count_together(monkeypatch)

    def add(number: int) -> str:
        with frozen_business(NOW):
            try:
                shared.add("EW"[number], 30)
            except CallRefused:
                return "refused"
            return "added"

    assert sorted(at_once(2, add)) == ["added", "refused"]
    assert sum(CapacityLine.objects.values_list("delta", flat=True)) == 30


def test_a_cut_that_is_voided_brings_places_back_within_the_plan(shared: Shared) -> None:
    """What another county has taken meanwhile is not given twice."""
    shared.plan(40)
    shared.add("E", 40)
    shared.add("E", -30)
    cut = CapacityLine.objects.get(delta=-30)
    shared.add("W", 30)
    with pytest.raises(CallRefused, match="多了30个"):
        void_line(actor=shared.city.east, round_uid=shared.round["E"], line_id=cut.pk, key=key())
    cut.refresh_from_db()
    assert cut.voided_at is None


def test_a_round_is_announced_while_another_of_its_call_is_given_places(
    own_database: Any, own_roles: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both hold the school, and both raise the stamp of the call: never one each."""
    shared = Shared(found_city())
    shared.plan(400)
    first = shared.round["E"]
    second = shared.city.round(call_of(first).uid)
    shared.add("E", 30)
    answers = {**ruled.ANSWERS, "migrants": "after", "completion": "yes"}
    text = ruled.forms.write(ruled.forms.TIERS, ruled.NOTICE, answers, committee=False)
    announcing, adding = threading.Event(), threading.Event()
    required, planned = call_kinds.require_plans_kept, shared_places.places_by_call

    def required_later(round_: Round) -> None:
        """Let the other one come as far as it can before the schools are locked."""
        announcing.set()
        adding.wait(1)
        required(round_)

    def counted(*args: Any, more: Any, **rest: Any) -> Any:
        if more:
            adding.set()
        return planned(*args, more=more, **rest)

    monkeypatch.setattr(call_kinds, "require_plans_kept", required_later)
    monkeypatch.setattr(shared_places, "places_by_call", counted)

    def work(number: int) -> str:
        with frozen_business(NOW):
            if number == 0:
                announce_round(
                    actor=shared.city.east, round_uid=first, rules=text, source=NOTICE, key=key()
                )
                return "announced"
            announcing.wait(20)
            shared.add("E", 5, second)
            return "added"

    assert at_once(2, work) == ["announced", "added"]
