"""Which tasks the circular about a plan that went out last names."""

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from xueyou.domains.plans.circulars.claims import at
from xueyou.domains.plans.paper_kinds import CIRCULAR
from xueyou.domains.plans.selectors.wall_views import WallPlan
from xueyou.kernel.indicators.models import Checkpoint
from xueyou.kernel.papers.models import Paper, PaperState

ISSUED = (PaperState.SERVED, PaperState.ARCHIVED)
_TASK = re.compile(r"(/tasks/\d+)/")


@dataclass(frozen=True, slots=True)
class Circular:
    """A circular that went out: its number, and the tasks it speaks of."""

    number: str
    tasks: frozenset[UUID]


def latest_circular(plan: WallPlan) -> Circular | None:
    """Return the circular that went out last, None where there is none. One query."""
    packets = Checkpoint.objects.filter(uid=OuterRef("subject_uid"), subject_uid=plan.uid)
    found = (
        Paper.objects.filter(kind=CIRCULAR.code, state__in=ISSUED)
        .annotate(packet=Subquery(packets.values("packet")[:1]))
        .exclude(packet=None)
        .order_by("-signed_at", "-pk")
        .values_list("number", "content", "packet")
        .first()
    )
    if found is None:
        return None
    number, content, packet = found
    return Circular(number, frozenset(_named(json.loads(content), json.loads(packet))))


def _named(content: dict[str, Any], packet: dict[str, Any]) -> set[UUID]:
    paths = {
        match[1]
        for block in content["body"]
        for claim in block.get("claims", ())
        if (match := _TASK.match(claim["path"]))
    }
    return {UUID(at(packet, f"{path}/uid")) for path in paths}
