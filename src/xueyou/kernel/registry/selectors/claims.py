"""What a family sees of its claims: never whether another account has made one too.

Also with whom it shares them, and what others share with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from xueyou.kernel.registry.access import SHARE_CLAIM
from xueyou.kernel.registry.documents import masked_number
from xueyou.kernel.registry.models import (
    CLAIM_NUMBER,
    Claim,
    ClaimSharing,
    ClaimState,
    DocumentKind,
)
from xueyou.kernel.registry.names import masked_name
from xueyou.kernel.registry.services.claims import rivals
from xueyou.platform.access.reading import target
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


@dataclass(frozen=True, slots=True)
class SharingView:
    """One who was let in, masked, or a code that nobody has typed yet ("")."""

    uid: UUID
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class OwnClaim:
    """A claim that waits, with whom it is shared."""

    claim: ClaimView
    sharings: Sequence[SharingView]


def own_claim(actor: Actor, uid: UUID | str) -> OwnClaim:
    """Return a claim that the account made and that waits. Raises NotFound."""
    claim: Claim = target(actor, SHARE_CLAIM, uid)
    at = business_now()
    rows = claim.sharings.filter(Q(account__isnull=False) | Q(expires_at__gt=at), ended_at=None)
    return OwnClaim(
        _view(claim),
        [
            SharingView(
                row.uid,
                "" if row.account is None else masked_name(row.account.name),
                (row.accepted_at or row.made_at).date(),
            )
            for row in rows.select_related("account").order_by("pk")
        ],
    )


def shared_with(actor: Actor) -> list[str]:
    """Return the names of the children whose waiting claims others share with the account."""
    if not isinstance(actor.user, User):
        return []
    rows = ClaimSharing.objects.filter(account=actor.user, ended_at=None, claim__ended_at=None)
    return list(rows.order_by("-pk").values_list("claim__name", flat=True))


def _view(row: Claim) -> ClaimView:
    number = "" if row.value_enc is None else masked_number(row.kind, CLAIM_NUMBER.text(row))
    code, words = WORDS[row.state]
    kind = DocumentKind(row.kind).label
    return ClaimView(row.uid, row.name, row.born_on, kind, number, code, words)


__all__ = [
    "WORDS",
    "ClaimView",
    "OwnClaim",
    "SharingView",
    "claims_of",
    "own_claim",
    "rivals",
    "shared_with",
]
