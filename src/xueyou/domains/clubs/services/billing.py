"""Bills of a term: what was attended or booked, exempt by itself, never above the limit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.clubs import verbs
from xueyou.domains.clubs.access import KEEP_BILL, KEEP_TERM
from xueyou.domains.clubs.models import (
    Bill,
    Billing,
    BillLine,
    Club,
    Mark,
    Place,
    Presence,
    Session,
    SessionState,
)
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.standings import FEE_EXEMPT
from xueyou.domains.clubs.tariffs import tariff
from xueyou.domains.clubs.terms import Term, term_of
from xueyou.kernel.calls.models import Call
from xueyou.kernel.registry.selectors.standings import in_force
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7

AT_ONCE = 1000
THERE = (Presence.PRESENT, Presence.LATE)


@dataclass(frozen=True, slots=True)
class Billed:
    """What a billing came to, in fen; `exempt` counts sessions, `capped` bills."""

    bills: int
    total: int
    exempt: int
    capped: int


def make_bills(
    *, actor: Actor, call_uid: UUID | str, key: str, at: datetime | None = None
) -> Billed:
    """Make the bills of a term that is over, for everybody who has none; return what they come to.

    attended: sessions at which the child was present or late. booked: sessions held while it had
    its place. Days on which an exemption is in force cost nothing; material is paid once, from the
    first session that is not exempt. Raises NotFound, ClubRefused before the last day, or while a
    session that should have been held is neither held nor called off.
    """
    request = {"call": str(call_uid)}
    with act(actor, verbs.MAKE_BILLS.name, at=at, key=key, request=request) as a:
        call: Call = target(actor, KEEP_TERM, call_uid)
        if a.repeated:
            return Billed(**a.outcome)
        school, term = call.organisation, term_of(call)
        a.lock(call)
        call.organisation = school
        _require_over(call, term, a.business_at.date())
        limit = tariff(school, term.first_day, term.stage)
        done = set(
            Bill.objects.filter(call=call, reversed_at=None).values_list("person_id", flat=True)
        )
        by_person: dict[int, list[BillLine]] = {}
        for person_id, line in _lines(call, term):
            if person_id not in done:
                by_person.setdefault(person_id, []).append(line)
        bills = []
        for person_id, lines in by_person.items():
            counted = sum(line.fee + line.material for line in lines)
            bill = Bill(
                uid=uuid7(),
                call=call,
                person_id=person_id,
                rule=Billing(term.billing),
                counted=counted,
                cap=limit.term,
                total=min(counted, limit.term),
                cap_source=limit.source,
                made_at=a.business_at,
            )
            bills.append(bill)
        Bill.objects.bulk_create(bills, batch_size=AT_ONCE)
        for bill in bills:
            for line in by_person[bill.person_id]:
                line.bill = bill
        every = [line for lines in by_person.values() for line in lines]
        BillLine.objects.bulk_create(every, batch_size=AT_ONCE)
        counts = {
            "bills": len(bills),
            "total": sum(bill.total for bill in bills),
            "exempt": sum(line.exempt for line in every),
            "capped": sum(bill.total < bill.counted for bill in bills),
        }
        a.about("call", call.uid, org_path=school.path)
        a.data = counts
        a.outcome = counts
        return Billed(**counts)


def reverse_bill(
    *, actor: Actor, bill_uid: UUID | str, why: str, key: str, at: datetime | None = None
) -> None:
    """Reverse a bill, so that the next billing makes it anew. Refused once it was paid.

    Raises NotFound, ClubRefused.
    """
    request = {"bill": str(bill_uid), "why": why}
    with act(actor, verbs.REVERSE_BILL.name, at=at, key=key, request=request) as a:
        bill: Bill = target(actor, KEEP_BILL, bill_uid)
        if a.repeated:
            return
        call, school = bill.call, bill.call.organisation
        a.lock(call, bill)
        if bill.reversed_at is not None:
            raise ClubRefused("这张账单已经冲销过了，没有再改动。")
        if not why.strip():
            raise ClubRefused("请写明为什么冲销。没有改动。")
        if bill.payments.filter(reverses=None, reversed_by=None).exists():
            raise ClubRefused("这张账单已经收过费，请先冲销那一笔收费。没有改动。")
        bill.reversed_at, bill.reversed_why = a.business_at, why.strip()[:200]
        bill.save(update_fields=["reversed_at", "reversed_why"])
        a.about("bill", bill.uid, org_path=school.path)
        a.data = {"call": call.uid, "total": bill.total}


def _require_over(call: Call, term: Term, today: date) -> None:
    if today <= term.last_day:
        raise ClubRefused("这个学期的课还没有上完，不能出账单。没有改动。")
    open_ = Session.objects.filter(club__call=call, state=SessionState.PLANNED)
    left = open_.filter(club__closed_at=None).count()
    if left:
        raise ClubRefused(
            f"还有 {left} 次课没有点名，也没有登记停课，不能出账单。没有改动，请先补齐；"
            "没有开班的课请先停开。"
        )


def _lines(call: Call, term: Term) -> Iterable[tuple[int, BillLine]]:
    """Go through what each place adds: (key of person, line without its bill)."""
    clubs = {club.pk: club for club in Club.objects.filter(call=call)}
    sessions: dict[int, list[tuple[int, date]]] = {}
    held = Session.objects.filter(club__call=call, state=SessionState.HELD).order_by("day")
    for club_id, pk, day in held.values_list("club_id", "pk", "day"):
        sessions.setdefault(club_id, []).append((pk, day))
    there = _there(call) if term.billing == Billing.ATTENDED else None
    places = list(Place.objects.filter(club__call=call).order_by("pk"))
    exempt = _exempt_days({place.person_id for place in places}, _dates(sessions))
    for place in places:
        club = clubs[place.club_id]
        days = [
            day
            for session, day in sessions.get(place.club_id, ())
            if place.from_on <= day
            and (place.until is None or day < place.until)
            and (there is None or (session, place.pk) in there)
        ]
        free = sum(place.person_id in exempt[day] for day in days)
        paid = len(days) - free
        if days:
            yield (
                place.person_id,
                BillLine(
                    place=place,
                    sessions=len(days),
                    exempt=free,
                    fee=paid * club.hours * club.fee,
                    material=club.material if paid else 0,
                ),
            )


def _there(call: Call) -> set[tuple[int, int]]:
    """Return (session, place) of everybody whose last line says that he was there.

    Read in one pass in the order of recording: asking the database for each pair's last line
    made PostgreSQL, where it had not counted the table yet, go through it once a line.
    """
    lines = Mark.objects.filter(session__club__call=call).order_by("pk")
    last = {
        (session, place): mark
        for session, place, mark in lines.values_list("session_id", "place_id", "mark").iterator()
    }
    return {pair for pair, mark in last.items() if mark in THERE}


def _dates(sessions: Mapping[int, list[tuple[int, date]]]) -> set[date]:
    return {day for held in sessions.values() for _, day in held}


def _exempt_days(people: set[int], days: set[date]) -> dict[date, set[int]]:
    """Return who is exempt on each day, as the register says now."""
    asked = sorted(people)
    return {day: set(in_force({FEE_EXEMPT}, persons=asked, on=day)) for day in sorted(days)}
