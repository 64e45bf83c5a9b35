"""Roll-calls: lines from a teacher's tablet, on line or hours later, each there once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from xueyou.domains.clubs import verbs
from xueyou.domains.clubs.access import CALL_ROLL
from xueyou.domains.clubs.authors import author
from xueyou.domains.clubs.hours import BEFORE, begins_at
from xueyou.domains.clubs.models import Mark, Place, Presence, Session, SessionState
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.selectors.rolls import marks_of
from xueyou.domains.clubs.services.telling import ABSENT, tell_guardians
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.time import CITY

AHEAD = timedelta(minutes=10)
"""How far a tablet's clock may run before the server's."""


SAID_OTHERWISE = "同一条点名记录前后内容不同，没有登记。更正请另记一条。"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a roll-call as the tablet keeps it: its own uid, whose place, what, when.

    `seen`: what the tablet believed the roll to say ("": nothing); None where it does not tell.
    """

    uid: UUID
    place_uid: UUID
    mark: str
    happened_at: datetime
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A mark that somebody else had recorded meanwhile; both stay, the later recorded counts."""

    place_uid: UUID
    mark: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Called:
    """What became of a roll-call: lines taken, lines that were there already, lines refused.

    `unknown` are uids of lines about children who do not take part that day; `overtaken` what the
    tablet had not seen and its lines now stand above.
    """

    taken: int
    repeated: int
    unknown: tuple[UUID, ...]
    overtaken: tuple[Overtaken, ...] = ()


def call_roll(
    *,
    actor: Actor,
    session_uid: UUID | str,
    lines: Sequence[Line],
    key: str,
    at: datetime | None = None,
) -> Called:
    """Take lines of a session's roll-call; what was sent before is not taken twice.

    One line about somebody who left does not spoil the others. Raises NotFound, ClubRefused: a
    session called off, a line of another day, of the future or of long before the session, a uid
    that said something else.
    """
    request = {
        "session": str(session_uid),
        "lines": [
            [str(one.uid), str(one.place_uid), one.mark, one.happened_at.isoformat(), one.seen]
            for one in lines
        ],
    }
    with act(actor, verbs.CALL_ROLL.name, at=at, key=key, request=request) as a:
        session: Session = target(actor, CALL_ROLL, session_uid)
        if a.repeated:
            return _told(a.outcome)
        club, school = session.club, session.club.call.organisation
        a.lock(session)
        _require_right(session, lines, a.business_at)
        _require_begun(lines, begins_at(session, club.lane, school))
        places = {
            place.uid: place.pk
            for place in Place.objects.filter(
                Q(until=None) | Q(until__gt=session.day),
                club=club,
                from_on__lte=session.day,
            )
        }
        known = _known(session, lines)
        new = {one.uid: one for one in lines if one.uid not in known}
        unknown = tuple(uid for uid, one in new.items() if one.place_uid not in places)
        taken = [one for uid, one in new.items() if uid not in unknown]
        overtaken = _overtaken(session, taken)
        missed = _missed(session, taken, places)
        Mark.objects.bulk_create(
            Mark(
                uid=one.uid,
                session=session,
                place_id=places[one.place_uid],
                mark=one.mark,
                happened_at=one.happened_at,
                recorded_at=a.at,
                by_uid=author(a),
            )
            for one in taken
        )
        if taken and session.state == SessionState.PLANNED:
            session.state = SessionState.HELD
            session.save(update_fields=["state"])
        tell_guardians(a, ABSENT, session, missed)
        called = Called(len(taken), len(lines) - len(taken) - len(unknown), unknown, overtaken)
        a.about("session", session.uid, org_path=school.path)
        a.data = {
            "club": club.uid,
            "marks": called.taken,
            "repeated": called.repeated,
            "unknown": len(unknown),
        }
        a.outcome = {
            "taken": called.taken,
            "repeated": called.repeated,
            "unknown": [str(uid) for uid in unknown],
            "overtaken": [
                [str(one.place_uid), one.mark, one.recorded_at.isoformat()] for one in overtaken
            ],
        }
        return called


def _missed(session: Session, lines: Sequence[Line], places: Mapping[UUID, int]) -> set[int]:
    """Return the places of children who are absent by these lines, and were not said to be."""
    absent = {places[one.place_uid] for one in lines if one.mark == Presence.ABSENT}
    if not absent:
        return absent
    before = marks_of(session.pk)
    return {place for place in absent if before.get(place) != Presence.ABSENT}


def _told(outcome: dict[str, Any]) -> Called:
    return Called(
        outcome["taken"],
        outcome["repeated"],
        tuple(UUID(uid) for uid in outcome["unknown"]),
        tuple(
            Overtaken(UUID(uid), mark, datetime.fromisoformat(at))
            for uid, mark, at in outcome.get("overtaken", ())
        ),
    )


def _overtaken(session: Session, taken: Sequence[Line]) -> tuple[Overtaken, ...]:
    """Return what stood on the roll that the tablet did not know, before its lines are added."""
    rows = Mark.objects.filter(session=session).order_by("pk")
    stood = {
        place: Overtaken(place, mark, at)
        for place, mark, at in rows.values_list("place__uid", "mark", "recorded_at")
    }
    found = []
    for one in taken:
        there = stood.pop(one.place_uid, None)  # a second line of the tablet follows its first
        if there is not None and one.seen not in (None, there.mark) and one.mark != there.mark:
            found.append(there)
    return tuple(found)


def _require_right(session: Session, lines: Sequence[Line], now: datetime) -> None:
    if session.state == SessionState.CANCELLED:
        raise ClubRefused("这一次已经停课，不能点名。没有登记。")
    said: dict[UUID, Line] = {}
    for one in lines:
        if said.setdefault(one.uid, one) != one:
            raise ClubRefused(SAID_OTHERWISE)
        if one.mark not in Presence.values:
            raise ClubRefused("点名只有到、迟到、缺席、请假四种。没有登记。")
        if one.happened_at > now + AHEAD:
            raise ClubRefused("点名的时间还没有到，没有登记。请核对平板的时间。")
        if one.happened_at.astimezone(CITY).date() != session.day:
            raise ClubRefused("点名的日子和上课的日子不是同一天，没有登记。请核对平板的时间。")


def _require_begun(lines: Sequence[Line], begins: datetime) -> None:
    opens = begins - BEFORE
    if any(one.happened_at < opens for one in lines):
        raise ClubRefused(
            f"这一次{begins:%H:%M}才上课，{opens:%H:%M}以后才能点名，没有登记。请核对点名的时间。"
        )


def _known(session: Session, lines: Sequence[Line]) -> set[UUID]:
    """Return the lines that are there already. Raises ClubRefused where one said otherwise."""
    rows = Mark.objects.filter(uid__in=[one.uid for one in lines]).select_related("place")
    said = {row.uid: (row.session_id, row.place.uid, row.mark) for row in rows}
    for one in lines:
        if said.get(one.uid, (session.pk, one.place_uid, one.mark)) != (
            session.pk,
            one.place_uid,
            one.mark,
        ):
            raise ClubRefused(SAID_OTHERWISE)
    return set(said)
