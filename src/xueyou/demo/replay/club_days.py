"""What happened in the clubs: rolls, leave, hand-overs; bills, payments, the fund's account."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from uuid import NAMESPACE_URL, UUID, uuid5

from xueyou.demo.replay.clubs import OWN, beginning, call_of, school_people
from xueyou.demo.replay.enrolling import known
from xueyou.demo.replay.stage import Event, moment, person, place
from xueyou.demo.year.clubs import (
    AUTUMN,
    CANCELLED,
    CHECKER,
    CLERK,
    COUNTY_OFFICER,
    FORGOTTEN,
    PRINCIPAL,
    SCHOOL,
    SPRING,
    TEACHERS,
    Offered,
    Ran,
)
from xueyou.domains.clubs.lanes import falls_on
from xueyou.domains.clubs.models import Bill, Entry, EntryKind, Place, Session
from xueyou.domains.clubs.publication_kinds import ORDER_KIND
from xueyou.domains.clubs.services.accounts import Paid, enter, reverse_entry, take_payments
from xueyou.domains.clubs.services.billing import make_bills
from xueyou.domains.clubs.services.families import ask_leave, authorise
from xueyou.domains.clubs.services.hand_over import To, hand_over
from xueyou.domains.clubs.services.publishing import draft_account, publish_account
from xueyou.domains.clubs.services.roll_calls import Line, call_roll
from xueyou.domains.clubs.services.sessions import cancel_session
from xueyou.kernel.deadlines.calendars import calendar
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.kernel.registry.models import PersonBond

MANY = 40
HANDED_OVER = date(2026, 11, 16)
"""A Monday whose hand-overs were noted child by child."""
UNPAID = 3
"""Bills of the spring that are still open."""
ENTRIES = (
    (date(2026, 3, 20), EntryKind.SUBSIDY, 600_000, "区财政春季课后服务补助"),
    (date(2026, 4, 30), EntryKind.TEACHER_PAY, 160_000, "3—4月教师补助"),
    (date(2026, 5, 12), EntryKind.MATERIALS, 38_650, "合唱谱夹、棋具"),
    (date(2026, 6, 30), EntryKind.TEACHER_PAY, 160_000, "5—6月教师补助"),
    (date(2026, 6, 30), EntryKind.PROVIDER, 96_000, "体适能机构服务费"),
    (date(2026, 9, 18), EntryKind.SUBSIDY, 800_000, "区财政秋季课后服务补助"),
    (date(2026, 10, 30), EntryKind.TEACHER_PAY, 240_000, "9—10月教师补助"),
)
WRONG = (date(2026, 5, 8), EntryKind.MATERIALS, 386_500, "合唱谱夹、棋具")
"""Typed with a digit too many, reversed four days later and entered anew."""


def clubs(count: int = MANY) -> list[Event]:
    """Return the spring's clubs to their account, and the autumn's to yesterday."""
    events = [
        *school_people(count),
        *beginning(SPRING, count),
        *_held(SPRING),
        *_paid(),
        *beginning(AUTUMN, count),
        *_arranged(),
        *_held(AUTUMN),
        *_collected(),
    ]
    return sorted(events, key=lambda event: event.at)


def _held(ran: Ran) -> Iterator[Event]:
    """Yield the roll-calls of a term, day by day, in the evening of each."""
    table, day = calendar(), ran.first_day
    while day <= ran.held_until and 2026 in table.years:
        for offered in ran.menu:
            if (offered.code, day) != FORGOTTEN and falls_on(offered.lane, day, table):
                called = partial(_call_roll, ran, offered, day)
                key = f"demo-roll-{ran.name}-{offered.code}-{day}"
                yield Event(moment(day, 17, 10), key, f"{offered.title}点名", called)
        day += timedelta(days=1)


def _session(ran: Ran, offered: Offered, day: date) -> Session | None:
    rows = Session.objects.filter(club__call=call_of(ran), club__option__code=offered.code)
    return rows.filter(day=day, club__closed_at=None).first()


def _leader(offered: Offered) -> str:
    return offered.leader if offered.leader in TEACHERS else CLERK


def _call_roll(ran: Ran, offered: Offered, day: date, *, key: str, at: datetime) -> None:
    session = _session(ran, offered, day)
    if session is None:
        return
    if ran is AUTUMN and day == CANCELLED[0]:
        cancel_session(
            actor=person(CLERK), session_uid=session.uid, why=CANCELLED[1], key=key, at=at
        )
        return
    lines = [
        Line(uuid5(NAMESPACE_URL, f"{key} {child.uid}"), child.uid, _mark(n, day), at)
        for n, child in enumerate(_places(session))
    ]
    call_roll(actor=person(_leader(offered)), session_uid=session.uid, lines=lines, key=key, at=at)


def _places(session: Session) -> Sequence[Place]:
    return list(Place.objects.filter(club=session.club, until=None).order_by("pk"))


def _mark(turn: int, day: date) -> str:
    number = turn * 7 + day.toordinal()
    if number % 19 == 0:
        return "absent"
    if number % 13 == 0:
        return "leave"
    return "late" if number % 11 == 0 else "present"


def _arranged() -> Iterator[Event]:
    """Yield what families arranged: a grandmother collects, one child is excused today."""
    grandmother = moment(date(2026, 9, 6), 21)
    yield Event(grandmother, "demo-clubs-collector", "委托奶奶接孩子", _authorise)
    leave = moment(date(2026, 11, 19), 20)
    yield Event(leave, "demo-clubs-leave", "替孩子请假", _leave)


def _authorise(*, key: str, at: datetime) -> None:
    authorise(
        actor=person(OWN[0][0]),
        person_uid=known(*OWN[0]).uid,
        name="陈秀英",
        relation="grandparent",
        key=key,
        at=at,
    )


def _leave(*, key: str, at: datetime) -> None:
    day = date(2026, 11, 20)
    child = known(*OWN[0]).uid
    ask_leave(actor=person(OWN[0][0]), person_uid=child, first_on=day, last_on=day, key=key, at=at)


def _collected() -> Iterator[Event]:
    for offered in AUTUMN.menu:
        if offered.lane == "mon-afternoon":
            do = partial(_hand_over, offered)
            key = f"demo-collected-{offered.code}-{HANDED_OVER}"
            yield Event(moment(HANDED_OVER, 17, 50), key, "放学交接", do)


def _hand_over(offered: Offered, *, key: str, at: datetime) -> None:
    """Hand over whoever was there, to the first guardian; the last one with the event's key."""
    session = _session(AUTUMN, offered, HANDED_OVER)
    if session is None:
        return
    there = [
        n for n, _ in enumerate(_places(session)) if _mark(n, HANDED_OVER) in ("present", "late")
    ]
    for n in there:
        child = _places(session)[n]
        bonds = PersonBond.objects.standing().filter(subject=child.person, kind="guardian")
        hand_over(
            actor=person(_leader(offered)),
            session_uid=session.uid,
            place_uid=child.uid,
            uid=_tablet(key, child.uid),
            to=To(guardian_uid=bonds.order_by("pk").values_list("uid", flat=True)[0]),
            happened_at=at,
            late_minutes=12 if n == 3 else 0,
            key=key if n == there[-1] else f"{key}-{n}",
            at=at,
        )


def _tablet(*words: object) -> UUID:
    return uuid5(NAMESPACE_URL, " ".join(map(str, words)))


def _paid() -> Iterator[Event]:
    """Yield the spring's end: bills, payments, the fund, what everybody may see of it."""
    yield Event(moment(date(2026, 6, 29), 9), "demo-clubs-bills", "出账单", _bills)
    yield Event(moment(date(2026, 7, 3), 16), "demo-clubs-payments", "登记收费", _payments)
    day, kind, amount, words = WRONG
    wrong = partial(_enter, day, kind, amount, words)
    yield Event(moment(day, 15), "demo-clubs-wrong", "登记一笔支出", wrong)
    reversed_on = moment(day + timedelta(days=4), 9)
    yield Event(reversed_on, "demo-clubs-reversed", "冲销登错的一笔", _reverse)
    for n, (day, kind, amount, words) in enumerate(ENTRIES):
        entered = partial(_enter, day, kind, amount, words)
        yield Event(moment(day, 16), f"demo-clubs-entry-{n}", words, entered)
    yield from _accounted()


def _accounted() -> Iterator[Event]:
    """Yield the orders about the fund, from draft to publication: the school's, the county's."""
    school, county = (CHECKER, PRINCIPAL), ("songli", "zhoumingyuan")
    for where, who, (checker, signer) in ((SCHOOL, CLERK, school), ("CD", COUNTY_OFFICER, county)):
        steps = (
            (7, "order", "起草经费公开决定", partial(_order, where, who)),
            (8, "check", "核经费公开决定", partial(_decide, check, where, checker)),
            (9, "sign", "签发经费公开决定", partial(_decide, sign, where, signer)),
            (10, "account", "公开经费收支", partial(_publish, where, who)),
        )
        for day, name, words, do in steps:
            yield Event(moment(date(2026, 7, day), 10), f"demo-clubs-{name}-{where}", words, do)


def _bills(*, key: str, at: datetime) -> None:
    make_bills(actor=person(CLERK), call_uid=call_of(SPRING).uid, key=key, at=at)


def _payments(*, key: str, at: datetime) -> None:
    bills = list(Bill.objects.filter(call=call_of(SPRING), total__gt=0).order_by("pk"))[UNPAID:]
    paid = [
        Paid(bill.uid, f"澄东非税2026{n:04d}", date(2026, 7, 2)) for n, bill in enumerate(bills, 1)
    ]
    take_payments(actor=person(CLERK), call_uid=call_of(SPRING).uid, paid=paid, key=key, at=at)


def _enter(day: date, kind: str, amount: int, words: str, *, key: str, at: datetime) -> None:
    enter(
        actor=person(CLERK),
        school_uid=place(SCHOOL).uid,
        kind=kind,
        amount=amount,
        on=day,
        words=words,
        key=key,
        at=at,
    )


def _reverse(*, key: str, at: datetime) -> None:
    wrong = Entry.objects.get(organisation=place(SCHOOL), amount=-WRONG[2], reverses=None)
    reverse_entry(
        actor=person(CLERK), entry_uid=wrong.uid, why="金额多打了一位，重新登记", key=key, at=at
    )


def _order(where: str, who: str, *, key: str, at: datetime) -> None:
    draft_account(
        actor=person(who),
        organisation_uid=place(where).uid,
        first_on=date(2026, 3, 1),
        last_on=date(2026, 6, 30),
        key=key,
        at=at,
    )


def _account_order(where: str) -> Paper:
    return Paper.objects.get(kind=ORDER_KIND, organisation=place(where))


def _decide(decide: Callable[..., None], where: str, who: str, *, key: str, at: datetime) -> None:
    paper = _account_order(where)
    decide(actor=person(who), paper_uid=paper.uid, revision=paper.revision, key=key, at=at)


def _publish(where: str, who: str, *, key: str, at: datetime) -> None:
    publish_account(actor=person(who), paper_uid=_account_order(where).uid, key=key, at=at)
