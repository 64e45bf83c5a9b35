"""Clubs in the leak world: terms of two schools, their sessions, places, bills and funds.

Each school has a term that is over and billed and one under way; one also has a menu that is still
being made. What families and a published run would have written stands there as rows.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.domains.clubs import world as made
from tests.leaks.families import NOW
from tests.leaks.places import CHILDREN
from tests.leaks.steering import a_key, author, person
from tests.leaks.world import World
from xueyou.domains.clubs.models import Bill, Club, Entry, Place, Session
from xueyou.domains.clubs.services.accounts import enter
from xueyou.domains.clubs.services.billing import make_bills, reverse_bill
from xueyou.domains.clubs.services.families import ask_leave, authorise, make_code
from xueyou.domains.clubs.services.menu import ClubGiven, add_club
from xueyou.domains.clubs.services.publishing import draft_account
from xueyou.domains.clubs.services.roll_calls import Line, call_roll
from xueyou.domains.clubs.services.rulebook_text import menu_rules
from xueyou.kernel.calls.models import Application, Call, Round, Run
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.kernel.registry.models import Membership, Person
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import CITY

TODAY = NOW.date()
OVER = (date(2026, 9, 1), date(2026, 10, 30))
UNDER_WAY = (date(2026, 11, 2), date(2026, 12, 18))
NEXT = (date(2026, 12, 21), date(2026, 12, 31))
BEFORE = Times(NOW - timedelta(days=40), NOW - timedelta(days=30))
LANE = "fri-afternoon"
"""Today is a Friday."""
LED = {child: name for child, about in CHILDREN.items() for name in about.led_by}


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a school, as the rows of tests/domains/clubs need it."""

    rows: made.World
    school: str


def let_clubs_meet(world: World) -> None:
    """Add the terms, and what came of them."""
    Organisation.objects.filter(pk=world.places["city"].pk).update(region_code="350500")
    made.meet_all_day(world.places["city"])
    for school in ("A1", "B1"):
        pupils = [name for name, child in CHILDREN.items() if child.pupil_of == school]
        for name in pupils:
            _enrol(world, name, school)
        over = _term(world, school, "over", OVER, BEFORE)
        under_way = _term(world, school, "under way", UNDER_WAY, BEFORE)
        for term in (over, under_way):
            world.keep("term", school, term.rows.call.uid)
        _met(world, over, pupils)
        _meets(world, under_way, [name for name in pupils if name in LED or school == "B1"])
        _money(world, over)
        world.keep("fund", school, world.places[school].uid)
    for place in ("A1", "B1", "A", "B"):
        _ordered(world, place)
    for which, opens in (("offered", timedelta(days=1)), ("open", timedelta(days=-1))):
        times = Times(NOW + opens, NOW + timedelta(days=5))
        term = _term(world, "A1", which, NEXT, times)
        club = _club(world, term, which)
        if which == "open":
            _announce(term)
            world.keep("term_open", "", term.rows.call.uid)
        else:
            world.keep("term_planned", "A1", term.rows.call.uid)
            world.keep("menu", "A1", club.uid)


def _enrol(world: World, name: str, school: str) -> None:
    child = world.children[name]
    if not Membership.objects.filter(person=child, kind="pupil").exists():
        place = world.places[school]
        made.belonging(child, place, "pupil", stage="primary", grade=1, group="1班").save()


def _term(world: World, school: str, which: str, span: tuple[date, date], times: Times) -> Term:
    """Open a term's call, with a round of those times."""
    actor = author(world, school)
    uid = open_call(
        actor=actor,
        kind="clubs.term",
        organisation_uid=world.places[school].uid,
        year=2026,
        term=1,
        title=f"{world.sentinels.word('call', school, f'term {which}')}课后服务",
        settings={
            "stage": "primary",
            "first_day": span[0].isoformat(),
            "last_day": span[1].isoformat(),
            "billing": "attended",
            "wishes": "3",
        },
        key=a_key(),
    )
    at = min(NOW, times.opens_at - timedelta(days=1))
    round_uid = add_round(actor=actor, call_uid=uid, times=times, key=a_key(), at=at)
    rows = made.World(
        world.places["city"],
        world.places[school],
        *[actor] * 4,
        Call.objects.get(uid=uid),
        Round.objects.get(uid=round_uid),
    )
    return Term(rows, school)


def _announce(term: Term) -> None:
    """Announce a term's menu the day before its round opens."""
    announce_round(
        actor=term.rows.clerk,
        round_uid=term.rows.round.uid,
        rules=menu_rules(term.rows.clerk, term.rows.call.uid, **made.RULES),
        source="校内办法",
        key=a_key(),
        at=term.rows.round.opens_at - timedelta(days=1),
    )


def _club(world: World, term: Term, which: str, teacher: Person | None = None) -> Club:
    """Put a club on a term's menu."""
    uid = add_club(
        actor=term.rows.clerk,
        call_uid=term.rows.call.uid,
        club=ClubGiven(
            code="",
            title=world.sentinels.word("call", term.school, f"club {which}"),
            lane=LANE,
            places=20,
            lowest=1,
            highest=6,
            room=world.sentinels.word("call", term.school, f"room {which}"),
            fee=150,
            teacher_uid=(teacher or term.rows.teacher()).uid,
            least=10,
        ),
        key=a_key(),
    )
    return Club.objects.get(uid=uid)


def _place(world: World, term: Term, club: Club, name: str, on: date) -> Place:
    child = world.children[name]
    number = 10 * Application.objects.count()
    made.application_row(term.rows, child, number).save(force_insert=True)
    return term.rows.place(club, child, from_on=on)


def _met(world: World, term: Term, pupils: list[str]) -> None:
    """Let a term's club have met twice, with its pupils present."""
    club = _club(world, term, "over")
    _announce(term)
    places = [_place(world, term, club, name, OVER[0]) for name in pupils]
    _publish(term)
    for day in (date(2026, 9, 4), date(2026, 9, 11)):
        session = term.rows.session(club, day)
        _called(term, session, places, "present")
        for kind in ("session", "session_over"):
            world.keep(kind, term.school, session.uid)


def _meets(world: World, term: Term, pupils: list[str]) -> None:
    """Let a term's club meet today: one child is there and has not left, with all it needs."""
    teacher = None
    for name in {LED[pupil] for pupil in pupils if pupil in LED}:
        teacher = term.rows.teacher(world.users[name])
    club = _club(world, term, "under way", teacher)
    _announce(term)
    session = term.rows.session(club, TODAY)
    planned = term.rows.session(club, TODAY + timedelta(days=7))
    places = [_place(world, term, club, name, TODAY) for name in pupils]
    _publish(term)
    _called(term, session, places, "present")
    for kind, uid in (("session", session.uid), ("session_planned", planned.uid)):
        world.keep(kind, term.school, uid)
    world.keep("club", term.school, club.uid)
    for name, place in zip(pupils, places, strict=True):
        world.keep("club_place", name, place.uid)
        _arranged(world, name)


def _arranged(world: World, name: str) -> None:
    """Let a guardian excuse the child, name who else may collect it, and take a code."""
    about: dict[str, Any] = {
        "actor": person(world, CHILDREN[name].guardians[0]),
        "person_uid": world.children[name].uid,
    }
    days = (TODAY + timedelta(days=20), TODAY + timedelta(days=21))
    leave = ask_leave(**about, first_on=days[0], last_on=days[1], key=a_key())
    called = world.sentinels.word("attendance", name, "collector")
    collector = authorise(**about, name=called, relation="relative", key=a_key())
    world.codes[f"collect {name}"] = make_code(**about, day=TODAY, key=a_key())
    world.keep("leave", name, leave)
    world.keep("collector", name, collector)


def _called(term: Term, session: Session, places: list[Place], mark: str) -> None:
    happened = datetime(session.day.year, session.day.month, session.day.day, 7, 30, tzinfo=CITY)
    call_roll(
        actor=term.rows.clerk,
        session_uid=session.uid,
        lines=[Line(uuid4(), place.uid, mark, happened) for place in places],
        key=a_key(),
        at=happened + timedelta(minutes=5),
    )


def _publish(term: Term) -> None:
    """Let the result be published, as rows."""
    Round.objects.filter(pk=term.rows.round.pk).update(
        published_at=NOW - timedelta(days=25),
        effective_run=Run.objects.get(round=term.rows.round),
    )


def _money(world: World, term: Term) -> None:
    """Bill the term; of two bills one is reversed, so that there is one to make. Fill the fund."""
    make_bills(actor=term.rows.clerk, call_uid=term.rows.call.uid, key=a_key())
    bills = list(Bill.objects.filter(call=term.rows.call).order_by("pk"))
    for bill in bills[1:]:
        reverse_bill(actor=term.rows.clerk, bill_uid=bill.uid, why="点名补正", key=a_key())
    world.keep("bill", term.school, bills[0].uid)
    owner = next(n for n, child in world.children.items() if child.pk == bills[0].person_id)
    world.keep("bill_of", owner, bills[0].uid)
    words = world.sentinels.word("fund", term.school, "entry")
    enter(
        actor=term.rows.clerk,
        school_uid=world.places[term.school].uid,
        kind="subsidy",
        amount=100 * world.sentinels.number("fund", term.school, "sum"),
        on=TODAY,
        words=words,
        key=a_key(),
    )
    world.keep("entry", term.school, Entry.objects.latest("pk").uid)


def _principal(world: World, school: str) -> SignedIn:
    """Return another principal of a school, who is none of those that ask."""
    return made.appoint("school_principal", world.places[school])


def _ordered(world: World, place: str) -> None:
    """Have an account's publication ordered: by who keeps it; others check and sign."""
    deciders = {
        "A": ((check, person(world, "officer-a")), (sign, person(world, "chief"))),
        "B": ((check, person(world, "officer-b")), (sign, person(world, "chief"))),
        "A1": ((check, person(world, "clerk-a1")), (sign, _principal(world, "A1"))),
        "B1": ((check, person(world, "clerk-b1")), (sign, _principal(world, "B1"))),
    }
    order = draft_account(
        actor=author(world, place),
        organisation_uid=world.places[place].uid,
        first_on=OVER[0],
        last_on=TODAY,
        key=a_key(),
    )
    for decide, actor in deciders[place]:
        revision = Paper.objects.get(uid=order).revision
        decide(actor=actor, paper_uid=order, revision=revision, key=a_key())
    for kind in ("account_order", "paper_looked_at"):
        world.keep(kind, place, order)
