"""An officer of the registry, with the papers before him, says whose a claimed child is.

Nobody else decides it, and in no other way. Other accounts' claims to the child wait for their own
answer: a father's is not refused because the mother's was confirmed first.
"""

from datetime import datetime
from uuid import UUID

from xueyou.kernel.calls.models import Application, ApplicationState, RoundState
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.submitting import counting_for
from xueyou.kernel.registry import verbs
from xueyou.kernel.registry.access import SETTLE_CLAIM
from xueyou.kernel.registry.documents import LAST, ends_with
from xueyou.kernel.registry.models import CLAIM_NUMBER, Claim, ClaimSharing, Person
from xueyou.kernel.registry.services.claims import settle_claim
from xueyou.kernel.registry.services.people import (
    add_person,
    confirm_identifier,
    number_of,
    person_with,
)
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

    They count again. Where the child has another application that counts (of the other parent,
    say), this one is withdrawn and its guardian sees that one.

    `basis`: what was shown (SHOWN), `ends`: the last LAST characters of the child's number, read
    from the original; both only to confirm. Raises NotFound, CallRefused, RegistryRefused.
    """
    request = {"claim": str(claim_uid), "is_theirs": is_theirs, "basis": basis}
    with act(actor, verbs.SETTLE_CLAIM.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return
        claim: Claim = target(actor, SETTLE_CLAIM, claim_uid)
        if isinstance(actor.user, User) and _own(claim, actor.user):
            raise CallRefused("这是您自己登记的孩子，要由别的经办人认定。没有改动。")
        if is_theirs:
            _seen(claim, basis, ends)
        by = str(actor)
        person = _claimed_person(a, claim, by) if is_theirs else None
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


def _own(claim: Claim, user: User) -> bool:
    """Return whether he made the claim, or who made it lets him in: he would become guardian."""
    shared = ClaimSharing.objects.filter(claim=claim, account=user, ended_at=None)
    return claim.account_id == user.pk or shared.exists()


def _seen(claim: Claim, basis: str, ends: str) -> None:
    if basis not in SHOWN:
        raise CallRefused("请选家长出示了什么原件。没有认定。")
    if claim.bidx is None:
        return
    if not ends_with(CLAIM_NUMBER.text(claim), ends):
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
        if application.person_id is None:
            _let_count(a, application)
    return [application.uid for application in found]


def _let_count(a: ActInProgress, application: Application) -> None:
    claim = application.claim
    assert claim is not None
    assert claim.person is not None
    other = counting_for(application, claim.person_id)
    frozen = application.round is not None and application.round.state != RoundState.ANNOUNCED
    if frozen or application.decided_in_id is not None:
        # What a frozen round decides is left as it was frozen, and so is what was decided.
        if other is None and application.state != ApplicationState.CONTESTED:
            application.person = claim.person
            application.save(update_fields=["person"])
        return
    application.person = claim.person
    if other is not None:
        application.state = ApplicationState.WITHDRAWN
        application.withdrawn_at = a.business_at
    elif application.state == ApplicationState.CONTESTED:
        application.state = ApplicationState.SUBMITTED
    application.revision += 1
    application.save(update_fields=["person", "state", "withdrawn_at", "revision"])


def _claimed_person(a: ActInProgress, claim: Claim, by: str) -> Person:
    """Return the person with the claimed number, added with it where nobody has it yet."""
    if claim.bidx is None:
        return add_person(a, name=claim.name, sex=claim.sex, born_on=claim.born_on)
    text = CLAIM_NUMBER.text(claim)
    found = person_with(number_of(claim.kind, text, claim.country))
    if found is not None:
        return found
    made = add_person(a, name=claim.name, sex=claim.sex, born_on=claim.born_on)
    confirm_identifier(
        a,
        made,
        kind=claim.kind,
        number=text,
        country=claim.country,
        checked_by=by,
        on=a.business_at.date(),
    )
    return made
