"""A term at a glance: its menu with who takes part, and what the school must look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from xueyou.domains.clubs.access import READ_TERM
from xueyou.domains.clubs.lanes import LANES
from xueyou.domains.clubs.models import Club, Place, Session, SessionState
from xueyou.domains.clubs.terms import term_of
from xueyou.kernel.calls.models import Call, CapacityLine
from xueyou.kernel.registry.models import Membership, MembershipKind
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A club of the menu; money in fen. `short`: fewer take part than it needs to open."""

    uid: UUID
    title: str
    lane: str
    lane_zh: str
    leader: str
    room: str
    grades: tuple[int, int]
    hours: int
    fee: int
    material: int
    tariff_source: str
    least: int
    places: int
    special: bool
    teacher: bool
    taken: int
    short: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Participation:
    """How many pupils of a class (or of the school: group "") take part.

    `everybody`: all of them do, which asks whether all of them wanted to.
    """

    group: str
    pupils: int
    joined: int
    everybody: bool


@dataclass(frozen=True, slots=True)
class TeacherHours:
    """Class-hours that a teacher has given in a term: what pay is worked out from."""

    person_uid: UUID
    name: str
    sessions: int
    hours: int


def menu_of(actor: Actor, call_uid: UUID | str) -> list[MenuLine]:
    """Return the menu in the order of the lanes. Raises NotFound. Flat."""
    call: Call = target(actor, READ_TERM, call_uid)
    rows = (
        Club.objects.filter(call=call, option__withdrawn_at=None)
        .select_related("option", "teacher", "provider")
        .annotate(taken=Count("places", filter=Q(places__until=None)))
    )
    lines = CapacityLine.objects.filter(option__call=call, voided_at=None).order_by()
    places = dict(lines.values_list("option_id").annotate(sum=Sum("delta")))
    order = {lane: number for number, lane in enumerate(LANES)}
    return [
        MenuLine(
            uid=club.uid,
            title=club.option.title,
            lane=club.lane,
            lane_zh=LANES[club.lane],
            leader=_leader(club),
            room=club.room,
            grades=(club.lowest, club.highest),
            hours=club.hours,
            fee=club.fee,
            material=club.material,
            tariff_source=club.tariff_source,
            least=club.least,
            places=places.get(club.option_id, 0),
            special=club.special,
            teacher=club.teacher_id is not None,
            taken=club.taken,
            short=club.closed_at is None and club.taken < club.least,
            closed=club.closed_at is not None,
        )
        for club in sorted(rows, key=lambda one: (order[one.lane], one.option.code))
    ]


def _leader(club: Club) -> str:
    if club.teacher is not None:
        return club.teacher.name
    assert club.provider is not None, "a club is led by a teacher or a provider"
    return club.provider.name


def participation(actor: Actor, call_uid: UUID | str) -> list[Participation]:
    """Return the share of the school and of each class that takes part. NotFound. Two queries."""
    call: Call = target(actor, READ_TERM, call_uid)
    term = term_of(call)
    pupils = dict(
        Membership.objects.standing()
        .on(term.first_day)
        .filter(organisation=call.organisation_id, kind=MembershipKind.PUPIL, primary=True)
        .values_list("person_id", "group")
    )
    with_place = Place.objects.filter(club__call=call).exclude(until=F("from_on"))
    joined = set(with_place.values_list("person_id", flat=True)) & pupils.keys()
    found = [_share("", list(pupils), joined)]
    for group in sorted(set(pupils.values())):
        found.append(_share(group, [one for one, his in pupils.items() if his == group], joined))
    return found


def _share(group: str, people: Sequence[int], joined: set[int]) -> Participation:
    count = sum(one in joined for one in people)
    return Participation(group, len(people), count, bool(people) and count == len(people))


def hours_given(actor: Actor, call_uid: UUID | str) -> list[TeacherHours]:
    """Return what each teacher has given, from sessions held. Raises NotFound. One query."""
    call: Call = target(actor, READ_TERM, call_uid)
    held: dict[tuple[str, UUID], list[int]] = {}
    rows = Session.objects.filter(club__call=call, state=SessionState.HELD)
    for uid, name, hours in rows.exclude(club__teacher=None).values_list(
        "club__teacher__uid", "club__teacher__name", "hours"
    ):
        held.setdefault((name, uid), []).append(hours)
    return [
        TeacherHours(uid, name, len(hours), sum(hours))
        for (name, uid), hours in sorted(held.items())
    ]
