"""A school's new pupils and whether they have come; how many, for the offices above."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from xueyou.domains.arrivals.access import COUNT_ARRIVALS, KEEP_ARRIVALS, SCHOOLS
from xueyou.domains.arrivals.models import Absence, Arrival, ArrivalState
from xueyou.domains.arrivals.placed import child_of, name_of, placed_in, year_meant, years_of
from xueyou.kernel.calls.models import Offer, OfferState
from xueyou.kernel.registry.models import Sex
from xueyou.platform.access.reading import NotFound, Page, read, target
from xueyou.platform.access.views import view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today

CAME = ArrivalState.CAME.value
ABSENCES: tuple[tuple[str, str], ...] = tuple((one.value, str(one.label)) for one in Absence)
"""Why somebody has not come: code and words."""
SAID = ((CAME, str(ArrivalState.CAME.label)), *ABSENCES)
"""What can be said of a child: code and words."""


@view_of(SCHOOLS)
class SchoolRow:
    """A school with new pupils."""

    id: int
    uid: UUID
    name: str


@dataclass(frozen=True, slots=True)
class NewPupil:
    """A child who was given a place, as the school that has to welcome him sees him."""

    offer: UUID
    receipt_no: str
    name: str
    sex_zh: str
    born_on: date | None
    accepted: bool
    state: str
    """"", "came" or why absent."""
    state_zh: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were placed, and what became of them. Everybody placed is in one of the others."""

    placed: int = 0
    open: int = 0
    came: int = 0
    absent: int = 0
    unsaid: int = 0


@dataclass(frozen=True, slots=True)
class SchoolCounts:
    """A school and its counts of a year."""

    uid: UUID
    name: str
    counts: Counts


def schools(actor: Actor, year: int, page: int | str | None = 1) -> Page[SchoolRow]:
    """Return the schools of which the actor may know how many have come, by name."""
    return read(actor, COUNT_ARRIVALS, SchoolRow).order_by("name").page(page)


def counted(rows: Page[SchoolRow], year: int) -> list[SchoolCounts]:
    """Return the counts of these schools. Two queries."""
    keys = [row.id for row in rows.rows]
    offers = Offer.objects.filter(
        option__organisation__in=keys, call__year=year, holds_place=True
    ).exclude(call__organisation=F("option__organisation"))
    said = {
        row.offer_id: row.state
        for row in Arrival.objects.filter(offer__in=offers, superseded_at=None)
    }
    by_school: dict[int, list[str]] = {}
    for pk, state, school in offers.values_list("pk", "state", "option__organisation"):
        by_school.setdefault(school, []).append(_word(state, said.get(pk, "")))
    return [
        SchoolCounts(row.uid, row.name, _counts(by_school.get(row.id, []))) for row in rows.rows
    ]


def own_school(actor: Actor) -> UUID | None:
    """Return the one school whose arrivals the actor keeps; None where there are none or more."""
    found = read(actor, KEEP_ARRIVALS, SchoolRow).page(1)
    return found.rows[0].uid if found.total == 1 else None


def school_kept(actor: Actor, uid: UUID | str) -> SchoolRow:
    """Return the school whose arrivals the actor keeps. Raises NotFound."""
    return read(actor, KEEP_ARRIVALS, SchoolRow).get(uid)


def year_of(actor: Actor, uid: UUID | str, asked: str) -> tuple[int, list[int]]:
    """Return the year that a page is about, and all there are. Raises NotFound."""
    school: Organisation = target(actor, KEEP_ARRIVALS, uid)
    return year_meant(school, asked, business_today()), years_of(school)


def new_pupils(actor: Actor, uid: UUID | str, year: int) -> tuple[list[NewPupil], Counts]:
    """Return who was given a place for the year, by receipt number, and the counts. NotFound."""
    school: Organisation = target(actor, KEEP_ARRIVALS, uid)
    offers = list(placed_in(school, year))
    said = {
        row.offer_id: row for row in Arrival.objects.filter(offer__in=offers, superseded_at=None)
    }
    rows = [_new_pupil(offer, said.get(offer.pk)) for offer in offers]
    words = [_word(offer.state, _state(said.get(offer.pk))) for offer in offers]
    return rows, _counts(words)


def may_keep(actor: Actor, uid: UUID | str) -> bool:
    """Return whether the actor notes the arrivals of this school."""
    try:
        target(actor, KEEP_ARRIVALS, uid)
    except NotFound:
        return False
    return True


def _new_pupil(offer: Offer, said: Arrival | None) -> NewPupil:
    person, claim = child_of(offer), offer.application.claim
    known = person or claim
    sex = Sex.UNKNOWN if known is None else Sex(known.sex)
    word = "" if said is None else (said.why or said.state)
    return NewPupil(
        offer=offer.uid,
        receipt_no=offer.application.receipt_no,
        name=name_of(offer),
        sex_zh="" if sex == Sex.UNKNOWN else str(sex.label),
        born_on=None if known is None else known.born_on,
        accepted=offer.state == OfferState.ACCEPTED,
        state=word,
        state_zh=_words(said),
    )


def _words(said: Arrival | None) -> str:
    if said is None:
        return ""
    if said.state == ArrivalState.CAME:
        return str(ArrivalState.CAME.label)
    return str(Absence(said.why).label)


def _state(said: Arrival | None) -> str:
    return "" if said is None else said.state


def _word(offer_state: str, state: str) -> str:
    return state if offer_state == OfferState.ACCEPTED else "open"


def _counts(words: list[str]) -> Counts:
    found = Counter(words)
    return Counts(
        placed=len(words),
        open=found["open"],
        came=found[ArrivalState.CAME.value],
        absent=found[ArrivalState.ABSENT.value],
        unsaid=found[""],
    )
