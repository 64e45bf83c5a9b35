"""Freezing a checkpoint: the figures of a plan at the end of a week, month, quarter or year.

By hand whenever those who steer the plan wish, and by itself when a period has ended. A packet
is never changed: what comes in later is said beside it, and named in the next one.
"""

import json
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from xueyou.domains.plans.access.steering import STEER_PLAN
from xueyou.domains.plans.checkpoint_periods import KINDS, CheckpointPeriod, last_ended, period_of
from xueyou.domains.plans.late_figures import late_since
from xueyou.domains.plans.models import Plan
from xueyou.domains.plans.services.checkpoint_verbs import FREEZE
from xueyou.domains.plans.services.judging import judge_plan
from xueyou.domains.plans.services.packet_rows import rows_of
from xueyou.domains.plans.services.packets import Json, figure_line, packet_of
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.kernel.indicators.models import Checkpoint
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7
from xueyou.platform.time import business_now

SUBJECT = "plan"


def freeze_checkpoint(
    *,
    actor: Actor,
    plan_uid: UUID | str,
    kind: str,
    on: date,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Freeze the period of a kind that holds the day `on`; return the checkpoint's uid.

    A period that has not ended is frozen as of today, and may be frozen again. Raises NotFound
    where the plan is not the actor's to steer, PlanRefused (fields kind, on) in words.

        freeze_checkpoint(actor=hanwei, plan_uid=plan, kind="week", on=date(2026, 11, 15), key="…")
    """
    request = {"plan": str(plan_uid), "kind": kind, "on": on.isoformat()}
    with act(actor, FREEZE.name, at=at, key=key, request=request) as a:
        plan = target(actor, STEER_PLAN, plan_uid)
        assert isinstance(plan, Plan)
        if a.repeated:
            return UUID(a.outcome["uid"])
        return _freeze(a, plan, _period(a, plan, kind, on)).uid


def plans_to_freeze(today: date) -> list[tuple[UUID, str]]:
    """Return uid and path of each steered plan with an ended period that is not frozen yet."""
    due = {plan.pk: plan for kind in KINDS for plan in _waiting(last_ended(kind, today))}
    return [(plan.uid, plan.organisation.path) for _, plan in sorted(due.items())]


def freeze_ended(plan_uid: UUID | str, *, at: datetime | None = None) -> int:
    """Freeze the latest week, month, quarter and year of a plan that have ended; return how many.

    What is frozen already stays as it is, so this may be called as often as one likes. It freezes
    nothing of before: whoever wants an older period freezes it by hand, and the packet says when.
    """
    today = (at or business_now()).date()
    return sum(_freeze_by_itself(plan_uid, last_ended(kind, today), at) for kind in KINDS)


def _freeze_by_itself(plan_uid: UUID | str, period: CheckpointPeriod, at: datetime | None) -> bool:
    plan = _waiting(period).filter(uid=plan_uid).first()
    if plan is None:
        return False
    key = f"{plan.uid}:{period.kind}:{period.code}"
    with act(SYSTEM, FREEZE.name, at=at, key=key, request={"freeze": key}) as a:
        if a.repeated:
            return False
        _freeze(a, plan, period)
    return True


def _waiting(period: CheckpointPeriod) -> "QuerySet[Plan]":
    """Return the steered plans of which the whole of a period is not frozen.

    A packet of its middle, frozen by hand, does not count.
    """
    done = Checkpoint.objects.filter(
        subject_kind=SUBJECT, kind=period.kind, period=period.code, as_of=period.last
    )
    running = Plan.objects.filter(
        state="steered", starts_on__lte=period.last, ends_on__gt=period.last
    )
    return running.exclude(uid__in=done.values("subject_uid")).select_related("organisation")


def _period(a: ActInProgress, plan: Plan, kind: str, on: date) -> CheckpointPeriod:
    if kind not in KINDS:
        raise PlanRefused({"kind": "请选周、月、季或年。"})
    period = period_of(kind, on)
    if period.first > a.business_at.date():
        raise PlanRefused({"on": f"{period.zh}还没有开始，没有可封存的数。"})
    if period.last < plan.starts_on or period.first >= plan.ends_on:
        raise PlanRefused({"on": f"{period.zh}不在这个计划的时间里，请核对日期。"})
    if plan.state == "review":
        raise PlanRefused("这个计划还没有确认，没有任务可封存。请先核对并确认。")
    return period


def _freeze(a: ActInProgress, plan: Plan, period: CheckpointPeriod) -> Checkpoint:
    """Write the packet inside an open act."""
    a.lock(plan)
    today = a.business_at.date()
    as_of = min(period.last, today)
    if as_of == today:
        judge_plan(a, plan, on=today)
    previous = _previous(plan, period)
    uid = uuid7()
    packet = packet_of(
        rows_of(plan, as_of),
        period,
        as_of=as_of,
        frozen_at=a.business_at.isoformat(timespec="seconds"),
        late_days=max(0, (today - period.last).days - 1),
        previous=previous,
        late_figures=_late_of(plan, previous),
    )
    body = canonical_json(packet)
    ordinal = _packets(plan, period.kind).filter(period=period.code).count() + 1
    checkpoint = Checkpoint(
        uid=uid,
        kind=period.kind,
        organisation=plan.organisation,
        subject_kind=SUBJECT,
        subject_uid=plan.uid,
        period=period.code,
        ordinal=ordinal,
        frozen_at=a.business_at,
        as_of=as_of,
        packet=body.decode(),
        packet_sha256=sha256_hex(body),
    )
    checkpoint.save(force_insert=True)
    a.about("plan", plan.uid, org_path=plan.organisation.path)
    a.data = {
        "checkpoint": uid,
        "kind": period.kind,
        "period": period.code,
        "ordinal": ordinal,
        "packet_sha256": checkpoint.packet_sha256,
    }
    a.outcome = {"uid": str(uid)}
    return checkpoint


def _packets(plan: Plan, kind: str) -> "QuerySet[Checkpoint]":
    return Checkpoint.objects.filter(subject_kind=SUBJECT, subject_uid=plan.uid, kind=kind)


def _previous(plan: Plan, period: CheckpointPeriod) -> Json | None:
    """Return the packet of this kind before this period, with its uid; None for the first."""
    found = (
        _packets(plan, period.kind)
        .filter(as_of__lt=period.first)
        .order_by("-as_of", "-ordinal")
        .first()
    )
    return None if found is None else {**json.loads(found.packet), "uid": str(found.uid)}


def _late_of(plan: Plan, previous: Json | None) -> list[Json]:
    if previous is None:
        return []
    as_of = date.fromisoformat(previous["as_of"])
    return [figure_line(*one) for one in late_since(plan, UUID(previous["uid"]), as_of)]
