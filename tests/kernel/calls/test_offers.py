"""Replies: accepted, declined, given back, lapsed; and who is called from the waiting list."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.calls.publishing_world import key, published
from tests.kernel.calls.results_world import TAKEN, Results, frozen_round
from xueyou.kernel.calls.models import Choice, Decision, Offer, OfferState, Round, Run
from xueyou.kernel.calls.refusals import CallRefused, WindowClosed
from xueyou.kernel.calls.services.offers import lapse_due, reply
from xueyou.kernel.calls.services.refilling import call_from_waiting
from xueyou.platform.access.reading import NotFound
from xueyou.platform.db import uuid7
from xueyou.platform.time import business_now

PLACES = {"S1": 1, "S2": 1}
WISHES = [(90, ["S1", "S2"]), (80, ["S1", "S2"]), (70, ["S1", "S2"]), (60, ["S2"])]


@pytest.fixture
def results(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Results:
    """Publish a small round, with its data in a folder of the test's own."""
    settings.DATA = tmp_path
    TAKEN.clear()
    results = frozen_round(PLACES, WISHES)
    published(results)
    return results


def offer(results: Results, number: int) -> Offer:
    """Return the latest offer of a child."""
    return Offer.objects.filter(application=results.applications[f"R{number:08d}"]).latest("pk")


def say(results: Results, number: int, *, accept: bool, with_key: str = "") -> str:
    """Reply as that child's family."""
    receipt = f"R{number:08d}"
    return reply(
        actor=results.families[receipt],
        offer_uid=offer(results, number).uid,
        accept=accept,
        key=with_key or key(),
    )


def call(results: Results, option: str, **more: Any) -> list[Any]:
    """Call from an option's waiting lists."""
    asked = {
        "actor": results.office.enroller,
        "round_uid": results.round.uid,
        "option_uid": results.options[option].uid,
        "reply_by": results.round.reply_by,
        "key": key(),
    }
    return call_from_waiting(**(asked | more))


def test_accepting_takes_the_place_up_once(results: Results) -> None:
    """The same key, and the same word again, change nothing."""
    assert say(results, 0, accept=True, with_key="k") == "accepted"
    assert say(results, 0, accept=True, with_key="k") == "accepted"
    assert say(results, 0, accept=True) == "accepted"
    assert [("up", offer(results, 0).uid)] == TAKEN
    assert offer(results, 0).taken_up_at is not None


def test_declining_frees_the_place_and_cannot_be_undone(results: Results) -> None:
    """A new word is refused; who waits may be called."""
    assert say(results, 0, accept=False) == "declined"
    assert say(results, 0, accept=False) == "declined"
    with pytest.raises(CallRefused, match="已经结束"):
        say(results, 0, accept=True)
    assert offer(results, 0).holds_place is False


def test_an_accepted_place_can_be_given_back(results: Results) -> None:
    """The room undoes what it did."""
    say(results, 0, accept=True)
    assert say(results, 0, accept=False) == "ended"
    assert [what for what, _ in TAKEN] == ["up", "back"]


def test_the_servers_time_decides_and_silence_lapses(results: Results, business_clock: Any) -> None:
    """At the closing moment itself it is too late, also before the duty has come by."""
    assert results.round.reply_by is not None
    business_clock.move_to(results.round.reply_by - timedelta(seconds=1))
    assert lapse_due() == 0
    say(results, 0, accept=True)
    business_clock.move_to(results.round.reply_by)
    with pytest.raises(WindowClosed):
        say(results, 1, accept=True)
    assert lapse_due() == 1
    assert lapse_due() == 0
    assert (offer(results, 0).state, offer(results, 1).state) == ("accepted", "lapsed")


def test_others_do_not_find_the_offer(results: Results) -> None:
    """Another family, the county, and before it is published its own."""
    uid = offer(results, 0).uid
    for actor in (results.families["R00000001"], results.office.county):
        with pytest.raises(NotFound):
            reply(actor=actor, offer_uid=uid, accept=True, key=key())
    Offer.objects.filter(uid=uid).update(state=OfferState.STAGED, holds_place=False)
    with pytest.raises(NotFound):
        reply(actor=results.family, offer_uid=uid, accept=True, key=key())


def test_a_place_given_up_goes_down_its_list_and_frees_the_next(results: Results) -> None:
    """Number two moves up to S1 and leaves S2, for which number three is called, not four."""
    say(results, 0, accept=False)
    assert call(results, "S2") == []
    assert len(call(results, "S1")) == 1
    assert (offer(results, 1).option.code, offer(results, 1).cause) == ("S1", "waiting")
    left = Offer.objects.get(application=results.applications["R00000001"], cause="run")
    assert (left.state, left.ended_why) == ("ended", "递补到更靠前的志愿")
    assert call(results, "S1") == []
    assert len(call(results, "S2")) == 1
    assert (offer(results, 2).option.code, offer(results, 2).choice_rank) == ("S2", 2)
    assert Offer.objects.filter(holds_place=True).count() == 2


def test_who_withdrew_is_not_called_again(results: Results) -> None:
    """He declined S2, so S1 goes to the next who waits for it."""
    say(results, 1, accept=False)
    say(results, 0, accept=False)
    call(results, "S1")
    assert offer(results, 2).option.code == "S1"
    assert offer(results, 1).state == "declined"


def test_without_a_time_to_reply_the_place_is_accepted_as_it_is_given(results: Results) -> None:
    """And taken up at once; what was held and taken up is given back."""
    say(results, 1, accept=True)
    say(results, 0, accept=False)
    TAKEN.clear()
    call(results, "S1", reply_by=None)
    assert offer(results, 1).state == "accepted"
    assert [what for what, _ in TAKEN] == ["back", "up"]


def test_a_refill_is_repeated_by_its_key_and_refused_to_others(results: Results) -> None:
    """The first outcome again; nobody else finds the round."""
    say(results, 0, accept=False)
    first = call(results, "S1", key="k")
    assert call(results, "S1", key="k") == first
    with pytest.raises(NotFound):
        call(results, "S1", actor=results.office.county)


def test_a_place_of_another_round_is_left_alone(
    db: None, settings: Any, tmp_path: Path, business_clock: object
) -> None:
    """Who got one since is not called away from it: the two lists cannot be compared."""
    settings.DATA = tmp_path
    TAKEN.clear()
    found = frozen_round({"S1": 1, "S2": 1}, [(90, ["S1"]), (80, ["S2"]), (70, ["S1"])])
    published(found)
    waiting = found.applications["R00000002"]
    round_ = Round.objects.get(pk=found.round.pk)
    run = Run.objects.get(round=round_, purpose="official")
    moment = round_.published_at
    round_.pk, round_.uid, round_.ordinal = None, uuid7(), 2
    round_.kind, round_.state = "supplementary", "run"
    round_.effective_run, round_.published_at = None, None
    round_.save(force_insert=True)
    run.pk, run.uid, run.round = None, uuid7(), round_
    run.save(force_insert=True)
    decision = Decision.objects.create(
        run=run,
        application=waiting,
        verdict="placed",
        option=found.options["S2"],
        batch="main",
        choice_rank=2,
        reason="placed",
    )
    held = Offer.objects.create(
        call=round_.call,
        application=waiting,
        option=found.options["S2"],
        decision=decision,
        batch="main",
        choice_rank=2,
        state="accepted",
        made_at=moment,
        replied_at=moment,
    )
    say(found, 0, accept=False)
    assert call(found, "S1", reply_by=None) == []
    held.refresh_from_db()
    assert held.holds_place


def later_round(results: Results, *numbers: int, **more: Any) -> Round:
    """Add a round after the published one, closed, in which these children ask again."""
    first = Round.objects.get(pk=results.round.pk)
    later = Round.objects.create(
        call=first.call,
        ordinal=2,
        kind="supplementary",
        rulebook=first.rulebook,
        rulebook_sha256=first.rulebook_sha256,
        opens_at=first.opens_at,
        closes_at=business_now() - timedelta(hours=1),
        **{"state": "announced", **more},
    )
    for number in numbers:
        one = Choice.objects.filter(application=results.applications[f"R{number:08d}"])[0]
        Choice.objects.create(
            application=one.application, round=later, option=one.option, batch="main", rank=1
        )
    return later


@pytest.mark.parametrize("state", ["announced", "frozen", "run"])
def test_who_waits_for_a_later_rounds_result_is_not_called_meanwhile(
    results: Results, state: str
) -> None:
    """From that round's closing to its publication: it could give a second place."""
    frozen = None if state == "announced" else business_now()
    later = later_round(results, 2, state=state, frozen_at=frozen)
    say(results, 0, accept=False)
    call(results, "S1", reply_by=None)
    with pytest.raises(CallRefused, match="后面一轮"):
        call(results, "S2", reply_by=None)
    Round.objects.filter(pk=later.pk).update(state="cancelled")
    call(results, "S2", reply_by=None)
    assert offer(results, 2).holds_place


def test_a_later_round_of_others_holds_no_refill_up(results: Results) -> None:
    """Nobody who is called asks in it, or it is open still."""
    later = later_round(results, 3)
    say(results, 0, accept=False)
    assert call(results, "S1", reply_by=None)
    Round.objects.filter(pk=later.pk).update(closes_at=business_now() + timedelta(days=1))
    later_choice = Choice.objects.filter(round=later).get()
    Choice.objects.filter(pk=later_choice.pk).update(application=results.applications["R00000002"])
    assert call(results, "S2", reply_by=None)
