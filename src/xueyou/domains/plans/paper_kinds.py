"""The papers this room issues: circular and hand-over sheet, and who must look at each."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from xueyou.domains.plans.circulars.claims import ClaimUnfounded, verify
from xueyou.domains.plans.circulars.compose import KIND as CIRCULAR_KIND
from xueyou.domains.plans.releases import order  # noqa: F401 - it enters its own kind
from xueyou.kernel.indicators.models import Checkpoint
from xueyou.kernel.papers.kinds import paper_kind
from xueyou.kernel.papers.refusals import PaperRefused

HANDOVER_KIND = "plans.handover"
CHECKPOINT = "plan_checkpoint"
SHEET = "plan_sheet"


def packet_of(checkpoint_uid: UUID) -> dict[str, Any]:
    """Return the frozen packet a circular was written from. Raises PaperRefused."""
    row = Checkpoint.objects.filter(uid=checkpoint_uid).values_list("packet", flat=True).first()
    if row is None:
        raise PaperRefused("没有找到这份通报依据的封存数据，没有办理。请找系统管理员。")
    packet: dict[str, Any] = json.loads(row)
    return packet


def verify_circular(content: Mapping[str, Any], subject_uid: UUID) -> None:
    """Recompute every traced figure of a circular from its packet. Raises PaperRefused."""
    try:
        verify(packet_of(subject_uid), content)
    except ClaimUnfounded as unfounded:
        raise PaperRefused(unfounded.zh) from None


CIRCULAR = paper_kind(
    CIRCULAR_KIND,
    zh="督查通报",
    countersigned=False,
    addressed=True,
    verify=verify_circular,
    circulated=True,
)
HANDOVER = paper_kind(
    HANDOVER_KIND, zh="交办单", countersigned=False, addressed=True, leaves_signed=True
)
