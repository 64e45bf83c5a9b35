"""What is needed to make a document a plan: its proposed head, or the plan it renews."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from xueyou.domains.plans.access import READ_DOCUMENT
from xueyou.domains.plans.access.steering import OPEN_PLAN, REVIEW_PLAN
from xueyou.domains.plans.models import PlanDocument, PlanVersion
from xueyou.domains.plans.selectors.review_views import ReviewedPlan
from xueyou.domains.plans.selectors.views import DocumentSource
from xueyou.domains.plans.services.proposing import NotAPlan, refuse_reports, span_of
from xueyou.platform.access.reading import NotFound, can, read
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_today


@dataclass(frozen=True, slots=True)
class Opening:
    """What a read document says of the plan it could become."""

    document: DocumentSource
    title: str
    year: int
    starts_on: date
    last_day: date
    refused: str
    """Why it is no plan; empty where it is one."""
    tasks: int
    targets: int
    plans: tuple[ReviewedPlan, ...]
    """Plans in force of the same organisation that it could renew."""
    version_document: UUID | None
    """The document itself where it was opened before."""


def opening(actor: Actor, document_uid: UUID | str) -> Opening:
    """Return the proposed head of a plan. Raises NotFound, also while the document is unread."""
    document = read(actor, READ_DOCUMENT, DocumentSource).get(document_uid)
    if not document.result:
        raise NotFound
    reading = json.loads(document.result)
    year, starts_on, ends_on = span_of(reading, business_today())
    try:
        refuse_reports(reading)
        refused = ""
    except NotAPlan as why:
        refused = str(why)
    taken = PlanVersion.objects.filter(document__uid=document.uid).exists()
    in_force = read(actor, REVIEW_PLAN, ReviewedPlan).filter(
        organisation=document.organisation, state="steered"
    )
    return Opening(
        document=document,
        title=document.title,
        year=year,
        starts_on=starts_on,
        last_day=ends_on - timedelta(days=1),
        refused=refused,
        tasks=len(reading["tasks"]),
        targets=sum(fact["status"] == "target" for fact in reading["facts"]),
        plans=tuple(in_force.order_by("-year")),
        version_document=document.uid if taken else None,
    )


def plan_in_review(actor: Actor, plan_uid: UUID | str) -> UUID:
    """Return the document of a plan's newest version. Raises NotFound."""
    plan = read(actor, REVIEW_PLAN, ReviewedPlan).get(plan_uid)
    return (
        PlanVersion.objects.filter(plan__uid=plan.uid)
        .order_by("-number")
        .values_list("document__uid", flat=True)[0]
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a document stands on its way to a plan, for the button on its page."""

    state: str
    """Empty where it may be opened; else that of its version: review, confirmed, superseded …"""
    plan_uid: UUID | None


def standing_of(actor: Actor, document_uid: UUID) -> Standing | None:
    """Return where a document stands as a plan; None where the actor may do neither.

    The caller has shown the actor that document.
    """
    row = PlanVersion.objects.filter(document__uid=document_uid).select_related("plan").first()
    if row is None:
        path = PlanDocument.objects.values_list("organisation__path", flat=True).get(
            uid=document_uid
        )
        return Standing("", None) if can(actor, OPEN_PLAN, path=path) else None
    plan = read(actor, REVIEW_PLAN, ReviewedPlan).filter(uid=row.plan.uid).first()
    return Standing(row.state, plan.uid) if plan is not None else None
