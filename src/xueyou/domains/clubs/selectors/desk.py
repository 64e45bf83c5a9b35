"""What the school's desk shows of a term: where it stands, its menu's limits, who may lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from xueyou.domains.clubs.access import KEEP_CLUB, KEEP_TERM, READ_TERM, TERMS
from xueyou.domains.clubs.call_kinds import BILLINGS, STAGES
from xueyou.domains.clubs.grades import grades_of
from xueyou.domains.clubs.lanes import HOLIDAY, LANES
from xueyou.domains.clubs.models import Bill, Club, Entry, Session, SessionState
from xueyou.domains.clubs.services.menu import ClubGiven
from xueyou.domains.clubs.standings import VETTED
from xueyou.domains.clubs.tariffs import Tariff, tariff
from xueyou.domains.clubs.terms import term_of
from xueyou.kernel.calls.models import Call, CapacityLine, RoundState
from xueyou.kernel.registry.models import Membership, MembershipKind
from xueyou.kernel.registry.selectors.standings import in_force
from xueyou.platform.access.reading import read, target
from xueyou.platform.access.views import computed, source, view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation, OrganisationKind
from xueyou.platform.time import business_today

MAY_PROVIDE = (
    OrganisationKind.COMPANY,
    OrganisationKind.INSTITUTION,
    OrganisationKind.OTHER_DEPARTMENT,
)
STEPS = ("menu", "wishes", "deciding", "teaching", "billing")


def _day(name: str) -> Any:
    def of(settings: Mapping[str, str]) -> date:
        return date.fromisoformat(settings[name])

    return computed(of, "settings")


def _words(name: str, among: Mapping[str, str]) -> Any:
    def of(settings: Mapping[str, str]) -> str:
        return among[settings[name]]

    return computed(of, "settings")


@view_of(TERMS)
class TermRow:
    """A term of a school's clubs; first and last day are both included."""

    uid: UUID
    title: str
    year: int
    term: int | None
    state: str
    school: str = source("organisation__name")
    school_uid: UUID = source("organisation__uid")
    school_path: str = source("organisation__path")
    first_day: date = _day("first_day")
    last_day: date = _day("last_day")
    stage: str = _words("stage", STAGES)
    billing: str = _words("billing", BILLINGS)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a term stands. `step` is one of STEPS; money in fen.

    `draft`: the menu can still be changed. `late`: sessions of days that are over, neither held
    nor called off. `owed`: bills to be paid of which no payment is entered.
    """

    step: str
    draft: bool
    has_round: bool
    opens_at: datetime | None
    closes_at: datetime | None
    clubs: int
    sessions: int
    held: int
    late: int
    bills: int
    owed: int
    billed: int
    received: int


@dataclass(frozen=True, slots=True)
class Leader:
    """Who may lead a club: a teacher of the school, or a provider on the white list."""

    uid: UUID
    name: str

    @property
    def code(self) -> str:
        """The uid as forms carry it."""
        return str(self.uid)


@dataclass(frozen=True, slots=True)
class ClubInForm:
    """A club as its form shows it."""

    uid: UUID
    call_uid: UUID
    revision: int
    given: ClubGiven


def terms(actor: Actor) -> list[TermRow]:
    """Return the terms that the actor may look at, the latest first."""
    return list(read(actor, READ_TERM, TermRow).order_by("-year", "-term"))


def term(actor: Actor, call_uid: UUID | str) -> TermRow:
    """Return one term. Raises NotFound."""
    return read(actor, READ_TERM, TermRow).get(call_uid)


def standing(actor: Actor, call_uid: UUID | str) -> Standing:
    """Return where a term stands today. Raises NotFound. Flat."""
    call: Call = target(actor, READ_TERM, call_uid)
    today, last_day = business_today(), term_of(call).last_day
    round_ = call.rounds.exclude(state=RoundState.CANCELLED).order_by("ordinal").first()
    state = RoundState.DRAFT if round_ is None else round_.state
    sessions = Session.objects.filter(club__call=call, club__closed_at=None).aggregate(
        all=Count("pk", filter=~Q(state=SessionState.CANCELLED)),
        held=Count("pk", filter=Q(state=SessionState.HELD)),
        late=Count("pk", filter=Q(state=SessionState.PLANNED, day__lt=today)),
    )
    bills = Bill.objects.filter(call=call, reversed_at=None)
    paid = Entry.objects.filter(bill__in=bills, reverses=None, reversed_by=None)
    counted = bills.aggregate(
        n=Count("pk"), to_pay=Count("pk", filter=Q(total__gt=0)), sum=Sum("total")
    )
    received = paid.aggregate(n=Count("pk"), sum=Sum("amount"))
    published = round_ is not None and round_.published_at is not None
    if state == RoundState.DRAFT:
        step = "menu"
    elif not published:
        step = "wishes" if state == RoundState.ANNOUNCED else "deciding"
    else:
        step = "teaching" if today <= last_day or sessions["late"] else "billing"
    return Standing(
        step=step,
        draft=state == RoundState.DRAFT,
        has_round=round_ is not None,
        opens_at=None if round_ is None else round_.opens_at,
        closes_at=None if round_ is None else round_.closes_at,
        clubs=Club.objects.filter(call=call, closed_at=None).count(),
        sessions=sessions["all"],
        held=sessions["held"],
        late=sessions["late"],
        bills=counted["n"],
        owed=counted["to_pay"] - received["n"],
        billed=counted["sum"] or 0,
        received=received["sum"] or 0,
    )


def lanes(actor: Actor, call_uid: UUID | str) -> dict[str, str]:
    """Return the lanes in which a club of the term can be, in words. Raises NotFound."""
    call: Call = target(actor, KEEP_TERM, call_uid)
    term_ = term_of(call)
    there = (lane for lane in LANES if lane != HOLIDAY or term_.holiday is not None)
    return {lane: term_.lane_zh(lane) for lane in there}


def grades(actor: Actor, call_uid: UUID | str) -> list[int]:
    """Return the grades for which a club of the term can be. Raises NotFound."""
    call: Call = target(actor, KEEP_TERM, call_uid)
    return grades_of(call)


def teachers(actor: Actor, call_uid: UUID | str) -> list[Leader]:
    """Return the school's staff on the term's first day, by name. Raises NotFound."""
    call: Call = target(actor, KEEP_TERM, call_uid)
    staff = Membership.objects.standing().on(term_of(call).first_day)
    rows = staff.filter(organisation=call.organisation_id, kind=MembershipKind.STAFF)
    found = rows.order_by("person__sort_key", "person_id").values_list(
        "person__uid", "person__name"
    )
    return [Leader(*row) for row in found.distinct()]


def providers(actor: Actor, call_uid: UUID | str) -> list[Leader]:
    """Return who is on the white list from the term's first to its last day. Raises NotFound."""
    call: Call = target(actor, KEEP_TERM, call_uid)
    term_ = term_of(call)
    there = dict(
        Organisation.objects.filter(kind__in=MAY_PROVIDE, closed_on=None)
        .order_by("sort_key", "name")
        .values_list("pk", "uid")
    )
    listed = set(there)
    for day in (term_.first_day, term_.last_day):
        listed &= set(in_force({VETTED}, organisations=list(there), on=day))
    rows = Organisation.objects.filter(pk__in=listed).order_by("sort_key", "name")
    return [Leader(*row) for row in rows.values_list("uid", "name")]


def limits(actor: Actor, call_uid: UUID | str) -> Tariff:
    """Return what may be asked at most in a term. Raises NotFound."""
    call: Call = target(actor, READ_TERM, call_uid)
    term_ = term_of(call)
    return tariff(call.organisation, term_.first_day, term_.stage)


def club_in_form(actor: Actor, club_uid: UUID | str) -> ClubInForm:
    """Return a club as its form shows it. Raises NotFound."""
    club: Club = target(actor, KEEP_CLUB, club_uid)
    lines = CapacityLine.objects.filter(option=club.option_id, voided_at=None)
    given = ClubGiven(
        code=club.option.code,
        title=club.option.title,
        lane=club.lane,
        places=int(lines.aggregate(sum=Sum("delta"))["sum"] or 0),
        lowest=club.lowest,
        highest=club.highest,
        room=club.room,
        fee=club.fee,
        teacher_uid=None if club.teacher is None else club.teacher.uid,
        provider_uid=None if club.provider is None else club.provider.uid,
        material=club.material,
        hours=club.hours,
        least=club.least,
        special=club.special,
    )
    return ClubInForm(club.uid, club.call.uid, club.revision, given)
