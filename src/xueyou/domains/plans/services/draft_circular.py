"""Draft the circular of a frozen packet: every figure in it says where it comes from."""

import json
from datetime import date, datetime, timedelta
from uuid import UUID

from xueyou.domains.plans.access.steering import STEER_PLAN
from xueyou.domains.plans.circulars.claims import ClaimUnfounded, texts
from xueyou.domains.plans.circulars.compose import KIND, circular
from xueyou.domains.plans.models import Plan
from xueyou.domains.plans.paper_kinds import CHECKPOINT
from xueyou.domains.plans.services import paper_verbs
from xueyou.domains.plans.services.finding import found
from xueyou.kernel.indicators.models import Checkpoint
from xueyou.kernel.papers.access import require_drafting
from xueyou.kernel.papers.number_codes import number_code
from xueyou.kernel.papers.refusals import PaperRefused
from xueyou.kernel.papers.services.drafting import draft
from xueyou.kernel.papers.steps import person
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act

REPLY_DAYS = 10
"""Days after the packet's own day that the draft proposes; the drafter may set another date."""


def draft_circular(
    *,
    actor: Actor,
    checkpoint_uid: UUID | str,
    reply_by: date | None = None,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Draft a circular from a checkpoint of a plan the actor steers; return the paper's uid.

    Raises NotFound, NotAllowed where he may not draft papers, PaperRefused where the packet does
    not hold what it should.
    """
    user = person(actor)
    asked = {"checkpoint": str(checkpoint_uid), "reply_by": reply_by and reply_by.isoformat()}
    with act(actor, paper_verbs.DRAFT_CIRCULAR.name, at=at, key=key, request=asked) as a:
        checkpoint = found(Checkpoint.objects.select_related("organisation"), checkpoint_uid)
        plan = target(actor, STEER_PLAN, checkpoint.subject_uid)
        assert isinstance(plan, Plan)
        organisation = checkpoint.organisation
        require_drafting(actor, organisation.path)
        if a.repeated:
            return UUID(a.outcome["uid"])
        on = a.business_at.date()
        until = reply_by or max(checkpoint.as_of, on) + timedelta(days=REPLY_DAYS)
        if until <= on:
            raise PaperRefused("回复的日子要在今天以后。没有起草，请换一个日子。")
        code = number_code(organisation, KIND, on)
        packet = json.loads(checkpoint.packet)
        try:
            content = circular(packet, organ=organisation.name, number_code=code, reply_by=until)
        except (ClaimUnfounded, LookupError, ValueError) as broken:
            raise PaperRefused(
                "封存的数据前后对不上，通报没有起草，封存的内容没有变动。请把这件事告诉系统管理员。"
            ) from broken
        paper = draft(
            a,
            kind=KIND,
            organisation=organisation,
            year=content["year"],
            title=content["title"],
            content=content,
            subject_kind=CHECKPOINT,
            subject_uid=checkpoint.uid,
            by=user,
        )
        a.about("paper", paper.uid, org_path=organisation.path)
        a.data = {
            "paper": paper.uid,
            "checkpoint": checkpoint.uid,
            "claims": sum(len(block["claims"]) for block in texts(content)),
            "content_sha256": paper.content_sha256,
        }
        a.outcome = {"uid": str(paper.uid)}
        return paper.uid
