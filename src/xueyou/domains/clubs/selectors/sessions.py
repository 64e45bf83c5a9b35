"""Sessions: those whose roll somebody may call, and a week of a term."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from xueyou.domains.clubs.access import CALL_ROLL, READ_TERM, SESSIONS
from xueyou.domains.clubs.lanes import LANES
from xueyou.domains.clubs.models import HandOver, Session, SessionState
from xueyou.kernel.calls.models import Call
from xueyou.platform.access.reading import read, target
from xueyou.platform.access.views import computed, source, view_of
from xueyou.platform.acts.actors import Actor

STATES = {state.value: str(state.label) for state in SessionState}


@view_of(SESSIONS)
class SessionRow:
    """A session as whoever calls its roll sees it."""

    uid: UUID
    day: date
    state: str
    state_zh: str = computed(STATES.__getitem__, "state")
    why: str
    hours: int
    club: str = source("club__option__title")
    lane_zh: str = computed(LANES.__getitem__, "club__lane")
    room: str = source("club__room")
    school: str = source("club__call__organisation__name")


@dataclass(frozen=True, slots=True)
class TermSession:
    """A session in the list of its term."""

    uid: UUID
    day: date
    state: str
    state_zh: str
    why: str
    club: str
    lane_zh: str
    room: str
    leader: str


def rolls(actor: Actor, first: date, last: date) -> list[SessionRow]:
    """Return the sessions of a span (both included) whose roll the actor may call, by day."""
    rows = read(actor, CALL_ROLL, SessionRow).filter(day__range=(first, last))
    return list(rows.order_by("day", "club"))


def rolls_late(actor: Actor, today: date) -> list[SessionRow]:
    """Return sessions of days that are over, neither held nor called off, the oldest first."""
    rows = read(actor, CALL_ROLL, SessionRow).filter(day__lt=today, state="planned")
    return list(rows.restrict(Q(club__closed_at=None)).order_by("day", "club"))


def session_of(actor: Actor, session_uid: UUID | str) -> SessionRow:
    """Return one session whose roll the actor may call. Raises NotFound."""
    return read(actor, CALL_ROLL, SessionRow).get(session_uid)


def handed_over(session_uids: list[UUID]) -> dict[UUID, int]:
    """Return how many children of sessions, read before, were handed over; one query."""
    rows = HandOver.objects.filter(session__uid__in=session_uids).values_list("session__uid")
    return dict(rows.annotate(n=Count("pk")).order_by())


def sessions_of(actor: Actor, call_uid: UUID | str, first: date, last: date) -> list[TermSession]:
    """Return a term's sessions in a span, by day and club. Raises NotFound. Two queries."""
    call: Call = target(actor, READ_TERM, call_uid)
    return _lines(Q(club__call=call, day__range=(first, last)))


def sessions_late(actor: Actor, call_uid: UUID | str, today: date) -> list[TermSession]:
    """Return sessions that stand in the way of the bills. Raises NotFound. Two queries."""
    call: Call = target(actor, READ_TERM, call_uid)
    late = Q(club__call=call, club__closed_at=None, day__lt=today, state=SessionState.PLANNED)
    return _lines(late)


def _lines(which: Q) -> list[TermSession]:
    rows = Session.objects.filter(which).select_related(
        "club__option", "club__teacher", "club__provider"
    )
    return [
        TermSession(
            one.uid,
            one.day,
            one.state,
            STATES[one.state],
            one.why,
            one.club.option.title,
            LANES[one.club.lane],
            one.club.room,
            (one.club.teacher or one.club.provider).name,  # type: ignore[union-attr]
        )
        for one in rows.order_by("day", "club__option__code")
    ]
