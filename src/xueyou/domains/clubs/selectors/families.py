"""What a family sees of clubs: the menu before it wishes, its child's week, what it arranged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, Sum

from xueyou.domains.clubs.access import ASK_LEAVE, AUTHORISE, END_COLLECTOR, WITHDRAW_LEAVE
from xueyou.domains.clubs.call_kinds import BILLINGS, CODE
from xueyou.domains.clubs.lanes import LANES, days_of
from xueyou.domains.clubs.models import (
    NAME,
    Club,
    Collector,
    HandOver,
    Leave,
    Mark,
    PickupCode,
    Place,
    Presence,
    Relation,
    Session,
)
from xueyou.domains.clubs.standings import FEE_EXEMPT
from xueyou.domains.clubs.tariffs import tariff
from xueyou.domains.clubs.terms import Term, term_of
from xueyou.engines.working_days import YearMissing
from xueyou.kernel.calls.models import Call, CapacityLine
from xueyou.kernel.calls.selectors.calls import calls_open
from xueyou.kernel.registry.models import Person
from xueyou.kernel.registry.selectors.standings import in_force
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.acts.actors import Actor

RELATIONS = {relation.value: str(relation.label) for relation in Relation}


@dataclass(frozen=True, slots=True)
class Offered:
    """A club as it is offered; money in fen. `sessions`, `most`: of the whole term at most, None
    while the term's calendar is not entered.
    """

    title: str
    leader: str
    room: str
    lowest: int
    highest: int
    hours: int
    fee: int
    material: int
    places: int
    least: int
    sessions: int | None
    most: int | None

    @property
    def span(self) -> tuple[int, int]:
        """The lowest and the highest grade."""
        return self.lowest, self.highest


@dataclass(frozen=True, slots=True)
class OfferedLane:
    """The clubs of one weekday slot; a child takes one of them."""

    lane: str
    zh: str
    clubs: Sequence[Offered]


@dataclass(frozen=True, slots=True)
class OpenMenu:
    """The menu of a term that is announced; `cap` in fen a term."""

    call_uid: UUID
    title: str
    school: str
    first_day: date
    last_day: date
    billing: str
    attended: bool
    wishes: int
    minutes: int
    cap: int
    cap_source: str
    verified: bool
    opens_at: datetime
    closes_at: datetime
    lanes: Sequence[OfferedLane]


@dataclass(frozen=True, slots=True)
class ClubDay:
    """A session of one's child: where, whether it was there, and who collected it.

    `collected` says by whom: 监护人, 凭接送码, or the collector's name.
    """

    day: date
    club: str
    lane_zh: str
    room: str
    state: str
    why: str
    on_leave: bool
    mark: str
    collected: str
    collected_at: datetime | None


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which a child is excused, both included."""

    uid: UUID
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Exempt:
    """A child pays no fee today; `until` (not with) a day, None where no end is set."""

    until: date | None


@dataclass(frozen=True, slots=True)
class MayCollectChild:
    """Somebody whom the family lets collect the child, from a day until (not with) a day."""

    uid: UUID
    name: str
    relation: str
    from_on: date
    until: date | None


def open_menu(call_uid: UUID | str) -> OpenMenu:
    """Return the menu of an announced term, for anybody. Raises NotFound. Flat."""
    shown = next((one for one in calls_open(kind=CODE) if str(one.uid) == str(call_uid)), None)
    if shown is None:
        raise NotFound
    call = Call.objects.select_related("organisation").get(uid=shown.uid)
    term = term_of(call)
    found = tariff(call.organisation, term.first_day, term.stage)
    rows = list(
        Club.objects.filter(call=call, closed_at=None)
        .select_related("option", "teacher", "provider")
        .order_by("option__code")
    )
    counts = _sessions({club.lane for club in rows}, term)
    lines = CapacityLine.objects.filter(round__uid=shown.round, voided_at=None)
    places = dict(lines.order_by().values_list("option_id").annotate(sum=Sum("delta")))
    return OpenMenu(
        call_uid=call.uid,
        title=call.title,
        school=call.organisation.name,
        first_day=term.first_day,
        last_day=term.last_day,
        billing=BILLINGS[term.billing],
        attended=term.billing == "attended",
        wishes=term.wishes,
        minutes=found.minutes,
        cap=found.term,
        cap_source=found.source,
        verified=found.verified,
        opens_at=shown.opens_at,
        closes_at=shown.closes_at,
        lanes=[
            OfferedLane(
                lane,
                term.lane_zh(lane),
                [
                    _offered(club, places.get(club.option_id, 0), counts.get(lane))
                    for club in rows
                    if club.lane == lane
                ],
            )
            for lane in LANES
            if any(club.lane == lane for club in rows)
        ],
    )


def _sessions(lanes: set[str], term: Term) -> Mapping[str, int]:
    try:
        found = days_of(lanes, term.span, term.holiday)
    except YearMissing:
        return {}
    return {lane: len(days) for lane, days in found.items()}


def held_lanes(
    actor: Actor, person_uid: UUID | str, first_day: date, last_day: date
) -> dict[str, str]:
    """Return the clubs that one's child has on days of a span already, by lane. NotFound."""
    person: Person = target(actor, ASK_LEAVE, person_uid)
    rows = Place.objects.filter(
        Q(until=None) | Q(until__gt=first_day),
        person=person,
        club__closed_at=None,
        club__sessions__day__range=(first_day, last_day),
    )
    return dict(rows.values_list("club__lane", "club__option__title").distinct())


def _offered(club: Club, places: int, sessions: int | None) -> Offered:
    leader = club.teacher or club.provider
    assert leader is not None, "a club is led by a teacher or a provider"
    most = None if sessions is None else sessions * club.hours * club.fee + club.material
    return Offered(
        club.option.title,
        leader.name,
        club.room,
        club.lowest,
        club.highest,
        club.hours,
        club.fee,
        club.material,
        places,
        club.least,
        sessions,
        most,
    )


def days_of_child(actor: Actor, person_uid: UUID | str, first: date, last: date) -> list[ClubDay]:
    """Return the sessions of one's child in a span (both included), by day. NotFound. Flat."""
    person: Person = target(actor, ASK_LEAVE, person_uid)
    places = {
        place.club_id: place
        for place in Place.objects.filter(
            Q(until=None) | Q(until__gt=first), person=person, from_on__lte=last
        ).exclude(until=F("from_on"))
    }
    sessions = [
        one
        for one in Session.objects.filter(club__in=list(places), day__range=(first, last))
        .select_related("club__option")
        .order_by("day", "club__lane")
        if _takes_part(places[one.club_id], one.day)
    ]
    marks = dict(
        Mark.objects.filter(session__in=sessions, place__in=places.values())
        .order_by("pk")
        .values_list("session_id", "mark")
    )
    away = list(Leave.objects.filter(person=person, withdrawn_at=None, last_on__gte=first))
    gone = {
        row.session_id: row
        for row in HandOver.objects.filter(
            session__in=sessions, place__in=places.values()
        ).select_related("collector")
    }
    return [
        ClubDay(
            one.day,
            one.club.option.title,
            LANES[one.club.lane],
            one.club.room,
            one.state,
            one.why,
            any(leave.first_on <= one.day <= leave.last_on for leave in away),
            str(Presence(marks[one.pk]).label) if one.pk in marks else "",
            _collected(gone.get(one.pk)),
            gone[one.pk].happened_at if one.pk in gone else None,
        )
        for one in sessions
    ]


def _takes_part(place: Place, day: date) -> bool:
    return place.from_on <= day and (place.until is None or day < place.until)


def _collected(row: HandOver | None) -> str:
    if row is None:
        return ""
    if row.collector is not None:
        return NAME.text(row.collector)
    return "监护人" if row.guardian_id is not None else "凭接送码的人"


def leaves_of(actor: Actor, person_uid: UUID | str, today: date) -> list[Away]:
    """Return the leaves of one's child that are not over, the first first. Raises NotFound."""
    person: Person = target(actor, ASK_LEAVE, person_uid)
    rows = Leave.objects.filter(person=person, withdrawn_at=None, last_on__gte=today)
    found = rows.order_by("first_on", "pk").values_list("uid", "first_on", "last_on")
    return [Away(*row) for row in found]


def child_of_leave(actor: Actor, leave_uid: UUID | str) -> UUID:
    """Return whose leave it is. Raises NotFound."""
    leave: Leave = target(actor, WITHDRAW_LEAVE, leave_uid)
    return leave.person.uid


def child_of_collector(actor: Actor, collector_uid: UUID | str) -> UUID:
    """Return whom somebody may collect. Raises NotFound."""
    collector: Collector = target(actor, END_COLLECTOR, collector_uid)
    return collector.person.uid


def collectors_of(actor: Actor, person_uid: UUID | str, today: date) -> list[MayCollectChild]:
    """Return who may collect one's child, guardians apart. Raises NotFound."""
    person: Person = target(actor, AUTHORISE, person_uid)
    rows = Collector.objects.filter(Q(until=None) | Q(until__gt=today), person=person)
    return [
        MayCollectChild(row.uid, NAME.text(row), RELATIONS[row.relation], row.from_on, row.until)
        for row in rows.order_by("pk")
    ]


def exempt_today(actor: Actor, person_uid: UUID | str, today: date) -> Exempt | None:
    """Return whether one's child pays no fee today; why is nobody's to read here. NotFound."""
    person: Person = target(actor, ASK_LEAVE, person_uid)
    found = in_force({FEE_EXEMPT}, persons=[person.pk], on=today).get(person.pk, [])
    ends = [one.valid_to for one in found]
    if not ends:
        return None
    return Exempt(None if None in ends else max(end for end in ends if end is not None))


def code_waits(actor: Actor, person_uid: UUID | str, day: date) -> bool:
    """Return whether a code of the day was made and is not used yet. Raises NotFound."""
    person: Person = target(actor, AUTHORISE, person_uid)
    return PickupCode.objects.filter(person=person, day=day, used_at=None).exists()


def takes_part(actor: Actor, person_uid: UUID | str, today: date) -> bool:
    """Return whether one's child has a place in any club from today on. Raises NotFound."""
    person: Person = target(actor, ASK_LEAVE, person_uid)
    return Place.objects.filter(Q(until=None) | Q(until__gt=today), person=person).exists()
