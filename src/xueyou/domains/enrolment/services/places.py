"""What an accepted place means: a letter, and the school the child belongs to from its first day.

A child whose papers are still to be compared, or a school year that is not entered yet, does not
hold up the family's answer: the letter stands at once, the membership follows by a daily duty.
"""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from xueyou.domains.enrolment.services.homes import free_home, name_user, use_home
from xueyou.domains.enrolment.services.letter_writing import end_letter, write_letter
from xueyou.domains.enrolment.verbs import ENROL_LATE
from xueyou.kernel.calls.models import Offer, OfferState
from xueyou.kernel.registry.models import Membership, MembershipKind, Person
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.school_years import SchoolYearMissing, school_year
from xueyou.kernel.registry.services.memberships import end_membership, enrol
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import ActInProgress, act

KIND = "enrolment.school"
SOURCE = "offer"
GIVEN_BACK = "given_back"
FIRST_GRADE = {"kindergarten": 1, "primary": 1, "junior": 7}
AT_ONCE = 50


def take_up_place(offer: Offer, a: ActInProgress) -> None:
    """Write the letter's code and enrol the child. Twice is the same as once."""
    write_letter(offer, a)
    use_home(offer, _person(offer), a)
    _enrol(offer, a)


def give_back_place(offer: Offer, a: ActInProgress) -> None:
    """Let the letter hold no longer and end the membership. Twice is the same as once."""
    end_letter(offer, a)
    free_home(offer, a)
    for membership in Membership.objects.standing().filter(
        source_kind=SOURCE, source_uid=offer.uid
    ):
        day = max(a.business_at.date(), membership.valid_from)
        end_membership(a, membership, on=day, why=GIVEN_BACK)


def enrol_late() -> int:
    """Enrol those whose child or school year became known after the acceptance; return how many."""
    enrolled = 0
    for pks in _pieces(_without_membership()):
        with act(SYSTEM, ENROL_LATE.name) as a:
            offers = (
                Offer.objects.select_related(
                    "application__person", "application__claim__person", "option__organisation"
                )
                .select_related("call__organisation")
                .filter(pk__in=pks, state=OfferState.ACCEPTED)
                .select_for_update(of=("self",), no_key=True)
                .order_by("pk")
            )
            done = [offer for offer in offers if _enrol(offer, a)]
            a.about("enrolment", a.uid)
            a.data = {"offers": len(done)}
            enrolled += len(done)
    return enrolled


def _enrol(offer: Offer, a: ActInProgress) -> bool:
    person = _person(offer)
    if person is None:
        return False
    name_user(offer, person, a)
    try:
        year = school_year(offer.call.year)
    except SchoolYearMissing:
        return False
    stage = str(offer.call.settings["stage"])
    enrol(
        a,
        person,
        offer.option.organisation,
        kind=MembershipKind.PUPIL,
        on=year.starts_on,
        source=Ref(SOURCE, offer.uid),
        year=year.year,
        stage=stage,
        grade=FIRST_GRADE[stage],
    )
    return True


def _person(offer: Offer) -> Person | None:
    application = offer.application
    if application.person is not None:
        return application.person
    return None if application.claim is None else application.claim.person


def _without_membership() -> list[int]:
    """Return the accepted places that no membership ever came of, though the child is known.

    One that was ended or voided since counts: an officer's word is not undone by a duty.
    """
    came = Membership.objects.filter(source_kind=SOURCE, source_uid=OuterRef("uid"))
    offers = Offer.objects.filter(~Exists(came), call__kind=KIND, state=OfferState.ACCEPTED)
    offers = offers.exclude(taken_up_at=None)
    known = offers.exclude(application__person=None, application__claim__person=None)
    return list(known.order_by("pk").values_list("pk", flat=True))


def _pieces(keys: Sequence[int]) -> list[Sequence[int]]:
    return [keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)]
