"""A rolling round decides what is complete, from a folder of its own, and never twice a place."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.calls.publishing_world import key
from tests.kernel.calls.results_world import TAKEN, rules
from tests.kernel.calls.rolling_world import Desk, Rolling, rolling_round
from tests.kernel.calls.world import check, send_back
from tests.kernel.registry.people_world import citizen_number, doing, officer
from xueyou.formats.program import code_digest
from xueyou.kernel.calls.models import Application, Decision, Offer, Option, Run
from xueyou.kernel.calls.parties import KnownChild
from xueyou.kernel.calls.refusals import CallRefused, RulesRefused, WindowClosed
from xueyou.kernel.calls.selectors.results import result_of
from xueyou.kernel.calls.selectors.rolling import rolling_desk
from xueyou.kernel.calls.services import run_folders as folders
from xueyou.kernel.calls.services.appeals import answer_appeal, appeal
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.changing import Missing, withdraw
from xueyou.kernel.calls.services.deciding import decide_claim
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.offers import reply
from xueyou.kernel.calls.services.ordering import publish_run
from xueyou.kernel.calls.services.places_left import places_left
from xueyou.kernel.calls.services.rolling import call_off, decide, ready_in
from xueyou.kernel.calls.services.rounds import announce_round
from xueyou.kernel.calls.services.running import fail_abandoned
from xueyou.kernel.calls.services.submitting import submit
from xueyou.kernel.deadlines.firing import fire_due
from xueyou.kernel.deadlines.models import Deadline
from xueyou.kernel.papers.refusals import NotSigned
from xueyou.kernel.registry.models import Claim
from xueyou.kernel.registry.services.claims import make_claim
from xueyou.kernel.registry.services.people import confirm_identifier
from xueyou.platform.jobs.models import Job
from xueyou.platform.notifications.models import Notification
from xueyou.platform.time import business_now
from xueyou.rulebook.allocation.run import run as run_folder

PLACES = {"S1": 1, "S2": 1}
WISHES = [(90, ["S1", "S2"]), (80, ["S1", "S2"]), (70, ["S1"])]


@pytest.fixture
def desk(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Desk:
    """Open a small rolling round, with its data in a folder of the test's own."""
    settings.DATA = tmp_path
    TAKEN.clear()
    Rolling.total = None
    return rolling_round(PLACES, WISHES)


def told(desk: Desk, number: int) -> Any:
    """Return what the family of that child reads."""
    return result_of(desk.family(number), desk.of(number).uid)


def left(desk: Desk) -> dict[str, int]:
    """Return how many places are left by option."""
    options = list(Option.objects.filter(call=desk.round.call))
    codes = {one.pk: one.code for one in options}
    return {codes[one.option_id]: one.count for one in places_left(desk.round, options)}


def test_one_is_decided_signed_offered_and_accepted_while_others_still_come(desk: Desk) -> None:
    """Until it is published nobody sees it; then only this family; its place is gone for others."""
    Application.objects.exclude(pk=desk.of(2).pk).update(state="draft")  # only one came so far
    desk.checked(2)
    run = desk.decided()
    assert (run.state, run.rolling, run.took_effect_at) == ("done", True, None)
    assert (told(desk, 2), left(desk)) == ((), {"S1": 0, "S2": 1})
    published = desk.published(run)
    found = told(desk, 2)[0]
    assert (found.verdict, found.option, found.publication_id) == ("placed", "S1学校", run.uid)
    assert (found.offer.state, found.offer.reply_by) == ("open", published.reply_by)
    assert found.published_at == published.took_effect_at
    assert (desk.round.state, desk.round.effective_run_id) == ("announced", None)
    assert TAKEN == []
    reply(actor=desk.family(2), offer_uid=desk.offer(2).uid, accept=True, key=key())
    assert [("up", desk.offer(2).uid)] == TAKEN
    Application.objects.filter(state="draft").update(state="submitted")
    desk.checked(0, 1)
    desk.published(desk.decided())
    assert [told(desk, n)[0].option for n in (0, 1)] == ["S2学校", ""]
    assert left(desk) == {"S1": 0, "S2": 0}
    reply(actor=desk.family(0), offer_uid=desk.offer(0).uid, accept=False, key=key())
    assert left(desk) == {"S1": 0, "S2": 1}


def test_whoever_is_complete_is_decided_together_by_the_rules_and_not_by_arrival(
    desk: Desk,
) -> None:
    """R1: a place two wait for is not given while one of them is unchecked."""
    desk.checked(1)
    with pytest.raises(CallRefused, match="先来后到不作数"):
        desk.decided()
    assert not Run.objects.filter(rolling=True).exists()
    desk.checked(0, 2)
    run = desk.decided()
    placed = Decision.objects.filter(run=run, verdict="placed").order_by("application")
    assert [(one.application.receipt_no[-1], one.option.code) for one in placed] == [
        ("0", "S1"),
        ("1", "S2"),
    ]


def test_rules_that_declare_arrival_decide_who_is_complete(
    settings: Any, tmp_path: Path, db: None, business_clock: object
) -> None:
    """Where the rules say that the day of arrival counts, nobody is waited for."""
    settings.DATA = tmp_path
    text = rules().replace("appeal:", "  arrived: {zh: 交来的日子, type: date}\nappeal:")
    desk = rolling_round(PLACES, WISHES, text=text)
    desk.checked(1)
    run = desk.decided()
    assert [one.option.code for one in Decision.objects.filter(run=run)] == ["S1"]


def test_a_decision_can_be_recomputed_from_its_own_folder(desk: Desk, tmp_path: Path) -> None:
    """What happens later, new places and other facts, changes nothing in it."""
    desk.checked(0, 1, 2)
    run = desk.decided()
    add_line(
        actor=desk.results.office.enroller,
        round_uid=desk.round.uid,
        option_uid=desk.results.options["S1"].uid,
        kind="planned",
        delta=9,
        reason="后来增加",
        key=key(),
    )
    folder = tmp_path / "again"
    assert run.input is not None
    folders.unpack_sealed(run.input, folder, label=folders.INPUT, uid=run.uid)
    assert (folder / "0" / "options.csv").read_text().splitlines()[1:] == ["S1,main,1", "S2,main,1"]
    ran = run_folder(folder / "0", tmp_path / "out", code=code_digest())
    assert ran.digests.inputs == run.input_sha256
    assert (tmp_path / "out" / "placements.csv").read_text().count("\n") == 3


def test_what_is_being_decided_is_as_frozen(desk: Desk) -> None:
    """Neither family nor clerk changes it; answered without a place, it may be asked anew."""
    desk.checked(0, 1, 2)
    run = desk.decided()
    uid, family = desk.of(2).uid, desk.family(2)
    clerk = desk.results.office.enroller
    with pytest.raises(WindowClosed, match="在定结果"):
        save_draft(actor=family, application_uid=uid, answers={"score": "99"})
    with pytest.raises(WindowClosed, match="在定结果"):
        withdraw(actor=family, application_uid=uid, key=key())
    with pytest.raises(CallRefused, match="在定结果"):
        send_back(actor=clerk, application_uid=uid, missing=[Missing("score", "要原件")])
    with pytest.raises(CallRefused, match="没有核对完"):
        desk.decided()
    desk.published(run)
    assert told(desk, 2)[0].verdict in ("waiting", "refused")
    withdraw(actor=family, application_uid=uid, key=key())
    with pytest.raises(CallRefused, match="已经有学位"):
        withdraw(actor=desk.family(0), application_uid=desk.of(0).uid, key=key())


def pending(desk: Desk, number: int) -> Claim:
    """Let a child be only claimed, with no number, and its application not know it."""
    now = business_now()
    made = Claim.objects.create(
        account=desk.family(number).user, purpose="test", kind="none_yet", name="林小满",
        made_at=now, expires_at=now + timedelta(days=9),
    )  # fmt: skip
    Application.objects.filter(pk=desk.of(number).pk).update(claim=made, person=None)
    return made


def test_only_a_child_that_somebody_has_confirmed_is_decided(desk: Desk) -> None:
    """A claim that nobody has looked at holds its application, and is told to the desk."""
    desk.checked(0, 1, 2)
    pending(desk, 1)
    assert [one.pk for one in ready_in(desk.round)] == [desk.of(0).pk, desk.of(2).pk]
    found = rolling_desk(desk.results.office.enroller, desk.round.uid)
    assert [one.row.uid for one in found.waiting if one.claimed] == [desk.of(1).uid]
    with pytest.raises(CallRefused, match="没有认定孩子"):
        desk.decided()
    Application.objects.exclude(pk=desk.of(1).pk).update(state="draft")
    with pytest.raises(CallRefused, match="先认定孩子"):
        desk.decided()


def test_a_claim_confirmed_late_does_not_undo_what_was_decided(desk: Desk) -> None:
    """Also where the child has another application by then."""
    desk.checked(0, 1, 2)
    run, child = desk.decided(), desk.of(1).person
    assert child is not None
    with doing() as a:
        typed, on = citizen_number(7), a.business_at.date()
        confirm_identifier(a, child, kind="citizen", number=typed, checked_by="police", on=on)
        stranger = desk.results.office.stranger.user
        made = make_claim(
            a, account=stranger, purpose="test", kind="citizen", number=typed, name="林小满"
        )
        a.about("claim", made.uid)
    Application.objects.filter(pk=desk.of(0).pk).update(claim=made, person=None)
    decide_claim(
        actor=officer("registry_keeper", desk.results.office.bureau),
        claim_uid=made.uid,
        is_theirs=True,
        basis="household",
        ends=typed[-4:],
        key=key(),
    )
    found = desk.of(0)
    assert (found.state, found.withdrawn_at, found.decided_in) == ("checked", None, run)


def test_nobody_withdraws_with_an_open_appeal_nor_is_cured_where_he_withdrew(desk: Desk) -> None:
    """Who asks anew and gets a place has one place, however the appeal of before is answered."""
    desk.checked(0, 1, 2)
    desk.published(desk.decided())
    one, family = desk.of(2), desk.family(2)
    asked = appeal(actor=family, application_uid=one.uid, words="错了", key=key())
    with pytest.raises(CallRefused, match="复核"):
        withdraw(actor=family, application_uid=one.uid, key=key())
    Application.objects.filter(pk=one.pk).update(state="withdrawn", withdrawn_at=business_now())
    answer: dict[str, Any] = {
        "actor": desk.results.office.enroller,
        "appeal_uid": asked,
        "answer": "应予录取。",
        "key": key(),
    }
    with pytest.raises(CallRefused, match="撤回"):
        answer_appeal(upheld=True, option_uid=desk.results.options["S1"].uid, **answer)
    assert not Offer.objects.filter(application=one).exists()
    assert answer_appeal(upheld=False, **answer) is None
    with pytest.raises(CallRefused, match="撤回"):
        appeal(actor=family, application_uid=one.uid, words="还是错了", key=key())


def test_only_a_signed_order_about_this_very_decision_publishes_it(desk: Desk) -> None:
    """The paper of another decision does not do, nor an unsigned one; twice is as once."""
    Application.objects.exclude(pk=desk.of(0).pk).update(state="draft")
    desk.checked(0)
    first = desk.decided()
    paper = desk.signed(first)
    Application.objects.filter(state="draft").update(state="submitted")
    desk.checked(1, 2)
    second = desk.decided()
    with pytest.raises(NotSigned):
        publish_run(
            actor=desk.results.office.chief, run_uid=second.uid, paper_uid=paper.uid, key=key()
        )
    desk.published(first)
    offers = Offer.objects.count()
    with pytest.raises(CallRefused, match="已经公布"):
        publish_run(
            actor=desk.results.office.chief, run_uid=first.uid, paper_uid=paper.uid, key=key()
        )
    assert (Offer.objects.count(), told(desk, 1)) == (offers, ())


def test_a_mistaken_decision_is_called_off_with_its_reason_and_made_anew(desk: Desk) -> None:
    """Its places are free again, its applications open; it stays in the register."""
    desk.checked(0, 1, 2)
    run = desk.decided()
    clerk = desk.results.office.enroller
    with pytest.raises(CallRefused, match="写明原因"):
        call_off(actor=clerk, run_uid=run.uid, reason=" ", key=key())
    call_off(actor=clerk, run_uid=run.uid, reason="积分登记错了", key=key())
    run.refresh_from_db()
    assert (run.state, run.failure, left(desk)) == (
        "failed",
        "作废：积分登记错了",
        {"S1": 1, "S2": 1},
    )
    assert desk.decided().state == "done"


def test_places_given_and_not_published_cannot_be_taken_away(desk: Desk) -> None:
    """A line that would take what a signed decision is about to give is refused."""
    desk.checked(0, 1, 2)
    desk.decided()
    with pytest.raises(CallRefused, match="减不了"):
        add_line(
            actor=desk.results.office.enroller,
            round_uid=desk.round.uid,
            option_uid=desk.results.options["S1"].uid,
            kind="planned",
            delta=-1,
            reason="减少",
            key=key(),
        )


def test_the_public_total_is_never_exceeded(desk: Desk) -> None:
    """The sum over all options is held against it; within it places may be added."""
    Rolling.total = 3

    def add(delta: int) -> None:
        add_line(
            actor=desk.results.office.enroller,
            round_uid=desk.round.uid,
            option_uid=desk.results.options["S2"].uid,
            kind="planned",
            delta=delta,
            reason="增加",
            key=key(),
        )

    with pytest.raises(CallRefused, match="公布的总数是3个，已经登记2个"):
        add(2)
    add(1)
    with pytest.raises(CallRefused, match="超过"):
        add(1)


def test_such_a_round_is_neither_frozen_nor_drawn(desk: Desk) -> None:
    """It has no list to freeze, so rules that draw lots are refused when it is announced."""
    clerk = desk.results.office.enroller
    with pytest.raises(CallRefused, match="不用封存"):
        freeze(actor=clerk, round_uid=desk.round.uid, key=key())
    desk.results.round.__class__.objects.filter(pk=desk.round.pk).update(state="draft")
    with pytest.raises(RulesRefused, match="摇号"):
        announce_round(
            actor=clerk,
            round_uid=desk.round.uid,
            rules=rules(tie="lottery"),
            source="试",
            key=key(),
        )
    desk.results.round.__class__.objects.filter(pk=desk.round.pk).update(state="announced")
    with pytest.raises(CallRefused, match="没有核对完"):
        decide(actor=clerk, round_uid=desk.round.uid, key=key())


def test_a_group_counts_only_once_all_of_it_is_checked(desk: Desk) -> None:
    """What is checked is complete; of twins both are wanted."""
    clerk = desk.results.office.enroller
    Application.objects.filter(pk__in=[desk.of(0).pk, desk.of(1).pk]).update(group_key="twins")
    check(actor=clerk, application_uid=desk.of(0).uid)
    with pytest.raises(CallRefused, match="没有核对完"):
        decide(actor=clerk, round_uid=desk.round.uid, key=key())


def test_the_clock_runs_while_the_office_has_it(desk: Desk) -> None:
    """Handed in it starts, sent back it stands still, answered it is met; whoever checks hears."""
    family, clerk, one = desk.family(2), desk.results.office.enroller, desk.of(2)
    withdraw(actor=family, application_uid=one.uid, key=key())
    uid = start_draft(
        actor=family, call_uid=one.call.uid, party=KnownChild(one.person.uid), key=key()
    )
    save_draft(
        actor=family,
        application_uid=uid,
        answers={"score": "70"},
        choices={"main": [desk.results.options["S1"].uid]},
    )
    submit(actor=family, application_uid=uid, key=str(Application.objects.get(uid=uid).draft_key))
    clock = Deadline.objects.get(owner_uid=uid)
    assert clock.due_at == clock.started_at + timedelta(hours=48)
    fire_due(clock.started_at + timedelta(hours=37))
    assert Notification.objects.filter(kind="calls.clock.warned").count() == 1
    send_back(actor=clerk, application_uid=uid, missing=[Missing("score", "要原件")])
    clock.refresh_from_db()
    assert clock.state == "paused"
    submit_again(family, uid)
    clock.refresh_from_db()
    assert clock.state == "running"
    Application.objects.exclude(uid=uid).update(state="withdrawn", withdrawn_at=business_now())
    check(actor=clerk, application_uid=uid)
    desk.published(desk.decided())
    clock.refresh_from_db()
    assert clock.state == "met"


def submit_again(family: Any, uid: Any) -> None:
    """Hand in what was sent back, with a change."""
    save_draft(actor=family, application_uid=uid, answers={"score": "71"})
    submit(actor=family, application_uid=uid, key=str(Application.objects.get(uid=uid).draft_key))


def test_a_decision_that_was_given_up_lets_its_applications_go(desk: Desk) -> None:
    """A job that failed for good does not keep a family waiting for ever."""
    desk.checked(0, 1, 2)
    clerk = desk.results.office.enroller
    decide(actor=clerk, round_uid=desk.round.uid, key=key())
    with pytest.raises(CallRefused, match="前一批正在定"):
        decide(actor=clerk, round_uid=desk.round.uid, key=key())
    Job.objects.update(state="failed", error="连续三次中断", finished_at=business_now())
    assert fail_abandoned() == 1
    assert not Application.objects.exclude(decided_in=None).exists()
    decide(actor=clerk, round_uid=desk.round.uid, key=key())
