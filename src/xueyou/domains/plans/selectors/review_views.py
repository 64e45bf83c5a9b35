"""What officers in review may see of a plan and its items: frozen, and nothing else."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from xueyou.domains.plans.access.steering import ITEMS, PLANS
from xueyou.platform.access.views import computed, source, view_of

STATES = {
    "open": "待核对",
    "accepted": "已接受",
    "rejected": "已退回",
    "merged": "已并走",
    "split": "已拆开",
}
"""States of an item, in the words that officers see."""

DEEDS = {
    "accept": "接受了",
    "edit": "改了",
    "reject": "退回了",
    "reopen": "放回了待核对",
    "merge": "并到了别的项",
    "split": "拆成了几项",
    "undo": "撤销了决定",
    "carry": "从上一版带来",
    "add": "补上了",
}

SURE = 80
"""Percent of confidence from which an item is not doubtful by itself."""


def _or_empty(value: str | None) -> str:
    return value or ""


def _doubts(value: Any) -> tuple[str, ...]:
    return tuple(value or ())


@view_of(ITEMS)
class ItemRow:
    """One item under review: what it says, where it stands, what was decided."""

    uid: UUID
    key: str
    kind: str
    ordinal: int
    """Running number in order of appearance, as shown in the margin."""
    state: str
    """Key of STATES."""
    content: dict[str, Any]
    """In the shape of services.contents."""
    start: int
    end: int
    quote: str
    confidence: int
    doubts: tuple[str, ...] = computed(_doubts, "doubts")
    revision: int
    into: str = computed(_or_empty, "merged_into__key")
    """Key of the item it was merged into; else empty."""
    carries_content: dict[str, Any] | None = source("carries__content")
    """What the version before said; None where it is new."""
    carries_quote: str = computed(_or_empty, "carries__quote")
    decided_by: str = computed(_or_empty, "decided_by__name")
    decided_at: datetime | None

    @property
    def name(self) -> str:
        """What it is called, whatever its kind."""
        return str(self.content.get("title") or self.content.get("name") or "")

    @property
    def doubtful(self) -> bool:
        """Whether somebody has to look at it: never accepted along with others."""
        return bool(self.doubts) or self.confidence < SURE

    @property
    def state_zh(self) -> str:
        """The state in words."""
        return STATES[self.state]


@view_of(PLANS)
class ReviewedPlan:
    """A plan whose document is under review."""

    uid: UUID
    title: str
    year: int
    starts_on: date
    ends_on: date
    state: str
    organisation: str = source("organisation__name")
    organisation_path: str = source("organisation__path")
