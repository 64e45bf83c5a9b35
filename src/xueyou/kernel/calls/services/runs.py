"""Preparing a run: which round, for what purpose, with which draw. The work is a job's."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from xueyou.kernel.calls.models import Round, RoundState, Run, RunPurpose, RunState
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.calls.run_access import RUN_ROUND
from xueyou.kernel.calls.run_verbs import PREPARE_RUN
from xueyou.kernel.draws.purposes import draw_purpose
from xueyou.kernel.draws.selectors import DrawFound, draw_found
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.jobs.api import enqueue

JOB = "calls.run"
DRAW = draw_purpose("calls.round", zh="一轮申报的抽签", subject_kind="round")
FROZEN = (RoundState.FROZEN, RoundState.RUN, RoundState.PUBLISHED)


def prepare_run(
    *,
    actor: Actor,
    round_uid: UUID | str,
    purpose: str,
    draw_uid: UUID | str | None = None,
    reason: str = "",
    replaces: UUID | str | None = None,
    renew_input: bool = False,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Put a run of a frozen round into the queue; return its uid, under which it can be watched.

    An official run of rules that draw lots needs the round's revealed official draw. A second
    official run must name the one it replaces, and say why. `renew_input` writes the input anew
    from what is known now, for a rehearsal or a replacement: otherwise a run reads what the round
    sealed last. Raises NotFound, CallRefused.
    """
    request = {
        "round": str(round_uid),
        "purpose": RunPurpose(purpose).value,
        "draw": str(draw_uid or ""),
        "reason": reason,
        "replaces": str(replaces or ""),
        "renew": renew_input,
    }
    with act(actor, PREPARE_RUN.name, at=at, key=key, request=request) as a:
        round_: Round = target(actor, RUN_ROUND, round_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        call = round_.call
        path = call.organisation.path
        a.lock(round_)
        round_.call = call
        if round_.state not in FROZEN:
            raise CallRefused("这一轮还没有封存，不能运行。请先封存。")
        draw = _draw(round_, purpose, draw_uid)
        if renew_input and purpose == RunPurpose.OFFICIAL and replaces is None:
            raise CallRefused("第一次正式运行只能用封存的输入，没有运行。")
        run = Run(
            round=round_,
            ordinal=(round_.runs.aggregate(last=Max("ordinal"))["last"] or 0) + 1,
            purpose=RunPurpose(purpose),
            reason=reason.strip()[:300],
            replaces=_replaced(round_, purpose, replaces, reason),
            rulebook_sha256=round_.rulebook_sha256,
            draw_id=None if draw is None else draw.id,
            prepared_at=a.business_at,
        )
        job = enqueue(
            JOB,
            {"run": str(run.uid), "renew": renew_input},
            actor=actor,
            org_path=path,
            dedupe_key=str(run.uid),
        )
        run.job_uid = job.uid
        run.save(force_insert=True)
        describe_run(a, run, path)
        a.data = {
            **a.data,
            **({} if draw is None else {"draw": UUID(str(draw_uid))}),
            **({} if run.replaces is None else {"replaces": run.replaces.uid}),
        }
        a.outcome = {"uid": str(run.uid)}
        return run.uid


def describe_run(a: ActInProgress, run: Run, path: str) -> None:
    """Say in the act which run it is about."""
    a.about("run", run.uid, org_path=path)
    a.data = {"round": run.round.uid, "ordinal": run.ordinal, "purpose": run.purpose}


def _draw(round_: Round, purpose: str, draw_uid: UUID | str | None) -> DrawFound | None:
    if draw_uid is None:
        if purpose == RunPurpose.OFFICIAL and rules_of(round_).draws:
            raise CallRefused("这份规则要抽签：正式运行要先承诺并揭晓抽签。没有运行。")
        return None
    found = draw_found(draw_uid)
    if found is None or (found.purpose, found.subject_uid) != (DRAW.code, round_.uid):
        raise NotFound
    if not found.ready:
        raise CallRefused("这次抽签还没有揭晓，或者已经作废，不能用它运行。")
    if purpose == RunPurpose.OFFICIAL and not found.official:
        raise CallRefused("正式运行只能用正式的抽签。没有运行。")
    return found


def _replaced(round_: Round, purpose: str, replaces: UUID | str | None, reason: str) -> Run | None:
    official = round_.runs.filter(purpose=RunPurpose.OFFICIAL).exclude(state=RunState.FAILED)
    if purpose != RunPurpose.OFFICIAL:
        if replaces is not None:
            raise CallRefused("只有正式运行才能代替正式运行。没有运行。")
        return None
    if replaces is None:
        if first := official.order_by("ordinal").first():
            raise CallRefused(
                f"这一轮已经有正式运行（第 {first.ordinal} 次），不能悄悄再跑一次。没有运行。"
                "确实要重来，请指明代替哪一次，并写明原因；两次都会留在登记里。"
            )
        return None
    found = official.filter(uid=replaces).first()
    if found is None:
        raise NotFound
    if not reason.strip():
        raise CallRefused("代替一次正式运行要写明原因。没有运行。")
    if found.state != RunState.DONE:
        raise CallRefused("要代替的那次还没有跑完。没有运行，请等它结束。")
    if found.replaced_by.exclude(state=RunState.FAILED).exists():
        raise CallRefused("那一次已经被代替过了，请指明最近的一次。没有运行。")
    return found
