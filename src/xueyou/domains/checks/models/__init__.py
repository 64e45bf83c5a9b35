"""Tables of the checks room."""

from xueyou.domains.checks.models.batches import BatchState, DeskBatch, DeskDecision, Does
from xueyou.domains.checks.models.files import (
    FOUND,
    WHY,
    CheckDuty,
    HomeVisit,
    Opening,
    Recusal,
    Referral,
    SpotCheck,
    SpotPick,
    VisitFinding,
    VisitState,
)
from xueyou.domains.checks.models.lists import (
    CheckAnswer,
    CheckLine,
    CheckList,
    CheckReply,
    DestructionReceipt,
    LineOutcome,
    ReplyState,
    ReplyWay,
)

__all__ = [
    "FOUND",
    "WHY",
    "BatchState",
    "CheckAnswer",
    "CheckDuty",
    "CheckLine",
    "CheckList",
    "CheckReply",
    "DeskBatch",
    "DeskDecision",
    "DestructionReceipt",
    "Does",
    "HomeVisit",
    "LineOutcome",
    "Opening",
    "Recusal",
    "Referral",
    "ReplyState",
    "ReplyWay",
    "SpotCheck",
    "SpotPick",
    "VisitFinding",
    "VisitState",
]
