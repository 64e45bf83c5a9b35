"""A claim is shared: before anybody has checked the child, the other guardian is let in by a code.

He sees and fills in what rests on the claim, as who made it does; once the claim is confirmed both
are guardians. What is shared can be taken back until then.
"""

from datetime import datetime
from uuid import UUID

from xueyou.kernel.registry import verbs
from xueyou.kernel.registry.access import END_SHARING, SHARE_CLAIM
from xueyou.kernel.registry.invitation_codes import LIFE, code_of, digest_of
from xueyou.kernel.registry.models import Claim, ClaimSharing, ClaimState, PersonBondKind
from xueyou.kernel.registry.refusals import RegistryRefused
from xueyou.kernel.registry.services.bonds import bind
from xueyou.kernel.registry.services.people import account_person
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7

MOST = 3
"""Accounts that one claim is shared with: more guardians than a child has."""


def share_claim(
    *, actor: Actor, claim_uid: UUID | str, key: str, at: datetime | None = None
) -> str:
    """Return a code with which another account sees what rests on the actor's own claim.

    A newer code ends the earlier one that nobody has typed. Raises NotFound, RegistryRefused.
    """
    request = {"claim": str(claim_uid)}
    with act(actor, verbs.SHARE_CLAIM.name, at=at, key=key, request=request) as a:
        claim: Claim = target(actor, SHARE_CLAIM, claim_uid)
        if a.repeated:
            return code_of(UUID(a.outcome["uid"]))
        a.lock(claim)
        open_ = ClaimSharing.objects.filter(claim=claim, ended_at=None)
        if open_.exclude(account=None).count() >= MOST:
            raise RegistryRefused(f"已经加了{MOST}位，不能再加。没有生成邀请码。")
        open_.filter(account=None).update(ended_at=a.business_at)
        uid = uuid7()
        ClaimSharing.objects.create(
            uid=uid,
            claim=claim,
            code_digest=digest_of(code_of(uid)),
            made_at=a.business_at,
            expires_at=a.business_at + LIFE,
        )
        a.about("claim", claim.uid)
        a.data = {"claim": claim.uid, "sharing": uid}
        a.outcome = {"uid": str(uid)}
        return code_of(uid)


def end_sharing(
    *, actor: Actor, sharing_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Take back what was shared: from this act on the other account sees nothing of it.

    Raises NotFound, also once the claim is confirmed: then it is a guardian's bond.
    """
    request = {"sharing": str(sharing_uid)}
    with act(actor, verbs.END_SHARING.name, at=at, key=key, request=request) as a:
        sharing: ClaimSharing = target(actor, END_SHARING, sharing_uid)
        if a.repeated:
            return
        claim = sharing.claim
        a.lock(claim, sharing)
        if sharing.ended_at is None:
            sharing.ended_at = a.business_at
            sharing.save(update_fields=["ended_at"])
        a.about("claim", claim.uid)
        a.data = {"claim": claim.uid, "sharing": sharing.uid}


def open_sharing(digest: str, at: datetime) -> ClaimSharing | None:
    """Return the sharing whose code has this digest, while the code may be typed."""
    rows = ClaimSharing.objects.filter(code_digest=digest, account=None, ended_at=None)
    return rows.filter(expires_at__gt=at).select_related("claim__person").first()


def take_sharing(a: ActInProgress, sharing: ClaimSharing, account: User) -> UUID | None:
    """Let the account in; return the child where it is checked by now, and its bond stands.

    Raises RegistryRefused: his own code, taken a moment ago, a claim that was refused or given up.
    """
    claim = sharing.claim
    a.lock(claim, sharing)
    if sharing.ended_at is not None or sharing.account_id is not None:
        raise refused()
    if claim.account_id == account.pk:
        raise RegistryRefused("这是您自己发出的邀请码，请交给另一位监护人使用。")
    if claim.ended_at is not None or claim.state == ClaimState.REFUSED:
        raise refused()
    if claim.confirmed_by == str(a.actor):
        raise RegistryRefused("这个孩子是您认定的，您不能凭邀请码成为监护人。没有改动。")
    if ClaimSharing.objects.filter(claim=claim, account=account, ended_at=None).exists():
        raise RegistryRefused("您已经能看到这个孩子的申请了，不用再加。没有改动。")
    sharing.account, sharing.accepted_at = account, a.business_at
    sharing.save(update_fields=["account", "accepted_at"])
    claim.shared = True
    claim.save(update_fields=["shared"])
    a.about("claim", claim.uid)
    a.data = {"invitation": sharing.uid}
    if claim.state != ClaimState.CONFIRMED:
        return None
    person = claim.person
    assert person is not None, "a confirmed claim names a person"
    held = account_person(claim.account).bonds_held.standing().on(a.business_at.date())
    if not held.filter(subject=person, kind=PersonBondKind.GUARDIAN).exists():
        raise refused()
    let_in(a, claim)
    uid: UUID = person.uid
    return uid


def let_in(a: ActInProgress, claim: Claim) -> None:
    """Make those with whom a claim was shared guardians of the child that it is confirmed as."""
    assert claim.person is not None, "a confirmed claim names a person"
    rows = ClaimSharing.objects.filter(claim=claim, ended_at=None).exclude(account=None)
    for sharing in rows.select_related("account"):
        assert sharing.account is not None
        guardian = account_person(sharing.account)
        if guardian.pk != claim.person.pk:
            on = a.business_at.date()
            bind(a, PersonBondKind.GUARDIAN, guardian, claim.person, basis="invited", on=on)
        sharing.ended_at = a.business_at
        sharing.save(update_fields=["ended_at"])


def refused() -> RegistryRefused:
    """Return the one sentence for every code that lets nobody in."""
    return RegistryRefused(
        "邀请码不对，或者已经用过、过期。请核对后再输，或者请对方重新发一个。没有改动。"
    )
