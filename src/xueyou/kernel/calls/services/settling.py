"""Whose child it is: a source, or an officer with the papers before him, decides about a claim."""

from datetime import datetime
from uuid import UUID

from xueyou.kernel.calls import verbs
from xueyou.kernel.calls.access import SETTLE_APPLICATION
from xueyou.kernel.calls.models import Application, ApplicationState, RoundState
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.submitting import counting_for
from xueyou.kernel.registry.models import CLAIM_NUMBER, Claim, ClaimState, Person
from xueyou.kernel.registry.services.claims import rivals, settle_claim
from xueyou.kernel.registry.services.people import (
    add_person,
    confirm_identifier,
    number_of,
    person_with,
)
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act

STATES = ApplicationState


def settle_child(
    *,
    actor: Actor,
    application_uid: UUID | str,
    is_theirs: bool,
    key: str,
    at: datetime | None = None,
) -> None:
    """Decide whether the claimed child is the claimer's; other accounts' claims to it are refused.

    Confirmed, the application knows its person and counts again. Where the child has another
    application that counts (of the other parent, say), this one is withdrawn and its guardian
    sees that one. Raises NotFound, CallRefused.
    """
    request = {"application": str(application_uid), "is_theirs": is_theirs}
    with act(actor, verbs.SETTLE_CONTEST.name, at=at, key=key, request=request) as a:
        application: Application = target(actor, SETTLE_APPLICATION, application_uid)
        if a.repeated:
            return
        claim = application.claim
        if claim is None or claim.state == ClaimState.CONFIRMED:
            raise CallRefused("这份申请的孩子已经认定，没有什么要再定的。没有改动。")
        others = list(rivals(claim, a.business_at)) if is_theirs else []
        by = str(actor)
        for other in others:
            settle_claim(a, other, person=None, by=by)
        settle_claim(a, claim, person=claimed_person(a, claim, by) if is_theirs else None, by=by)
        a.lock(application)
        application.claim = claim
        if is_theirs:
            _let_count(a, application)
        a.about("application", application.uid, org_path=application.home_path)
        refused = Application.objects.filter(claim__in=others, call=application.call_id)
        a.data = {
            "call": application.call.uid,
            "revision": application.revision,
            "others": list(refused.values_list("uid", flat=True)),
        }


def know_the_child(a: ActInProgress, application: Application) -> bool:
    """Let an application know its confirmed child, inside an open act that has locked it.

    For sources that confirm claims by themselves. Return whether it counts.
    """
    claim = application.claim
    if claim is None or claim.person is None or application.person_id is not None:
        return application.withdrawn_at is None
    _let_count(a, application)
    return application.withdrawn_at is None


def _let_count(a: ActInProgress, application: Application) -> None:
    claim = application.claim
    assert claim is not None
    assert claim.person is not None
    other = counting_for(application, claim.person_id)
    if application.round is not None and application.round.state != RoundState.ANNOUNCED:
        # What a frozen round decides is left as it was frozen.
        if other is None and application.state != STATES.CONTESTED:
            application.person = claim.person
            application.save(update_fields=["person"])
        return
    application.person = claim.person
    if other is not None:
        application.state = STATES.WITHDRAWN
        application.withdrawn_at = a.business_at
    elif application.state == STATES.CONTESTED:
        application.state = STATES.SUBMITTED
    application.revision += 1
    application.save(update_fields=["person", "state", "withdrawn_at", "revision"])


def claimed_person(a: ActInProgress, claim: Claim, by: str) -> Person:
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
