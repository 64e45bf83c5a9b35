"""An officer of the registry, with the papers before him, says whose a claimed child is.

Unlike a contest about one application, other accounts' claims to the child wait for their own
answer: a father's is not refused because the mother's was confirmed first.
"""

from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.settling import claimed_person, know_the_child
from xueyou.kernel.registry import verbs
from xueyou.kernel.registry.access import SETTLE_CLAIM
from xueyou.kernel.registry.models import CLAIM_NUMBER, Claim
from xueyou.kernel.registry.services.claims import settle_claim
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act

SHOWN = {
    "household": "户口簿",
    "birth": "出生医学证明",
    "court": "法院判决、裁定",
    "counter": "其他证明监护关系的原件",
}
"""What the officer has seen, as the bond keeps it."""
LAST = 4
"""Characters of the child's number that the officer types from the original."""


def decide_claim(
    *,
    actor: Actor,
    claim_uid: UUID | str,
    is_theirs: bool,
    basis: str = "",
    ends: str = "",
    key: str,
    at: datetime | None = None,
) -> None:
    """Confirm a claim, or refuse it; applications that rest on it know their child from then on.

    `basis`: what was shown (SHOWN), `ends`: the last LAST characters of the child's number, read
    from the original; both only to confirm. Raises NotFound, CallRefused, RegistryRefused.
    """
    request = {"claim": str(claim_uid), "is_theirs": is_theirs, "basis": basis}
    with act(actor, verbs.SETTLE_CLAIM.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return
        claim: Claim = target(actor, SETTLE_CLAIM, claim_uid)
        if isinstance(actor.user, User) and claim.account_id == actor.user.pk:
            raise CallRefused("这是您自己登记的孩子，要由别的经办人认定。没有改动。")
        if is_theirs:
            _seen(claim, basis, ends)
        by = str(actor)
        person = claimed_person(a, claim, by) if is_theirs else None
        settle_claim(a, claim, person=person, by=by, basis=basis or "counter")
        known = _let_know(a, claim) if is_theirs else []
        a.about("claim", claim.uid)
        a.data = {
            "claim": claim.uid,
            "is_theirs": is_theirs,
            "basis": basis,
            "applications": known,
            **({} if person is None else {"person": person.uid}),
        }


def _seen(claim: Claim, basis: str, ends: str) -> None:
    if basis not in SHOWN:
        raise CallRefused("请选家长出示了什么原件。没有认定。")
    if claim.bidx is None:
        return
    typed = "".join(ends.split()).upper()
    if not compare_digest(typed.encode(), CLAIM_NUMBER.text(claim)[-LAST:].encode()):
        raise CallRefused(
            f"号码后{LAST}位和家长填的不一样，没有认定。请再看一遍原件："
            "是您看错了，就重新填；是家长填错了，就选“不是”，请家长照证件重新登记。"
        )


def _let_know(a: ActInProgress, claim: Claim) -> list[UUID]:
    """Let the applications made for the claim know the child; return which."""
    found = list(Application.objects.filter(claim=claim, withdrawn_at=None).order_by("pk"))
    if found:
        a.lock(*found)
    for application in found:
        application.claim = claim
        know_the_child(a, application)
    return [application.uid for application in found]
