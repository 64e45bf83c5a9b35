"""How a rolling round ends, and what it has left: nobody waits in it for ever."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Model

from tests.kernel.calls.publishing_world import key
from tests.kernel.calls.rolling_world import Desk, Rolling, rolling_round
from tests.kernel.calls.world import send_back
from tests.kernel.registry.people_world import doing
from xueyou.kernel.calls import clocks
from xueyou.kernel.calls.models import Application, Attestation, Call, Round, Run
from xueyou.kernel.calls.pictures import LABEL, keep
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.selectors.rolling import pools_open
from xueyou.kernel.calls.services.appeals import answer_appeal, appeal
from xueyou.kernel.calls.services.attesting import Fact, attest_many, take_back
from xueyou.kernel.calls.services.calls import close_call
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.changing import Missing
from xueyou.kernel.calls.services.forgetting_pictures import forget_pictures
from xueyou.kernel.calls.services.rolling import call_off, decide
from xueyou.kernel.calls.services.rounds import cancel_round
from xueyou.kernel.calls.standings import CALLS_CLOSED
from xueyou.kernel.deadlines.models import Deadline
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.standings import grant
from xueyou.platform.db import locks, uuid7
from xueyou.platform.files.sealed_copies import sealed_copy
from xueyou.platform.time import business_now
from xueyou.rulebook.language.exact import printed_day

PLACES = {"S1": 1, "S2": 1}
WISHES = [(90, ["S1", "S2"]), (80, ["S1", "S2"]), (70, ["S1"])]


@pytest.fixture
def desk(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Desk:
    """Open a small rolling round, with its data in a folder of the test's own."""
    settings.DATA = tmp_path
    Rolling.total = None
    return rolling_round(PLACES, WISHES)


def test_a_round_with_a_decision_is_not_cancelled(desk: Desk) -> None:
    """Neither while it is in signing nor once it is published; called off, it holds nothing."""
    desk.checked(0, 1, 2)
    run, clerk = desk.decided(), desk.results.office.enroller
    with pytest.raises(CallRefused, match="定过"):
        cancel_round(actor=clerk, round_uid=desk.round.uid, key=key())
    call_off(actor=clerk, run_uid=run.uid, reason="积分登记错了", key=key())
    desk.published(desk.decided())
    with pytest.raises(CallRefused, match="定过"):
        cancel_round(actor=clerk, round_uid=desk.round.uid, key=key())
    assert desk.round.state == "announced"


def test_a_round_whose_decisions_are_all_called_off_is_cancelled(desk: Desk) -> None:
    """Nothing of them counts."""
    desk.checked(0, 1, 2)
    run, clerk = desk.decided(), desk.results.office.enroller
    call_off(actor=clerk, run_uid=run.uid, reason="积分登记错了", key=key())
    cancel_round(actor=clerk, round_uid=desk.round.uid, key=key())
    assert desk.round.state == "cancelled"


def test_the_clocks_of_a_cancelled_round_stop(desk: Desk) -> None:
    """In the same act, running and paused ones: nobody hears that he is late with nothing."""
    clerk, waiting, returned = desk.results.office.enroller, desk.of(0), desk.of(1)
    with doing() as a:
        clocks.begun(a, waiting)
        clocks.begun(a, returned)
    missing = [Missing("score", "要原件")]
    send_back(actor=clerk, application_uid=returned.uid, missing=missing)
    cancel_round(actor=clerk, round_uid=desk.round.uid, key=key())
    assert set(Deadline.objects.values_list("state", "next_fire_at")) == {("cancelled", None)}


def test_what_was_never_completed_does_not_keep_the_call_open(desk: Desk) -> None:
    """Sent back and left so: the call closes, and its clock stops for good."""
    clerk, one = desk.results.office.enroller, desk.of(2)
    with doing() as a:
        clocks.begun(a, one)
    send_back(actor=clerk, application_uid=one.uid, missing=[Missing("score", "要原件")])
    desk.checked(0)
    Round.objects.filter(pk=desk.round.pk).update(closes_at=business_now() - timedelta(minutes=1))
    with pytest.raises(CallRefused, match="还有一轮"):
        close_call(actor=clerk, call_uid=desk.round.call.uid, key=key())
    desk.checked(1)
    desk.published(desk.decided())
    close_call(actor=clerk, call_uid=desk.round.call.uid, key=key())
    assert Call.objects.get(pk=desk.round.call_id).state == "closed"
    assert Application.objects.get(pk=one.pk).state == "returned"
    assert Deadline.objects.get(owner_uid=one.uid).state == "cancelled"


def photographed(application: Application) -> None:
    """Keep a photograph of an application."""
    with doing() as a, sealed_copy(b"jpeg", "p.jpg", label=LABEL, uid=uuid7()) as copy:
        keep(a, application, "score", "要原件", [copy])


def test_photographs_stay_to_the_last_day_to_appeal_and_through_an_appeal(desk: Desk) -> None:
    """They are what a second look looks at."""
    one = desk.of(0)
    photographed(one)
    desk.checked(0, 1, 2)
    desk.decided()
    rules = rules_of(desk.round).appeal
    assert rules is not None
    last = datetime.fromisoformat(f"{printed_day(rules.until)}T12:00:00+08:00")
    assert forget_pictures(at=last + timedelta(days=300)) == 0, "nobody has read a result yet"
    desk.published(Run.objects.get(round=desk.round))
    assert forget_pictures(at=last) == 0
    made = appeal(actor=desk.family(0), application_uid=one.uid, words="请再看看", key=key())
    assert forget_pictures(at=last + timedelta(days=1)) == 0
    clerk = desk.results.office.enroller
    answer_appeal(actor=clerk, appeal_uid=made, upheld=False, answer="看过了", key=key())
    assert forget_pictures(at=last + timedelta(days=1)) == 1


def test_photographs_of_what_was_never_completed_go_after_the_call(desk: Desk) -> None:
    """No result is published to them: their time runs from the last day to hand anything in."""
    one = desk.of(2)
    photographed(one)
    Application.objects.filter(pk=one.pk).update(state="returned")
    closed = business_now() - timedelta(days=1)
    Round.objects.filter(pk=desk.round.pk).update(closes_at=closed)
    assert forget_pictures(at=closed + timedelta(days=300)) == 0
    Call.objects.filter(pk=one.call_id).update(state="closed")
    assert forget_pictures(at=closed + timedelta(days=60)) == 0
    assert forget_pictures(at=closed + timedelta(days=61)) == 1


def test_a_word_that_decided_is_not_taken_back(desk: Desk) -> None:
    """Its batch is undone before the decision, or not at all."""
    desk.checked(0, 1, 2)
    with doing() as a:
        said = {"score": Fact("91")}
        made = attest_many(a, [(desk.of(0), said)], "officer", observed_at=a.business_at)
    desk.decided()
    with doing() as a, pytest.raises(CallRefused, match="在定结果"):
        take_back(a, made)
    assert Attestation.objects.filter(pk=made[0].pk).exists()


def test_what_the_public_reads_is_left_leaves_out_who_is_closed(desk: Desk) -> None:
    """Places of an organisation that is closed by a decision are nobody's to get."""
    one = pools_open()[0]
    assert (one.total, one.given, one.left) == (2, 0, 2)
    desk.checked(0, 1, 2)
    desk.decided()
    assert pools_open()[0].left == 2, "what is not published yet is nobody's to see"
    with doing() as a:
        grant(
            a,
            CALLS_CLOSED,
            desk.results.office.bureau,
            reason="停止招生",
            valid_from=a.business_at.date(),
            source=Ref("test", uuid4()),
        )
    one = pools_open()[0]
    assert (one.total, one.given, one.left, one.unlaid, one.shut) == (2, 0, 0, 0, 2)


def test_places_of_a_public_total_are_locked_in_one_order(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The call before its options, by hand and by an appeal: so neither waits for the other."""
    Rolling.total = 9
    desk.checked(0, 1, 2)
    desk.published(desk.decided())
    family, clerk = desk.family(2), desk.results.office.enroller
    asked = appeal(actor=family, application_uid=desk.of(2).uid, words="错了", key=key())
    option, held, before = desk.results.options["S1"].uid, list[str](), locks._lock

    def noted(model: type[Model], **of: Any) -> Any:
        held.append(model.__name__)
        return before(model, **of)

    monkeypatch.setattr(locks, "_lock", noted)
    add_line(
        actor=clerk, round_uid=desk.round.uid, option_uid=option,
        kind="planned", delta=1, reason="增加", key=key(),
    )  # fmt: skip
    by_hand, held[:] = list(held), []
    answer_appeal(
        actor=clerk,
        appeal_uid=asked,
        upheld=True,
        answer="应予录取。",
        option_uid=option,
        key=key(),
    )
    for order in (by_hand, held):
        assert order.index("Call") < order.index("Option")


def test_however_many_are_complete_they_are_decided_together(
    settings: Any, tmp_path: Path, db: None, business_clock: object
) -> None:
    """A place that many wait for is given, also where more wait than anybody thought of."""
    settings.DATA = tmp_path
    Rolling.total = None
    many = rolling_round({"S1": 1}, [(n, ["S1"]) for n in range(501)])
    Application.objects.filter(round=many.round).update(state="checked")
    run = decide(actor=many.results.office.enroller, round_uid=many.round.uid, key=key())
    assert Application.objects.filter(decided_in__uid=run).count() == 501
