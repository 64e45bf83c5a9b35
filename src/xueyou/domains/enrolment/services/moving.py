"""What a place means for a child that has a school already, or comes during the year.

The old school's membership ends when the new one begins, and never before: nobody is without.
"""

from datetime import date

from django.db.models import Exists, OuterRef

from xueyou.domains.enrolment.moving_forms import stage_of
from xueyou.domains.enrolment.services.letter_writing import end_letter, write_letter
from xueyou.domains.enrolment.services.places import GIVEN_BACK, SOURCE
from xueyou.domains.enrolment.verbs import ENROL_LATE
from xueyou.kernel.calls.models import Offer, OfferState
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.registry.models import Membership, MembershipKind
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.school_years import SchoolYearMissing, school_year
from xueyou.kernel.registry.services.memberships import MOVED, end_membership, enrol
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.time import CITY

KINDS = ("enrolment.transfer", "enrolment.talent")
STAYS = "offer_given_back"
"""Source of the membership by which a child stays where it was."""


def take_up_moved(offer: Offer, a: ActInProgress) -> None:
    """Write the letter's code and let the new school begin. Twice is the same as once."""
    write_letter(offer, a)
    enrol_moved(offer, a)


def enrol_moved(offer: Offer, a: ActInProgress) -> bool:
    """Enrol a child in the school that took it; False while child or school year is not known.

    It begins on the day the family accepted, not before the school year of the call.
    """
    application = offer.application
    claim = application.claim
    person = application.person or (None if claim is None else claim.person)
    if person is None:
        return False
    try:
        year = school_year(offer.call.year)
    except SchoolYearMissing:
        return False
    stage, grade = stage_of(int(offer.option.attributes["grade"]))
    enrol(
        a,
        person,
        offer.option.organisation,
        kind=MembershipKind.PUPIL,
        on=max(_accepted_on(offer, a), year.starts_on),
        source=Ref(SOURCE, offer.uid),
        year=year.year,
        stage=stage,
        grade=grade,
    )
    return True


def enrol_moved_late() -> int:
    """Enrol those whose child or school year became known after the acceptance; return how many."""
    came = Membership.objects.filter(source_kind=SOURCE, source_uid=OuterRef("uid"))
    waiting = Offer.objects.filter(
        ~Exists(came), call__kind__in=KINDS, state=OfferState.ACCEPTED
    ).exclude(application__person=None, application__claim__person=None)
    pks = list(waiting.exclude(taken_up_at=None).order_by("pk").values_list("pk", flat=True))
    if not pks:
        return 0
    with act(SYSTEM, ENROL_LATE.name) as a:
        offers = (
            Offer.objects.select_related(
                "application__person", "application__claim__person", "option__organisation", "call"
            )
            .filter(pk__in=pks, state=OfferState.ACCEPTED)
            .select_for_update(of=("self",), no_key=True)
            .order_by("pk")
        )
        done = [offer for offer in offers if enrol_moved(offer, a)]
        a.about("enrolment", a.uid)
        a.data = {"offers": len(done)}
        return len(done)


def give_back_moved(offer: Offer, a: ActInProgress) -> None:
    """Let the child stay in its old school. Twice is the same as once.

    Raises CallRefused once the child goes to the new one: then it is another transfer.
    """
    today = a.business_at.astimezone(CITY).date()
    rows = Membership.objects.standing().filter(source_kind=SOURCE, source_uid=offer.uid)
    for membership in rows.filter(valid_to=None):
        begins = membership.valid_from
        if begins < today:
            raise CallRefused(
                "孩子已经转过来上学了，不能放弃这个学位，没有改动。要再转学，请联系教育局。"
            )
        end_membership(a, membership, on=begins, why=GIVEN_BACK)
        _stay(offer, a, membership, begins)
    end_letter(offer, a)


def _stay(offer: Offer, a: ActInProgress, left: Membership, on: date) -> None:
    """Go on with the school that was to end on that day, from that day on."""
    before = (
        Membership.objects.standing()
        .filter(
            person=left.person_id,
            kind=MembershipKind.PUPIL,
            primary=True,
            ended_why=MOVED,
            valid_to=on,
        )
        .select_related("person", "organisation")
        .order_by("-pk")
        .first()
    )
    if before is None:
        return
    enrol(
        a,
        before.person,
        before.organisation,
        kind=before.kind,
        on=on,
        source=Ref(STAYS, offer.uid),
        year=before.year,
        stage=before.stage,
        grade=before.grade,
        group=before.group,
    )


def _accepted_on(offer: Offer, a: ActInProgress) -> date:
    moment = offer.replied_at if offer.state == OfferState.ACCEPTED else None
    return (moment or a.business_at).astimezone(CITY).date()
