"""Deciding in a rolling round 随到随办: what is complete is decided together, by the round's rules.

Such a round is never frozen. Each decision has an input folder of its own, sealed in the act that
lays it: the applications decided, and the places that were left at that moment. So it can be
recomputed by itself, and what happens later changes nothing in it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from xueyou.formats.canonical import canonical_json
from xueyou.formats.program import code_digest
from xueyou.kernel.calls.models import (
    Application,
    ApplicationState,
    Choice,
    Option,
    Round,
    RoundMode,
    RoundState,
    Run,
    RunPurpose,
    RunState,
)
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.run_access import DRAFT_ORDER, RUN_ROUND
from xueyou.kernel.calls.run_verbs import CALL_OFF_RUN, DECIDE
from xueyou.kernel.calls.services import run_folders as folders
from xueyou.kernel.calls.services.capacity import Places, freeze_capacity
from xueyou.kernel.calls.services.input_folder import Counting, lanes_of, written_input
from xueyou.kernel.calls.services.places_left import places_left
from xueyou.kernel.calls.services.running import LANES, RunFailed, asked_of, one_code, release
from xueyou.kernel.calls.services.runs import JOB, describe_run
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import lock
from xueyou.platform.files.api import Blob
from xueyou.platform.jobs.api import enqueue

ARRIVED = "arrived"
"""The fact that rules declare when the day of arrival is to decide between two."""
CLAIMED = Q(claim__isnull=False, person=None)
"""Nobody has confirmed yet whose child it is."""
STATES = ApplicationState
LONGEST_WHY = 300


def decide(*, actor: Actor, round_uid: UUID | str, key: str, at: datetime | None = None) -> UUID:
    """Decide whatever is complete in a rolling round, all of it together; return the run's uid.

    From then on these applications are as frozen. Who was checked first has no advantage: where a
    place wished for is scarcer than those who wait for it, they are all checked first, unless the
    rules declare that arrival counts. A job does the rest. Raises NotFound, CallRefused.
    """
    with act(actor, DECIDE.name, at=at, key=key, request={"round": str(round_uid)}) as a:
        round_: Round = target(actor, RUN_ROUND, round_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        call = round_.call
        path = call.organisation.path
        options = list(Option.objects.filter(call=call, withdrawn_at=None).order_by("code"))
        # The round first, as whoever hands in, checks or adds places holds it; then the options.
        lock(round_)
        a.lock(*options)
        round_.call = call
        _require_open(round_)
        ready = ready_in(round_)
        if not ready:
            raise CallRefused(
                "现在没有核对完、等着定结果的申请。没有办理。还没有认定孩子的，先认定孩子。"
            )
        left = places_left(round_, options)
        if freeze_capacity(a, round_, options, left):
            left = places_left(round_, options)
        _require_fair(round_, ready, left)
        run = Run(
            round=round_,
            ordinal=(round_.runs.aggregate(last=Max("ordinal"))["last"] or 0) + 1,
            purpose=RunPurpose.OFFICIAL,
            rolling=True,
            rulebook_sha256=round_.rulebook_sha256,
            prepared_at=a.business_at,
        )
        pks = [one.pk for one in ready]
        _seal(a, run, Counting(Application.objects.filter(pk__in=pks), left, a.at))
        job = enqueue(
            JOB,
            {"run": str(run.uid), "renew": False},
            actor=actor,
            org_path=path,
            dedupe_key=str(run.uid),
        )
        run.job_uid = job.uid
        run.save(force_insert=True)
        laid = Application.objects.filter(pk__in=pks, decided_in=None, state=STATES.CHECKED)
        if laid.update(decided_in=run) != len(pks):
            raise CallRefused("刚刚有申请变了，没有办理。请刷新后再办。")
        describe_run(a, run, path)
        a.data = {**a.data, "applications": len(pks), "input_sha256": run.input_sha256}
        a.outcome = {"uid": str(run.uid)}
        return run.uid


def call_off(
    *, actor: Actor, run_uid: UUID | str, reason: str, key: str, at: datetime | None = None
) -> None:
    """Call a decision of a rolling round off before it is ordered, because it rests on an error.

    The run stays in the register with its reason; its applications can be corrected and decided
    anew. Raises NotFound, CallRefused.
    """
    request = {"run": str(run_uid), "reason": reason}
    with act(actor, CALL_OFF_RUN.name, at=at, key=key, request=request) as a:
        run: Run = target(actor, DRAFT_ORDER, run_uid)
        if a.repeated:
            return
        round_, path, why = run.round, run.round.call.organisation.path, reason.strip()
        if not why or len(why) > LONGEST_WHY:
            raise CallRefused(f"作废要写明原因，最多{LONGEST_WHY}个字。没有作废。")
        lock(round_)
        a.lock(run)
        if not run.rolling or run.state != RunState.DONE or run.ordered_at is not None:
            raise CallRefused("只有还没有下令公布的这一种结果可以作废。没有作废。")
        run.round = round_
        run.state, run.failure = RunState.FAILED, f"作废：{why}"[:400]
        run.save(update_fields=["state", "failure"])
        release(run)
        describe_run(a, run, path)


def undecided_in(round_: Round) -> QuerySet[Application]:
    """Return what was handed in for a rolling round and is not being decided yet."""
    rows = Application.objects.filter(call=round_.call_id, round=round_, decided_in=None)
    return rows.exclude(state__in=(STATES.DRAFT, STATES.WITHDRAWN))


def ready_in(round_: Round) -> list[Application]:
    """Return what is complete: checked, its child certain, and of a group every one."""
    rows = undecided_in(round_)
    found = list(rows.filter(~CLAIMED, state=STATES.CHECKED).order_by("pk"))
    here = Counter(one.group_key for one in found if one.group_key)
    whole = Application.objects.filter(
        call=round_.call_id, group_key__in=list(here), withdrawn_at=None
    )
    members = dict(whole.order_by().values_list("group_key").annotate(n=Count("pk")))
    return [one for one in found if members.get(one.group_key, 0) == here.get(one.group_key, 0)]


def _require_open(round_: Round) -> None:
    if round_.mode != RoundMode.ROLLING:
        raise CallRefused("这一轮统一录取，不能一份一份定。没有办理。")
    if round_.state != RoundState.ANNOUNCED:
        raise CallRefused("这一轮还没有公布规则，或者已经结束。没有办理。")
    under_way = round_.runs.filter(state__in=(RunState.PREPARED, RunState.RUNNING))
    if under_way.exists():
        raise CallRefused("前一批正在定，过一会儿再办。没有办理。")


def _require_fair(round_: Round, ready: Sequence[Application], left: Iterable[Places]) -> None:
    """Refuse to decide some who wait for a scarce place before others who wait for it too."""
    if ARRIVED in rules_of(round_).facts:
        return
    others = undecided_in(round_).exclude(pk__in=[one.pk for one in ready])
    waiting = others.filter(state__in=(STATES.SUBMITTED, STATES.CHECKED, STATES.CONTESTED))
    free: Counter[int] = Counter()
    for one in left:
        free[one.option_id] += one.count
    of_ready, of_waiting = _wished(round_, ready), _wished(round_, list(waiting))
    for option, n in of_ready.items():
        if of_waiting[option] and n + of_waiting[option] > free[option]:
            title = Option.objects.values_list("title", flat=True).get(pk=option)
            raise CallRefused(
                f"{title}还剩{free[option]}个，核对完的有{n}份想去，还有{of_waiting[option]}份"
                "没有核对完，或者没有认定孩子。先来后到不作数，没有办理。"
                "请先核对、认定完这几份，再一起定。"
            )


def _wished(round_: Round, some: Sequence[Application]) -> Counter[int]:
    rows = Choice.objects.filter(round=round_, application__in=[one.pk for one in some])
    counted = rows.order_by().values_list("option")
    return Counter(dict(counted.annotate(n=Count("application", distinct=True))))


def _seal(a: ActInProgress, run: Run, counting: Counting) -> None:
    """Write what decides into the run's sealed input, inside the act. Raises CallRefused."""
    code = code_digest()
    with folders.work_folder(run.uid) as folder:
        lanes = _written(run, folder / "in", counting)
        try:
            digest = one_code([asked_of(lane).commitment(code=code) for lane in lanes])
        except RunFailed as failed:
            raise CallRefused(failed.zh) from None
        run.input = _kept(a, run, folder / "in")
    run.input_sha256, run.code_version = digest, code


def _written(run: Run, folder: Path, counting: Counting) -> list[Path]:
    folder.mkdir()
    names = lanes_of(run.round)
    found = []
    for number, name in enumerate(names):
        place = folder / str(number)
        place.mkdir()
        written_input(run.round, name, place, counting)
        found.append(place)
    (folder / LANES).write_bytes(canonical_json(names))
    return found


def _kept(a: ActInProgress, run: Run, folder: Path) -> Blob:
    with folders.sealed_archive(folder, "输入.zip", label=folders.INPUT, uid=run.uid) as archive:
        return folders.keep_archive(a, archive, purpose=folders.INPUT, uid=run.uid)
