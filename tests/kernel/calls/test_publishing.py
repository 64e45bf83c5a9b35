"""A result is published by a signed order, all at once, at its moment."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kernel.calls.publishing_world import key, order, published, run, signed_order
from tests.kernel.calls.results_world import TAKEN, Results, frozen_round, rules
from xueyou.kernel.calls.effective import effective
from xueyou.kernel.calls.models import CapacityLine, Decision, Offer, OfferState, Round, Run
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.proofs import result_code
from xueyou.kernel.calls.selectors.results import result_of, results_of
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.refilling import call_from_waiting
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.papers.refusals import NotSigned
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.publications.selectors import Served, served
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.models import Job

PLACES = {"S1": 1, "S2": 1}
WISHES = [(90, ["S1", "S2"]), (80, ["S1", "S2"]), (70, ["S1"])]


@pytest.fixture
def results(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Results:
    """Freeze a small round, with its data in a folder of the test's own."""
    settings.DATA = tmp_path
    TAKEN.clear()
    return frozen_round(PLACES, WISHES)


def told(results: Results, number: int) -> Any:
    """Return what the family of that child reads."""
    receipt = f"R{number:08d}"
    return result_of(results.families[receipt], results.applications[receipt].uid)


def test_a_family_reads_place_reason_and_offer_with_one_publication_id(results: Results) -> None:
    """The placed, the placed lower, and the waiting; the public list names the same run."""
    found = published(results)
    first, second, third = (told(results, n)[0] for n in range(3))
    assert (first.verdict, first.option, first.choice_rank) == ("placed", "S1学校", 1)
    assert first.offer is not None
    assert (first.offer.state, first.offer.cause) == ("open", "run")
    assert (second.option, second.wishes[0].reason) == ("S2学校", "outranked")
    assert (third.verdict, third.waiting_no, third.offer) == ("waiting", 2, None)
    assert "70" in third.zh
    listed = served(Publication.objects.get().uid)
    assert isinstance(listed, Served)
    assert listed.rows == (("R00000000", "S1学校"), ("R00000001", "S2学校"))
    ids = {first.publication_id, second.publication_id, third.publication_id, listed.subject_uid}
    assert ids == {found.uid}
    assert result_code(found.uid) == found.result_sha256 != ""
    assert result_code(uuid4()) == ""


def test_before_the_embargo_nobody_sees_anything(results: Results, business_clock: Any) -> None:
    """Offers lie ready, hold no place, and are no family's."""
    found = run(results)
    opens = business_clock.moment + timedelta(hours=6)
    order(results, found, embargo=opens)
    work_off()
    assert set(Offer.objects.values_list("state", "holds_place")) == {("staged", False)}
    assert told(results, 0) == ()
    assert effective(results.round) is None
    assert not Publication.objects.exists()
    business_clock.move_to(opens - timedelta(seconds=1))
    Job.objects.filter(kind="calls.publish").update(run_at="2020-01-01T00:00:00Z")
    work_off(limit=3)
    assert told(results, 0) == ()
    business_clock.move_to(opens)
    Job.objects.filter(kind="calls.publish").update(run_at="2020-01-01T00:00:00Z")
    work_off()
    assert told(results, 0)[0].published_at == opens
    assert effective(results.round, opens - timedelta(seconds=1)) is None
    assert effective(results.round) == found


def test_without_the_signed_order_about_this_run_nothing_is_published(results: Results) -> None:
    """A draft is not enough, nor an order about another run, nor a rehearsal's."""
    found = run(results)
    drafted = draft_order(
        actor=results.office.enroller, run_uid=found.uid, number_code="甲教招", key="d"
    )
    with pytest.raises(NotSigned):
        publish_run(actor=results.office.chief, run_uid=found.uid, paper_uid=drafted, key="p")
    paper = signed_order(results, found)
    second = run(results, replaces=found.uid, reason="名额登记错了")
    with pytest.raises(NotSigned):
        publish_run(actor=results.office.chief, run_uid=second.uid, paper_uid=paper.uid, key="q")
    with pytest.raises(CallRefused, match="代替"):
        publish_run(actor=results.office.chief, run_uid=found.uid, paper_uid=paper.uid, key="r")
    assert told(results, 0) == ()


def test_another_family_and_a_school_do_not_find_the_result(results: Results) -> None:
    """Unknown and not his are the same."""
    published(results)
    mine, other = results.applications["R00000000"], results.applications["R00000001"]
    with pytest.raises(NotFound):
        result_of(results.family, other.uid)
    with pytest.raises(NotFound):
        result_of(results.office.stranger, mine.uid)
    assert set(results_of(results.family, [mine.uid, other.uid])) == {mine.uid}


def test_publishing_twice_changes_nothing(results: Results) -> None:
    """The jobs of an order may run again."""
    found = published(results)
    before = list(Offer.objects.order_by("pk").values())
    Job.objects.filter(kind__in=("calls.stage", "calls.publish")).update(
        state="queued", attempts=0, finished_at=None, run_at="2020-01-01T00:00:00Z"
    )
    work_off()
    assert list(Offer.objects.order_by("pk").values()) == before
    assert Act.objects.filter(verb="calls.run.publish", subject_uid=found.uid).count() == 1
    assert Publication.objects.count() == 1


def test_a_tie_over_the_last_place_gets_lines_of_its_own(
    db: None, settings: Any, tmp_path: Path, business_clock: object
) -> None:
    """Held places never exceed the sum of the lines, not even where the rules admit all."""
    settings.DATA = tmp_path
    results = frozen_round({"S1": 1}, [(90, ["S1"]), (90, ["S1"])], text=rules(tie="admit_all"))
    published(results)
    lines = CapacityLine.objects.filter(kind="tie_overflow")
    assert [(line.delta, line.source_kind) for line in lines] == [(1, "run")]
    assert Offer.objects.filter(holds_place=True).count() == 2


def test_where_nobody_has_to_reply_places_are_taken_up_by_a_job(
    db: None, settings: Any, tmp_path: Path, business_clock: object
) -> None:
    """Accepted at publication; the room is told of each once."""
    settings.DATA = tmp_path
    TAKEN.clear()
    results = frozen_round(PLACES, WISHES, reply=None)
    published(results)
    offers = Offer.objects.filter(state=OfferState.ACCEPTED, taken_up_at__isnull=False)
    assert offers.count() == 2
    assert sorted(TAKEN) == sorted(("up", offer.uid) for offer in offers)


def test_a_replacing_result_ends_what_it_does_not_give_and_keeps_the_rest(
    results: Results,
) -> None:
    """The pointer moves to the second run; who has the same place notices nothing."""
    first = published(results)
    kept = Offer.objects.get(application=results.applications["R00000000"])
    second = run(results, replaces=first.uid, reason="核对后重跑")
    Offer.objects.filter(application=results.applications["R00000001"]).update(
        option=results.options["S1"], state="ended", holds_place=False
    )
    order(results, second)
    work_off()
    kept.refresh_from_db()
    assert (kept.state, kept.holds_place) == ("open", True)
    assert told(results, 0)[0].publication_id == second.uid
    assert told(results, 1)[0].offer is not None
    assert told(results, 1)[0].offer.state == "open"
    assert Round.objects.get().effective_run == Run.objects.get(pk=second.pk)
    assert Publication.objects.filter(taken_down_at=None).count() == 1
    assert not Offer.objects.filter(state="staged").exists()


def test_a_replacing_result_never_takes_an_accepted_place(results: Results) -> None:
    """It is refused in words, and what is published stays."""
    first = published(results)
    second = run(results, replaces=first.uid, reason="核对后重跑")
    moved = Offer.objects.filter(application=results.applications["R00000001"])
    moved.update(option=results.options["S1"], state="accepted")
    order(results, second)
    work_off()
    job = Job.objects.filter(kind="calls.publish").latest("pk")
    assert (job.state, job.error_code) == ("failed", "takes_accepted")
    assert told(results, 0)[0].publication_id == first.uid


def test_who_has_no_order_to_give_does_not_find_the_run(results: Results) -> None:
    """A family or a county cannot draft or order."""
    found = run(results)
    for actor in (results.family, results.office.county):
        with pytest.raises(NotFound):
            draft_order(actor=actor, run_uid=found.uid, number_code="甲教招", key=key())


def test_the_chief_publishes_what_he_signed_and_neither_runs_nor_drafts(results: Results) -> None:
    """Nor does he call from waiting lists, or read what came of a family's application."""
    found, chief = run(results), results.office.chief
    with pytest.raises(NotFound):
        draft_order(actor=chief, run_uid=found.uid, number_code="甲教招", key=key())
    with pytest.raises(NotFound):
        prepare_run(actor=chief, round_uid=results.round.uid, purpose="rehearsal", key=key())
    with pytest.raises(NotFound):
        call_from_waiting(
            actor=chief,
            round_uid=results.round.uid,
            option_uid=results.options["S1"].uid,
            reply_by=results.round.reply_by,
            key=key(),
        )
    order(results, found)
    work_off()
    assert told(results, 0)
    assert not results_of(chief, [one.uid for one in results.applications.values()])


def test_nobody_is_given_a_second_place_in_a_lane(results: Results) -> None:
    """Who holds a place of another round: the publication stops, and says so."""
    found = run(results)
    other = Round.objects.get(pk=results.round.pk)
    other.pk, other.uid, other.ordinal = None, uuid4(), 2
    other.save(force_insert=True)
    earlier = Run.objects.create(
        round=other, ordinal=1, purpose="rehearsal", rulebook_sha256="0" * 64,
        prepared_at=other.frozen_at,
    )  # fmt: skip
    application = results.applications["R00000000"]
    decision = Decision.objects.create(
        run=earlier, application=application, verdict="placed", reason="placed",
        option=results.options["S2"],
    )  # fmt: skip
    Offer.objects.create(
        call=results.call, application=application, option=results.options["S2"],
        decision=decision, made_at=other.frozen_at,
    )  # fmt: skip
    order(results, found)
    work_off()
    job = Job.objects.get(kind="calls.publish")
    assert (job.state, job.error_code) == ("failed", "placed_elsewhere")
    assert told(results, 0) == ()


def test_reading_results_asks_the_same_few_queries_for_one_child_and_three(
    results: Results,
) -> None:
    """The officer's list of three applications costs no more than one."""
    published(results)
    uids = [one.uid for one in results.applications.values()]
    counts = []
    for some in (uids[:1], uids):
        with CaptureQueriesContext(connection) as asked:
            assert len(results_of(results.office.enroller, some)) == len(some)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 5
