"""What a family sees of its claims: never whether another account has made one too."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xueyou.kernel.registry.documents import masked_number
from xueyou.kernel.registry.models import CLAIM_NUMBER, Claim, ClaimState, DocumentKind
from xueyou.kernel.registry.services.claims import rivals
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now

WORDS = {
    ClaimState.PENDING.value: ("waiting", "等待核对"),
    ClaimState.CONTESTED.value: ("waiting", "等待核对"),
    ClaimState.CONFIRMED.value: ("confirmed", "已核对"),
    ClaimState.REFUSED.value: ("refused", "核对不上"),
}
"""Code and words for the family. Two states share one: see the module."""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A child that the account has named, with what has become of it."""

    uid: UUID
    name: str
    born_on: date | None
    kind_zh: str
    masked: str
    state: str
    state_zh: str


def claims_of(actor: Actor) -> list[ClaimView]:
    """Return the account's own claims that it has not given up, newest first. One query."""
    if not isinstance(actor.user, User):
        return []
    rows = Claim.objects.filter(account=actor.user, ended_at=None).order_by("-pk")
    return [_view(row) for row in rows if row.expires_at > business_now() or row.person_id]


def _view(row: Claim) -> ClaimView:
    number = "" if row.value_enc is None else masked_number(row.kind, CLAIM_NUMBER.text(row))
    code, words = WORDS[row.state]
    kind = DocumentKind(row.kind).label
    return ClaimView(row.uid, row.name, row.born_on, kind, number, code, words)


__all__ = ["WORDS", "ClaimView", "claims_of", "rivals"]
