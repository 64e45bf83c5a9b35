"""Roll-calls as they stand: of several lines about a child the last recorded one counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from xueyou.domains.clubs.access import CALL_ROLL
from xueyou.domains.clubs.hours import BEFORE, begins_at
from xueyou.domains.clubs.models import Club, Leave, Mark, Place, Session
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor


@dataclass(frozen=True, slots=True)
class RollLine:
    """A child on a session's list: what the roll says so far, and whether leave was asked."""

    place_uid: UUID
    name: str
    group: str
    mark: str
    on_leave: bool


@dataclass(frozen=True, slots=True)
class Roll:
    """The list of one session. `opens_at`: from when on its roll can be called."""

    uid: UUID
    title: str
    day: date
    begins_at: datetime
    opens_at: datetime
    state: str
    lines: tuple[RollLine, ...]


def roll_of(actor: Actor, session_uid: UUID | str) -> Roll:
    """Return the list of a session that the actor may call. Raises NotFound. Flat."""
    session: Session = target(actor, CALL_ROLL, session_uid)
    places = list(
        Place.objects.filter(
            Q(until=None) | Q(until__gt=session.day),
            club=session.club_id,
            from_on__lte=session.day,
        )
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )
    marks = marks_of(session.pk)
    away = set(
        Leave.objects.filter(
            person__in=[place.person_id for place in places],
            withdrawn_at=None,
            first_on__lte=session.day,
            last_on__gte=session.day,
        ).values_list("person_id", flat=True)
    )
    classes = _classes([place.person_id for place in places], session.day)
    lines = (
        RollLine(
            place.uid,
            place.person.name,
            classes.get(place.person_id, ""),
            marks.get(place.pk, ""),
            place.person_id in away,
        )
        for place in places
    )
    club = Club.objects.select_related("option", "call__organisation").get(pk=session.club_id)
    begins = begins_at(session, club.lane, club.call.organisation)
    return Roll(
        session.uid,
        club.option.title,
        session.day,
        begins,
        begins - BEFORE,
        session.state,
        tuple(lines),
    )


def marks_of(session_id: int) -> dict[int, str]:
    """Return what counts of a session's roll, by key of place."""
    rows = Mark.objects.filter(session=session_id).order_by("pk")
    return dict(rows.values_list("place_id", "mark"))


def _classes(people: Sequence[int], on: date) -> dict[int, str]:
    from xueyou.kernel.registry.selectors.people import places

    found = places(people, on=on).items()
    return {
        person: (f"{place.grade}年级" if place.grade else "") + place.group
        for person, place in found
    }
