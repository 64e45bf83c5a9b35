"""A run is the command line's run: sealed input, sealed result, decisions with their reason."""

import csv
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.calls.results_world import Results, frozen_round, rules
from xueyou.kernel.calls.models import (
    CapacityLine,
    Decision,
    Offer,
    Round,
    Run,
    RunState,
    Verdict,
    Waiting,
)
from xueyou.kernel.calls.models.sealed import EXPLAINED
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services import loading
from xueyou.kernel.calls.services import run_folders as folders
from xueyou.kernel.calls.services.loading import unpacked
from xueyou.kernel.calls.services.running import fail_abandoned
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.platform.access.reading import NotFound
from xueyou.platform.files.api import path_of
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.models import Job
from xueyou.rulebook.answers.sealed import open_sealed

PLACES = {"S1": 1, "S2": 1}
WISHES = [(90, ["S1", "S2"]), (80, ["S1", "S2"]), (70, ["S1"]), (60, [])]


@pytest.fixture
def results(db: None, settings: Any, tmp_path: Path, business_clock: object) -> Results:
    """Freeze a small round, with its data in a folder of the test's own."""
    settings.DATA = tmp_path
    return frozen_round(PLACES, WISHES)


def ran(results: Results, purpose: str = "official", **more: Any) -> Run:
    """Prepare a run and work it off."""
    key = more.pop("key", f"run {purpose} {len(str(more))}")
    uid = prepare_run(
        actor=results.office.enroller,
        round_uid=results.round.uid,
        purpose=purpose,
        key=key,
        **more,
    )
    work_off()
    return Run.objects.get(uid=uid)


def test_every_application_gets_one_decision_with_its_reason(results: Results) -> None:
    """Placed, placed lower, waiting with a number, no wish; the words are in the sealed column."""
    run = ran(results)
    assert (run.state, run.failure) == (RunState.DONE, "")
    rows = {row.application.receipt_no: row for row in Decision.objects.filter(run=run)}
    assert [(r.verdict, r.reason, r.choice_rank, r.waiting_no) for r in rows.values()] == [
        (Verdict.PLACED, "placed", 1, None),
        (Verdict.PLACED, "placed", 2, None),
        (Verdict.WAITING, "outranked", None, 2),
        (Verdict.REFUSED, "no_choice", None, None),
    ]
    assert rows["R00000001"].option_id == results.options["S2"].pk
    told = unpacked(EXPLAINED.text(rows["R00000002"]))
    assert told["reason"] == "outranked"
    assert "90" in told["zh"]
    assert "70" in told["zh"]
    waiting = Waiting.objects.filter(run=run).order_by("position")
    assert [(w.application.receipt_no, w.position) for w in waiting] == [
        ("R00000001", 1),
        ("R00000002", 2),
    ]


def test_nothing_of_it_can_be_seen_before_it_is_published(results: Results) -> None:
    """No offers, no pointer; the round only says that it has been run."""
    ran(results)
    round_ = Round.objects.get()
    assert (round_.state, round_.effective_run, round_.published_at) == ("run", None, None)
    assert not Offer.objects.exists()


def test_the_sealed_bundle_is_what_the_command_line_writes(
    results: Results, tmp_path: Path
) -> None:
    """It verifies, its codes are those of the register, and nobody reads it in the store."""
    run = ran(results)
    assert run.sealed_bundle is not None
    folders.unpack_sealed(run.sealed_bundle, tmp_path / "out", label=folders.SEALED, uid=run.uid)
    bundle = tmp_path / "out" / "0"
    sealed = open_sealed(bundle)
    assert list(sealed.inputs.applicants) == list(results.applications)
    with (bundle / "placements.csv").open() as file:
        assert [row["applicant"] for row in csv.DictReader(file)] == ["R00000000", "R00000001"]
    for blob in (run.input, run.sealed_bundle):
        assert blob is not None
        assert b"R0000" not in path_of(blob).read_bytes()
    assert run.public_bundle is not None
    with zipfile.ZipFile(path_of(run.public_bundle)) as archive:
        names = set(archive.namelist())
        assert {"placements.csv", "MANIFEST.sha256", "verify.py"} <= names
        assert not any(b"R0000" in archive.read(name) for name in names)
    assert run.certificate is not None
    assert run.certificate["lanes"][0]["certificate"]["counts"]["placed"] == 2
    assert not list((tmp_path / "work").iterdir())


def test_a_second_official_run_must_name_the_first_and_say_why(results: Results) -> None:
    """Never silently; what is replaced once cannot be replaced again."""
    first = ran(results)
    assert ran(results, key="run official 2") == first  # a repeated press
    with pytest.raises(CallRefused, match="悄悄"):
        ran(results, key="second")
    with pytest.raises(CallRefused, match="原因"):
        ran(results, replaces=first.uid)
    second = ran(results, replaces=first.uid, reason="学校名额登记错了")
    assert (second.state, second.ordinal, second.replaces_id) == (RunState.DONE, 2, first.pk)
    assert second.input_sha256 == first.input_sha256
    with pytest.raises(CallRefused, match="代替过"):
        ran(results, replaces=first.uid, reason="再来")


def test_a_rehearsal_leaves_no_public_bundle_and_moves_nothing(results: Results) -> None:
    """Its seed is known, so it would name everybody."""
    run = ran(results, "rehearsal")
    assert run.state == RunState.DONE
    assert run.public_bundle is None
    assert run.certificate is not None
    assert run.certificate["rehearsal"] is True
    assert Round.objects.get().state == "frozen"


def test_a_lottery_cannot_be_official_without_its_draw(
    db: None, settings: Any, tmp_path: Path, business_clock: object
) -> None:
    """The verb refuses; a rehearsal draws from the inputs themselves."""
    settings.DATA = tmp_path
    results = frozen_round(PLACES, WISHES, text=rules(tie="lottery"))
    with pytest.raises(CallRefused, match="抽签"):
        ran(results)
    assert ran(results, "rehearsal").state == RunState.DONE


def test_each_lane_is_run_by_itself(
    db: None, settings: Any, tmp_path: Path, business_clock: object
) -> None:
    """A child may hold a place in each lane; who wishes nothing in a lane hears nothing there."""
    settings.DATA = tmp_path
    results = frozen_round(
        {"A1": 1, "B1": 1},
        [(90, ["A1", "B1"]), (80, ["A1"])],
        text=rules(("mon", "tue")),
        kind="calls.lanes_test",
        lanes={"A1": "mon", "B1": "tue"},
    )
    run = ran(results)
    assert (run.state, run.failure) == (RunState.DONE, "")
    rows = Decision.objects.filter(run=run).order_by("application_id", "lane")
    assert [(r.application.receipt_no, r.lane, r.verdict) for r in rows] == [
        ("R00000000", "mon", "placed"),
        ("R00000000", "tue", "placed"),
        ("R00000001", "mon", "waiting"),
    ]
    assert run.certificate is not None
    assert [one["lane"] for one in run.certificate["lanes"]] == ["mon", "tue"]


def test_a_run_that_breaks_off_begins_again_and_ends_the_same(
    results: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half its decisions written, then killed: the next attempt has each of them once."""
    monkeypatch.setattr(loading, "AT_ONCE", 1)
    real, calls = Decision.objects.bulk_create, []

    def killed(rows: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("killed")
        return real(rows)

    monkeypatch.setattr(Decision.objects, "bulk_create", killed)
    run = ran(results)
    assert run.state == RunState.RUNNING
    assert Decision.objects.filter(run=run).count() == 2
    Job.objects.filter(uid=run.job_uid).update(run_at="2020-01-01T00:00:00Z")
    work_off()
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert Decision.objects.filter(run=run).count() == 4


def test_who_may_not_run_does_not_find_the_round(results: Results) -> None:
    """A family, a school, a county."""
    for actor in (results.family, results.office.stranger, results.office.county):
        with pytest.raises(NotFound):
            prepare_run(actor=actor, round_uid=results.round.uid, purpose="rehearsal", key="k")


def test_a_replacing_run_may_read_what_is_known_now(results: Results) -> None:
    """Without renewing it reads the sealed input, whatever was changed since."""
    first = ran(results)
    line = CapacityLine.objects.get(option=results.options["S1"])
    line.delta = 2
    line.save()
    same = ran(results, "rehearsal")
    assert same.input_sha256 == first.input_sha256
    with pytest.raises(CallRefused, match="封存的输入"):
        ran(results, key="x", renew_input=True)
    second = ran(results, key="y", replaces=first.uid, reason="S1 名额登记错了", renew_input=True)
    assert second.state == RunState.DONE
    assert second.input_sha256 != first.input_sha256
    placed = Decision.objects.filter(run=second, verdict=Verdict.PLACED)
    assert sorted(placed.values_list("option__code", flat=True)) == ["S1", "S1"]


def test_a_run_whose_job_was_given_up_makes_room_for_another(results: Results) -> None:
    """It is failed, with the reason, and blocks nothing."""
    uid = prepare_run(
        actor=results.office.enroller, round_uid=results.round.uid, purpose="official", key="a"
    )
    run = Run.objects.get(uid=uid)
    Job.objects.filter(uid=run.job_uid).update(
        state="failed", error="连续三次中断", finished_at=run.prepared_at
    )
    assert fail_abandoned() == 1
    assert fail_abandoned() == 0
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, "连续三次中断")
    assert ran(results, key="b").state == RunState.DONE


def test_a_program_that_changed_meanwhile_stops_the_run(results: Results) -> None:
    """Two programs never write one result."""
    uid = prepare_run(
        actor=results.office.enroller, round_uid=results.round.uid, purpose="official", key="a"
    )
    Run.objects.filter(uid=uid).update(code_version="0" * 64)
    work_off()
    run = Run.objects.get(uid=uid)
    assert run.state == RunState.FAILED
    assert "版本" in run.failure
    assert not Decision.objects.exists()
