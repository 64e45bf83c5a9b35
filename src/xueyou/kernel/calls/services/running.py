"""The run itself, in a job: seal the input, run the rulebook as the command line does, load it.

Killed at any point it begins again and ends the same: the input is sealed once a round, decisions
are written in small transactions that nobody can see, and one last act marks the run done.
"""

import csv
import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.formats.program import code_digest
from xueyou.kernel.calls.models import Application, RoundState, Run, RunPurpose, RunState
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.run_verbs import FAIL_RUN, FINISH_RUN, SEAL_INPUT
from xueyou.kernel.calls.services import run_folders as folders
from xueyou.kernel.calls.services.input_folder import input_folder, lanes_of
from xueyou.kernel.calls.services.loading import Counted, forget, load
from xueyou.kernel.calls.services.runs import describe_run
from xueyou.kernel.draws.refusals import DrawNotMade
from xueyou.kernel.draws.selectors import write_draw
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.files.api import Blob
from xueyou.platform.jobs.api import RunningJob
from xueyou.platform.jobs.models import Job, JobState
from xueyou.rulebook.allocation.run import Asked, DrawNeeded, DrawRefused, Ran, asked_in
from xueyou.rulebook.allocation.run import run as run_folder
from xueyou.rulebook.allocation.running import NoSolution
from xueyou.rulebook.language.faults import InputRefused

SCHEMA = "calls-run/1"
LANES = "lanes.json"
CALLED_OFF = "这次运行被取消了，没有结果。"
READ, RAN, LOADED, WHOLE = 100, 350, 950, 1000
"""Shares of the bar, in thousandths."""


class RunFailed(Exception):
    """The run has no result; `zh` says why. Nothing of it will ever be seen."""

    def __init__(self, code: str, zh: str) -> None:
        super().__init__(zh)
        self.code, self.zh = code, zh


class InputSealedMeanwhile(RuntimeError):
    """Another run of the round sealed the input first: the job tries again, with that one."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane of a run: its folders and its name."""

    name: str
    given: Path
    out: Path


def compute(job: RunningJob, run: Run) -> None:
    """Work a prepared run off, from whatever point an earlier attempt has reached."""
    if run.state in (RunState.DONE, RunState.FAILED):
        return
    Run.objects.filter(pk=run.pk).update(state=RunState.RUNNING)
    try:
        with folders.work_folder(run.uid) as folder:
            job.progress(0, WHOLE, "正在封存输入")
            lanes = _input(job, run, folder)
            ran = [_run_lane(job, run, lane, folder) for lane in lanes]
            job.progress(RAN, WHOLE, "正在写入每一份申请的结果")
            counted = _load(job, run, lanes)
            _finish(job, run, folder, lanes, ran, counted)
    except RunFailed as failed:
        _fail(job, run, failed)


def _input(job: RunningJob, run: Run, folder: Path) -> list[Lane]:
    """Lay the sealed input into folders: this run's own, else what the round sealed last.

    It is written and sealed where no run of the round has done so, or where it is to be renewed.
    """
    sealed = run.input
    if sealed is None and not job.payload["renew"]:
        sealed = folders.filed(folders.INPUT, run.round.uid)
    if sealed is None:
        _write_input(run, folder / "in")
    else:
        whose = run.uid if run.rolling else run.round.uid
        folders.unpack_sealed(sealed, folder / "in", label=folders.INPUT, uid=whose)
    names = json.loads((folder / "in" / LANES).read_bytes())
    (folder / "out").mkdir()
    lanes = [
        Lane(name, folder / "in" / str(n), folder / "out" / str(n)) for n, name in enumerate(names)
    ]
    code = code_digest()
    if run.code_version not in ("", code):
        raise RunFailed(
            "code_changed", "运行中途程序换了版本，没有结果，也没有混用。请重新安排一次运行。"
        )
    digest = one_code([asked_of(lane.given).commitment(code=code) for lane in lanes])
    if run.input_sha256 != digest:
        _seal(job, run, folder / "in", sealed, digest, code)
    return lanes


def _write_input(run: Run, folder: Path) -> None:
    folder.mkdir()
    names = lanes_of(run.round)
    for number, name in enumerate(names):
        (folder / str(number)).mkdir()
        try:
            input_folder(run.round, name, folder / str(number))
        except CallRefused as refused:
            raise RunFailed("not_frozen", refused.zh) from None
    (folder / LANES).write_bytes(canonical_json(names))


def _seal(
    job: RunningJob, run: Run, folder: Path, sealed: Blob | None, digest: str, code: str
) -> None:
    with ExitStack() as stack:
        archive = None
        if sealed is None:
            archive = stack.enter_context(
                folders.sealed_archive(folder, "输入.zip", label=folders.INPUT, uid=run.round.uid)
            )
        with act(job.actor, SEAL_INPUT.name) as a:
            job.hold()
            a.lock(run.round)
            first = folders.filed(folders.INPUT, run.round.uid) is None
            if archive is not None and (first or job.payload["renew"]):
                sealed = folders.keep_archive(a, archive, purpose=folders.INPUT, uid=run.round.uid)
            elif archive is not None:
                raise InputSealedMeanwhile
            run.input, run.input_sha256, run.code_version = sealed, digest, code
            run.save(update_fields=["input", "input_sha256", "code_version"])
            describe_run(a, run, job.org_path)
            a.data = {**a.data, "input_sha256": digest}


def asked_of(folder: Path) -> Asked:
    """Return what a lane's folder asks for. Raises RunFailed with the first faults."""
    try:
        return asked_in(folder)
    except InputRefused as refused:
        first = "；".join(fault.zh for fault in refused.faults[:3])
        raise RunFailed(
            "input_refused", f"封存的输入有 {len(refused.faults)} 处规则读不了，没有结果：{first}"
        ) from None


def one_code(codes: Sequence[str]) -> str:
    """Return the code of all lanes: the only lane's own, else the digest of theirs in order."""
    return codes[0] if len(codes) == 1 else sha256_hex(canonical_json(list(codes)))


def _run_lane(job: RunningJob, run: Run, lane: Lane, folder: Path) -> Ran:
    draw, seed = None, None
    if run.draw_id is not None:
        draw = folder / "draw"
        if not draw.exists():
            try:
                write_draw(run.draw_id, draw)
            except DrawNotMade as broken:
                raise RunFailed("draw_broken", broken.zh) from None
    elif run.purpose != RunPurpose.OFFICIAL:
        seed = asked_of(lane.given).rehearsal_seed()
    try:
        return run_folder(
            lane.given,
            lane.out,
            code=run.code_version,
            draw=draw,
            seed=seed,
            progress=lambda stage, done, total: job.progress(
                READ + (RAN - READ) * done // max(total, 1), WHOLE, "正在按规则录取"
            ),
        )
    except DrawNeeded:
        raise RunFailed("draw_needed", "这份规则要抽签，没有给出抽签，没有结果。") from None
    except DrawRefused as refused:
        raise RunFailed("draw_refused", refused.zh) from None
    except NoSolution as none:
        raise RunFailed(none.code, f"按规则没有结果：{none.zh}") from None


def _load(job: RunningJob, run: Run, lanes: Sequence[Lane]) -> Counted:
    forget(job, run)
    total = Counted(0, 0, 0)
    for number, lane in enumerate(lanes):
        low = RAN + (LOADED - RAN) * number // len(lanes)
        share = (LOADED - RAN) // len(lanes)
        for counted in load(job, run, lane.name, lane.out):
            done = low + share * counted.of // max(counted.whole, 1)
            job.progress(done, WHOLE, f"正在写入结果：{counted.of}/{counted.whole}")
        total = total.plus(counted.counted)
    return total


def _finish(
    job: RunningJob,
    run: Run,
    folder: Path,
    lanes: Sequence[Lane],
    ran: Sequence[Ran],
    counted: Counted,
) -> None:
    job.progress(LOADED, WHOLE, "正在封存结果")
    rehearsal = any(bool(said["rehearsal"]) for said in map(_certificate, lanes))
    result = one_code([one.digests.commitment for one in ran])
    with ExitStack() as stack:
        public = None
        if not run.rolling and not any(one.seed for one in ran):
            for lane in lanes:
                (lane.out / "public").rename(_public(folder, lane, len(lanes)))
            public = stack.enter_context(folders.open_archive(folder / "public", "公开包.zip"))
        sealed = stack.enter_context(
            folders.sealed_archive(folder / "out", "密封包.zip", label=folders.SEALED, uid=run.uid)
        )
        with act(job.actor, FINISH_RUN.name) as a:
            a.lock(run.round)
            job.complete({"run": str(run.uid)})
            run.sealed_bundle = folders.keep_archive(a, sealed, purpose=folders.SEALED, uid=run.uid)
            if public is not None:
                run.public_bundle = folders.keep_archive(
                    a, public, purpose=folders.PUBLIC, uid=run.uid
                )
            run.state, run.finished_at = RunState.DONE, a.business_at
            run.result_sha256 = result
            run.certificate = _said(lanes, ran, rehearsal=rehearsal)
            run.save()
            if run.purpose == RunPurpose.OFFICIAL and run.round.state == RoundState.FROZEN:
                run.round.state = RoundState.RUN
                run.round.save(update_fields=["state"])
            describe_run(a, run, job.org_path)
            a.data = {
                **a.data,
                "input_sha256": run.input_sha256,
                "result_sha256": result,
                "rehearsal": rehearsal,
                "decisions": counted.decisions,
                "placed": counted.placed,
            }


def _public(folder: Path, lane: Lane, lanes: int) -> Path:
    place = folder / "public" if lanes == 1 else folder / "public" / lane.name
    place.parent.mkdir(exist_ok=True)
    return place


def _certificate(lane: Lane) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((lane.out / "certificate.json").read_bytes())
    return found


def _over_places(lane: Lane) -> list[tuple[str, str, str, int]]:
    """Return (batch, option, pool, how many) of the pools that got more than their places."""
    with (lane.out / "cutoffs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (row["batch"], row["option"], row["pool"], int(row["over_places"]))
        for row in rows
        if int(row["over_places"])
    ]


def _said(lanes: Sequence[Lane], ran: Sequence[Ran], *, rehearsal: bool) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "rehearsal": rehearsal,
        "lanes": [
            {
                "lane": lane.name,
                "inputs": one.digests.inputs,
                "result": one.digests.commitment,
                "certificate": _certificate(lane),
                "over_places": _over_places(lane),
            }
            for lane, one in zip(lanes, ran, strict=True)
        ],
    }


def fail_abandoned() -> int:
    """Mark runs failed whose job was given up or called off; return how many."""
    alive = Run.objects.filter(state__in=(RunState.PREPARED, RunState.RUNNING))
    ended = Job.objects.filter(state__in=(JobState.FAILED, JobState.CANCELLED))
    lost = alive.filter(job_uid__in=ended.values("uid"))
    uids = list(lost.values_list("uid", flat=True))
    for uid in uids:
        with act(SYSTEM, FAIL_RUN.name) as a:
            run = Run.objects.select_related("round__call__organisation").get(uid=uid)
            a.lock(run)
            run.state, run.finished_at = RunState.FAILED, a.business_at
            job = Job.objects.filter(uid__in=[run.job_uid]).first()
            run.failure = (job.error[:400] if job else "") or CALLED_OFF
            run.save(update_fields=["state", "finished_at", "failure"])
            release(run)
            describe_run(a, run, run.round.call.organisation.path)
            a.data = {**a.data, "code": "abandoned"}
    return len(uids)


def _fail(job: RunningJob, run: Run, failed: RunFailed) -> None:
    with act(job.actor, FAIL_RUN.name) as a:
        job.fail(failed.zh[:500], failed.code)
        Run.objects.filter(pk=run.pk).update(
            state=RunState.FAILED, failure=failed.zh[:400], finished_at=a.business_at
        )
        release(run)
        describe_run(a, run, job.org_path)
        a.data = {**a.data, "code": failed.code}


def release(run: Run) -> None:
    """Let what a failed run of a rolling round was to decide be changed and decided again."""
    Application.objects.filter(decided_in=run).update(decided_in=None)
