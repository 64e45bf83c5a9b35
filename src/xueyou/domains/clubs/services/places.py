"""Places in clubs: taken up because of an offer, ended when it is given back."""

from datetime import date

from xueyou.domains.clubs.models import Place
from xueyou.domains.clubs.terms import term_of
from xueyou.kernel.calls.models import Offer
from xueyou.platform.acts.writing import ActInProgress

GIVEN_BACK = "家长退出"


def give_place(offer: Offer, a: ActInProgress) -> None:
    """Give the offer's child its place, once: from the term's first day, or today if later."""
    person_id = offer.application.person_id
    if person_id is None:
        return
    begins = max(term_of(offer.call).first_day, a.business_at.date())
    place = Place(club_id=offer.option_id, person_id=person_id, offer=offer, from_on=begins)
    Place.objects.bulk_create([place], ignore_conflicts=True)


def end_place_of(offer: Offer, a: ActInProgress) -> None:
    """End the place of an offer from today on; a second time changes nothing."""
    for place in Place.objects.filter(offer=offer, until=None):
        end_place(place, a.business_at.date(), GIVEN_BACK)


def end_place(place: Place, on: date, why: str) -> None:
    """End a place: from that day on the child takes part no longer."""
    place.until, place.ended_why = max(on, place.from_on), why
    place.save(update_fields=["until", "ended_why"])
