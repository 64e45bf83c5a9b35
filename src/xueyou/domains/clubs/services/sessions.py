"""Sessions: laid out by the term's calendar, called off with a reason."""

from datetime import datetime
from uuid import UUID

from xueyou.domains.clubs import verbs
from xueyou.domains.clubs.access import CALL_ROLL, KEEP_TERM
from xueyou.domains.clubs.lanes import days_of
from xueyou.domains.clubs.models import Club, Session, SessionState
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.terms import term_of
from xueyou.engines.working_days import YearMissing
from xueyou.kernel.calls.models import Call
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7

AT_ONCE = 500


def lay_out_sessions(
    *, actor: Actor, call_uid: UUID | str, key: str, at: datetime | None = None
) -> int:
    """Lay out every open club's sessions of the term; return how many are new.

    A second time adds what is missing and moves nothing. Raises NotFound, ClubRefused where a
    year's calendar is not entered.
    """
    request = {"call": str(call_uid)}
    with act(actor, verbs.LAY_OUT.name, at=at, key=key, request=request) as a:
        call: Call = target(actor, KEEP_TERM, call_uid)
        if a.repeated:
            return int(a.outcome["sessions"])
        school, term = call.organisation, term_of(call)
        a.lock(call)
        clubs = list(Club.objects.filter(call=call, closed_at=None).order_by("pk"))
        try:
            days = days_of({club.lane for club in clubs}, term.span, term.holiday)
        except YearMissing as missing:
            raise ClubRefused(
                f"还没有录入{missing.year}年的放假安排，排不了课。没有改动，请先录入。"
            ) from None
        there = set(Session.objects.filter(club__call=call).values_list("club_id", "day"))
        new = [
            Session(uid=uuid7(), club=club, day=day, hours=club.hours)
            for club in clubs
            for day in days[club.lane]
            if (club.pk, day) not in there
        ]
        Session.objects.bulk_create(new, batch_size=AT_ONCE)
        a.about("call", call.uid, org_path=school.path)
        a.data = {"sessions": len(new)}
        a.outcome = {"sessions": len(new)}
        return len(new)


def cancel_session(
    *, actor: Actor, session_uid: UUID | str, why: str, key: str, at: datetime | None = None
) -> None:
    """Call a session off: it is never billed. Refused once it was held. NotFound, ClubRefused."""
    request = {"session": str(session_uid), "why": why}
    with act(actor, verbs.CANCEL_SESSION.name, at=at, key=key, request=request) as a:
        session: Session = target(actor, CALL_ROLL, session_uid)
        if a.repeated:
            return
        club, school = session.club, session.club.call.organisation
        a.lock(session)
        if session.state != SessionState.PLANNED:
            raise ClubRefused("这一次已经上过或者已经停了，没有改动。")
        if not why.strip():
            raise ClubRefused("请写明为什么停课。没有改动。")
        session.state, session.why = SessionState.CANCELLED, why.strip()[:200]
        session.save(update_fields=["state", "why"])
        a.about("session", session.uid, org_path=school.path)
        a.data = {"club": club.uid}
