"""Ordering a publication: a drafted paper, and, once it is signed, the order that rests on it."""

from datetime import datetime
from uuid import UUID

from xueyou.kernel.calls import run_verbs as verbs
from xueyou.kernel.calls.models import Round, RoundState, Run, RunPurpose, RunState
from xueyou.kernel.calls.paper_kinds import KIND, order_body, order_title
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.run_access import DRAFT_ORDER, ORDER_RUN
from xueyou.kernel.calls.services.runs import describe_run
from xueyou.kernel.papers.outward import signed_paper
from xueyou.kernel.papers.services.drafting import draft
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.jobs.api import enqueue
from xueyou.platform.time import clock_moved

STAGE = "calls.stage"


def draft_order(
    *, actor: Actor, run_uid: UUID | str, number_code: str, key: str, at: datetime | None = None
) -> UUID:
    """Draft the order to publish a run's result; return the paper's uid. NotFound, CallRefused."""
    request = {"run": str(run_uid), "number_code": number_code}
    with act(actor, verbs.DRAFT_ORDER.name, at=at, key=key, request=request) as a:
        run: Run = target(actor, DRAFT_ORDER, run_uid)
        if a.repeated:
            return UUID(a.outcome["paper"])
        organisation = run.round.call.organisation
        _require_publishable(run)
        assert isinstance(actor.user, User)
        paper = draft(
            a,
            kind=KIND,
            organisation=organisation,
            year=a.business_at.year,
            title=order_title(run),
            content={
                "organ": organisation.name,
                "number_code": number_code,
                "addressee": "",
                "body": order_body(run),
                "signer_line": organisation.name,
            },
            subject_kind="run",
            subject_uid=run.uid,
            by=actor.user,
        )
        describe_run(a, run, organisation.path)
        a.data = {**a.data, "paper": paper.uid}
        a.outcome = {"paper": str(paper.uid)}
        return paper.uid


def publish_run(
    *,
    actor: Actor,
    run_uid: UUID | str,
    paper_uid: UUID | str,
    embargo_until: datetime | None = None,
    key: str,
    at: datetime | None = None,
) -> None:
    """Order the publication of an official run: at once, or not before `embargo_until`.

    A job lays everything ready and turns it over in one transaction. Raises NotFound, NotSigned
    without the signed order about this very run, CallRefused.
    """
    request = {
        "run": str(run_uid),
        "paper": str(paper_uid),
        "embargo": "" if embargo_until is None else embargo_until.isoformat(),
    }
    with act(actor, verbs.ORDER_PUBLICATION.name, at=at, key=key, request=request) as a:
        run: Run = target(actor, ORDER_RUN, run_uid)
        if a.repeated:
            return
        round_, path = run.round, run.round.call.organisation.path
        paper = signed_paper(paper_uid, kind=KIND, subject_uid=run.uid)
        a.lock(round_, run)
        _require_publishable(run)
        if run.rolling and embargo_until is not None:
            raise CallRefused("随到随办的结果签发了就公布，不另外定时间。没有办理。")
        opens = max(embargo_until or a.business_at, a.business_at)
        if not run.rolling and round_.reply_by is not None and round_.reply_by <= opens:
            raise CallRefused("确认的截止时间早于公布的时间，没有办理。请先把确认时间往后改。")
        run.order_uid, run.ordered_at = paper.uid, a.business_at
        run.save(update_fields=["order_uid", "ordered_at"])
        if not run.rolling:
            Round.objects.filter(pk=round_.pk).update(embargo_until=embargo_until)
        enqueue(STAGE, {"run": str(run.uid)}, actor=actor, org_path=path, dedupe_key=str(run.uid))
        describe_run(a, run, path)
        a.data = {**a.data, "paper": paper.uid, "embargo_until": request["embargo"]}


def _require_publishable(run: Run) -> None:
    if run.purpose != RunPurpose.OFFICIAL or run.state != RunState.DONE:
        raise CallRefused("只有已经跑完的正式运行才能公布。没有办理。")
    if run.replaced_by.exclude(state=RunState.FAILED).exists():
        raise CallRefused("这次运行已经有另一次来代替，不能再公布这一次。没有办理。")
    if run.round.effective_run_id == run.pk or run.took_effect_at is not None:
        raise CallRefused("这次的结果已经公布，不用再办。")
    ready = (RoundState.ANNOUNCED,) if run.rolling else (RoundState.RUN, RoundState.PUBLISHED)
    if run.round.state not in ready:
        raise CallRefused("这一轮还没有跑完，不能公布。没有办理。")
    assert run.certificate is not None
    if run.certificate["rehearsal"] and not clock_moved():
        raise CallRefused("这次运行用的是演练的抽签，不能当作正式结果公布。没有办理。")
