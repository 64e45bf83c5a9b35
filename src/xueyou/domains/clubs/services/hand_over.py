"""Handing children over: to a guardian, to somebody authorised, or on a code that counts once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from xueyou.domains.clubs import verbs
from xueyou.domains.clubs.access import CALL_ROLL
from xueyou.domains.clubs.authors import author
from xueyou.domains.clubs.models import (
    Collector,
    HandOver,
    PickupCode,
    Place,
    Presence,
    Session,
    WrongCode,
)
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.selectors.pick_up import by_a_guardian
from xueyou.domains.clubs.selectors.rolls import marks_of
from xueyou.domains.clubs.services.families import CODE_DIGITS, code_digest, plain_code
from xueyou.domains.clubs.services.roll_calls import AHEAD
from xueyou.domains.clubs.services.telling import COLLECTED, tell_guardians
from xueyou.kernel.registry.models import PersonBond, PersonBondKind
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.time import CITY

NOT_TO_HIM = "今天不能由他接走这个孩子，没有登记交接，请先不要放行，并和家长联系。"
WRONG = "wrong_code"
MOST_LATE = 600
MOST_TRIES = 5
"""Wrong codes for a child on one day; after that none is looked at any more."""
TRIED_TOO_OFTEN = (
    f"今天接送码已经输错{MOST_TRIES}次，不再看码，没有登记交接。"
    "请先不要放行，打电话给家长，由监护人或者受委托的人来接。"
)

NO_CODE = f"接送码是{CODE_DIGITS}位数字，没有登记交接，请先不要放行。这一次不算试过。"
WRONG_CODE = (
    "接送码不对，没有登记交接，请先不要放行。请来接的人再报一遍；今天还能试{left}次，"
    "用完就不再看码。"
)


@dataclass(frozen=True, slots=True)
class To:
    """To whom: exactly one of a guardian's bond, a collector, a code."""

    guardian_uid: UUID | None = None
    collector_uid: UUID | None = None
    code: str = ""


def hand_over(
    *,
    actor: Actor,
    session_uid: UUID | str,
    place_uid: UUID,
    uid: UUID,
    to: To,
    happened_at: datetime,
    late_minutes: int = 0,
    key: str,
    at: datetime | None = None,
) -> bool:
    """Note that a child who was there was handed over; return whether it is noted only now.

    `uid` is the tablet's own: sent twice it is there once. Raises NotFound, ClubRefused where the
    person may not collect the child on the session's day, or the child was not there. A wrong code
    is kept, as a row and an act, and refused; after MOST_TRIES a day codes are not looked at.
    Blanks in a code do not count, and what cannot be one is no try.
    """
    request = {
        "session": str(session_uid),
        "place": str(place_uid),
        "uid": str(uid),
        "late": late_minutes,
        "at": happened_at.isoformat(),
        "to": [str(to.guardian_uid), str(to.collector_uid), code_request(to)],
    }
    with act(actor, verbs.HAND_OVER.name, at=at, key=key, request=request) as a:
        session: Session = target(actor, CALL_ROLL, session_uid)
        if a.repeated:
            return _said_before(a.outcome)
        school = session.club.call.organisation
        place = Place.objects.select_related("person").filter(
            uid=place_uid, club=session.club_id
        ).first()  # fmt: skip
        if place is None:
            raise NotFound
        child = place.person
        a.lock(session, place)
        place.person = child
        there = HandOver.objects.filter(session=session, place=place).first()
        way, left = "repeated", MOST_TRIES
        if there is None:
            _require_right(session, place, happened_at, late_minutes, a.business_at)
            found = _collected_by(place, session, to, a.business_at)
            way = next((name for name, row in found.items() if row is not None), WRONG)
            if way == WRONG:
                WrongCode.objects.create(
                    session=session, place=place, tried_at=a.business_at, by_uid=author(a)
                )
                left = _tries_left(place, session)
            else:
                HandOver.objects.create(
                    uid=uid,
                    session=session,
                    place=place,
                    late_minutes=late_minutes,
                    happened_at=happened_at,
                    recorded_at=a.at,
                    by_uid=author(a),
                    **found,
                )
                if found["guardian"] is None:
                    tell_guardians(a, COLLECTED, session, [place.pk])
        elif there.uid != uid:
            raise ClubRefused("这个孩子今天已经交接过了，没有再登记。请核对是不是选错了人。")
        a.about("session", session.uid, org_path=school.path)
        a.data = {
            "session": session.uid,
            "place": place.uid,
            "way": way,
            "late": late_minutes,
        }
        a.outcome = {"new": way not in ("repeated", WRONG), "wrong": way == WRONG, "left": left}
    return _said_before(a.outcome)


def _said_before(outcome: Mapping[str, int]) -> bool:
    """Return whether it is noted only now. Raises ClubRefused where the code was wrong."""
    if outcome["wrong"]:
        left = outcome["left"]
        raise ClubRefused(WRONG_CODE.format(left=left) if left > 0 else TRIED_TOO_OFTEN)
    return bool(outcome["new"])


def code_request(to: To) -> str:
    """Return what a request keeps of a code: that there was one."""
    return "code" if to.code else ""


def _require_right(
    session: Session, place: Place, happened_at: datetime, late: int, now: datetime
) -> None:
    if happened_at > now + AHEAD or happened_at.astimezone(CITY).date() != session.day:
        raise ClubRefused("交接的时间和上课的日子对不上，没有登记。请核对平板的时间。")
    if not 0 <= late <= MOST_LATE:
        raise ClubRefused("晚接的分钟数不对，没有登记。")
    mark = marks_of(session.pk).get(place.pk)
    if mark not in (Presence.PRESENT, Presence.LATE):
        raise ClubRefused("点名里这个孩子今天没有到，不能登记交接。请先核对点名。")


def _collected_by(
    place: Place, session: Session, to: To, now: datetime
) -> dict[str, PersonBond | Collector | PickupCode | None]:
    given = [to.guardian_uid is not None, to.collector_uid is not None, bool(to.code)]
    if given.count(True) != 1:
        raise ClubRefused("请写明交给了谁：监护人、受委托的人，或者凭接送码。没有登记。")
    guardian = collector = code = None
    if to.guardian_uid is not None:
        bonds = PersonBond.objects.standing().on(session.day)
        guardian = bonds.filter(
            uid=to.guardian_uid, subject=place.person, kind=PersonBondKind.GUARDIAN
        ).first()
    elif to.collector_uid is not None:
        collector = Collector.objects.filter(
            Q(until=None) | Q(until__gt=session.day),
            by_a_guardian("by_uid", session.day),
            uid=to.collector_uid,
            person=place.person,
            from_on__lte=session.day,
        ).first()
    else:
        if _tries_left(place, session) <= 0:
            raise ClubRefused(TRIED_TOO_OFTEN)
        typed = plain_code(to.code)
        if not (typed.isascii() and typed.isdigit() and len(typed) == CODE_DIGITS):
            raise ClubRefused(NO_CODE)
        code = PickupCode.objects.select_for_update(no_key=True).filter(
            by_a_guardian("made_by_uid", session.day),
            person=place.person,
            day=session.day,
            used_at=None,
            digest=code_digest(place.person, typed),
        ).first()  # fmt: skip
        if code is not None:
            code.used_at = now
            code.save(update_fields=["used_at"])
    if guardian is None and collector is None and not to.code:
        raise ClubRefused(NOT_TO_HIM)
    return {"guardian": guardian, "collector": collector, "code": code}


def _tries_left(place: Place, session: Session) -> int:
    tried = WrongCode.objects.filter(place__person=place.person_id, session__day=session.day)
    return MOST_TRIES - tried.count()
