"""Asking for a settlement, and making it: the engine's work in a job, the result stored once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from xueyou.domains.plans.access import READ_DOCUMENT
from xueyou.domains.plans.access.steering import SETTLE_PLAN
from xueyou.domains.plans.models import Plan, PlanDocument, PlanVersion, Reading, Settlement
from xueyou.domains.plans.services.checkpoint_verbs import (
    ASK_SETTLEMENT,
    REFUSE_SETTLEMENT,
    SETTLE,
)
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.settlements.papers import plan_paper, summary_paper
from xueyou.engines.settling import Mismatch, settle
from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.jobs.api import RunningJob, enqueue

JOB = "plans.settle"


def settle_plan(
    *,
    actor: Actor,
    plan_uid: UUID | str,
    document_uid: UUID | str,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Ask for a plan to be held against a summary that was read; return the job's uid.

    Raises NotFound where plan or summary are not the actor's, PlanRefused (field document) where
    the summary has not been read yet, is the plan itself, or was settled against before.

        settle_plan(actor=hanwei, plan_uid=plan_2025, document_uid=summary_2025, key="…")
    """
    request = {"plan": str(plan_uid), "document": str(document_uid)}
    with act(actor, ASK_SETTLEMENT.name, at=at, key=key, request=request) as a:
        plan = target(actor, SETTLE_PLAN, plan_uid)
        document = target(actor, READ_DOCUMENT, document_uid)
        assert isinstance(plan, Plan)
        assert isinstance(document, PlanDocument)
        if a.repeated:
            return UUID(a.outcome["job"])
        a.lock(plan)
        _refuse(plan, document)
        path = plan.organisation.path
        payload = {"plan": str(plan.uid), "document": str(document.uid)}
        dedupe = f"{plan.uid}:{document.uid}"
        job = enqueue(JOB, payload, actor=actor, org_path=path, dedupe_key=dedupe)
        a.about("plan", plan.uid, org_path=path)
        a.data = {"document": document.uid, "job": job.uid}
        a.outcome = {"job": str(job.uid)}
        return job.uid


def _refuse(plan: Plan, document: PlanDocument) -> None:
    if plan.state == "review":
        raise PlanRefused("这个计划还没有确认，没有可对的承诺。请先核对并确认。")
    if plan.state == "closed":
        raise PlanRefused("这个计划已经对过账、结清了，没有再动。")
    if not Reading.objects.filter(document=document).exists():
        raise PlanRefused({"document": "这份总结还没有读完。读完以后再来对账。"})
    if PlanVersion.objects.filter(document=document, plan=plan).exists():
        raise PlanRefused({"document": "这是计划自己，不是总结。请选当年的工作总结。"})
    if Settlement.objects.filter(plan=plan, summary=document).exists():
        raise PlanRefused({"document": "这份总结已经对过了，结果在下面。"})


def make_settlement(run: RunningJob) -> None:
    """Work off a job: settle, and store the result once; or end in words."""
    plan = Plan.objects.select_related("organisation").get(uid=run.payload["plan"])
    document = PlanDocument.objects.get(uid=run.payload["document"])
    try:
        result = settled(plan, document, _teller(run))
    except Mismatch as mismatch:
        with act(run.actor, REFUSE_SETTLEMENT.name) as a:
            run.fail(mismatch.zh, mismatch.code)
            a.about("plan", plan.uid, org_path=plan.organisation.path)
            a.data = {"document": document.uid, "code": mismatch.code}
        return
    body = canonical_json(result)
    filed = Settlement(
        uid=uuid7(),
        plan=plan,
        summary=document,
        engine=result["engine"],
        result=body.decode(),
        result_sha256=sha256_hex(body),
    )
    with act(run.actor, SETTLE.name) as a:
        run.complete({"settlement": str(filed.uid)})
        filed.made_at = a.business_at
        filed.save(force_insert=True)
        a.about("plan", plan.uid, org_path=plan.organisation.path)
        a.data = {
            "settlement": filed.uid,
            "document": document.uid,
            "result_sha256": filed.result_sha256,
            "reported": len(result["promised_reported"]),
            "silent": len(result["promised_silent"]),
            "unpromised": len(result["reported_unpromised"]),
        }


def settled(
    plan: Plan, document: PlanDocument, progress: Callable[[int, int], None] | None = None
) -> dict[str, Any]:
    """Return the settlement of a plan's version in force against a summary. Raises Mismatch."""
    version = plan.versions.select_related("document").get(state="confirmed")
    found = settle(plan_paper(version), summary_paper(document), progress=progress)
    result = _without_floats(found.as_json())
    assert isinstance(result, dict)
    return result


def _teller(run: RunningJob) -> Callable[[int, int], None]:
    said = ("正在对照年份和地方", "正在找承诺", "正在找总结里的数", "正在逐条配对", "对完了")

    def tell(done: int, total: int) -> None:
        run.progress(done, total, said[min(done, len(said) - 1)])

    return tell


def _without_floats(value: Any) -> Any:
    """Return the value with every fraction as exact text: what is stored must print one way."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dict):
        return {name: _without_floats(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_floats(inner) for inner in value]
    return value
