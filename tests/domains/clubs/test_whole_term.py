"""One school of 1,200 pupils with 60 clubs in three lanes: from the menu to the fund's account."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from random import Random  # noqa: TID251 - seeded, and only for made wishes
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from tests.domains.clubs.world import (
    FIRST,
    HOLIDAYS,
    LAST,
    RULES,
    World,
    account_signed,
    application_row,
    belonging,
    bond,
    enter_calendar,
    guard,
    key,
    moment,
)
from xueyou.domains.clubs.models import Bill, BillLine, Club, Entry, Mark, Place, Session
from xueyou.domains.clubs.selectors.accounts import balance
from xueyou.domains.clubs.selectors.bills import bills_of
from xueyou.domains.clubs.selectors.terms import hours_given, menu_of, participation
from xueyou.domains.clubs.services.accounts import Paid, enter, take_payments
from xueyou.domains.clubs.services.billing import make_bills
from xueyou.domains.clubs.services.publishing import publish_account
from xueyou.domains.clubs.services.roll_calls import Line, call_roll
from xueyou.domains.clubs.services.rulebook_text import menu_rules
from xueyou.domains.clubs.services.sessions import lay_out_sessions
from xueyou.domains.clubs.services.standings import exempt_pupils
from xueyou.formats.proof.draws import read_roster
from xueyou.kernel.calls.models import Application, Choice, Decision, Offer, Run
from xueyou.kernel.calls.parties import KnownChild
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.round_draws import commit_round_draw, fixed_of
from xueyou.kernel.calls.services.rounds import announce_round
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.calls.services.submitting import submit
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.services.revealing import reveal_draw
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.kernel.publications.selectors import Served, served
from xueyou.kernel.registry.models import Membership, Person, PersonBond
from xueyou.platform.jobs.api import work_off
from xueyou.platform.time import business_now

LANES = ("mon-afternoon", "wed-afternoon", "fri-afternoon")
WEEKDAYS = {"mon-afternoon": 0, "wed-afternoon": 2, "fri-afternoon": 4}
PUPILS, CLUBS, BY_HAND, PAIRS, EXEMPT = 1200, 60, 6, 40, 25
TERM_CAP, FEE, SPECIAL = 40_000, 150, 900


def menu(world: World) -> None:
    """Twenty clubs a lane: each fourth special, each third with material, for two grades each."""
    for number in range(CLUBS):
        lowest = number % 5 + 1
        special = number % 4 == 0
        world.add(
            f"C{number:02d}",
            lane=LANES[number // 20],
            places=30,
            lowest=lowest,
            highest=lowest + 1,
            special=special,
            fee=SPECIAL if special else FEE,
            material=3000 if number % 3 == 0 else 0,
            hours=2 if number % 2 else 1,
        )


def pupils(world: World) -> dict[int, int]:
    """Enrol 1,200 pupils, two hundred a grade, forty pairs of them brothers; return the grades."""
    now = business_now()
    people = Person.objects.bulk_create(
        Person(name=f"学生{number}", recorded_at=now) for number in range(PUPILS)
    )
    Membership.objects.bulk_create(
        belonging(person, world.school, "pupil", grade=number % 6 + 1, group=f"{number % 5}班")
        for number, person in enumerate(people)
    )
    for one, other in zip(people[:PAIRS], people[PAIRS : 2 * PAIRS], strict=True):
        bond(one, other, "sibling")
        bond(other, one, "sibling")
    return {person.pk: number % 6 + 1 for number, person in enumerate(people)}


def wished(world: World, grade: int, chance: Random) -> dict[str, list[Club]]:
    """Return up to three clubs a lane that take the grade; some lanes are left out."""
    found = {}
    for lane in LANES:
        fits = [
            c for c in world.clubs.values() if c.lane == lane and c.lowest <= grade <= c.highest
        ]
        if chance.random() < 0.8:
            found[lane] = chance.sample(fits, min(3, len(fits)))
    return found or {
        LANES[0]: [c for c in world.clubs.values() if c.lowest <= grade <= c.highest][:1]
    }


def asked(world: World, grades: dict[int, int]) -> None:
    """Hand in everybody's wishes: a few by the family's own path, the rest as rows."""
    chance = Random(5)
    people = list(Person.objects.filter(pk__in=grades).order_by("pk"))
    for person in people[:BY_HAND]:
        family = guard(person)
        uid = start_draft(
            actor=family, call_uid=world.call.uid, party=KnownChild(person.uid), key=key()
        )
        wishes = wished(world, grades[person.pk], chance)
        save_draft(
            actor=family,
            application_uid=uid,
            answers={"grade": "6", "voluntary": "yes"},
            choices={lane: [c.option.uid for c in clubs] for lane, clubs in wishes.items()},
        )
        draft = Application.objects.get(uid=uid)
        submit(actor=family, application_uid=uid, key=str(draft.draft_key))
    rest = [application_row(world, one, number) for number, one in enumerate(people[BY_HAND:])]
    Application.objects.bulk_create(rest)
    Choice.objects.bulk_create(
        Choice(
            application=application, round=world.round, batch=lane, rank=rank, option=club.option
        )
        for application in rest
        for lane, clubs in wished(world, grades[application.person_id], chance).items()
        for rank, club in enumerate(clubs, start=1)
    )


def counted() -> None:
    """Let PostgreSQL count its rows, as its own service does: nothing does so within a test."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def drawn_and_published(world: World, clock: Any) -> Run:
    """Freeze, rehearse, commit, reveal, run, sign, publish, take up."""
    menu_text = menu_rules(world.clerk, world.call.uid, **RULES)
    clock.advance(timedelta(days=5))
    assert menu_text == menu_rules(world.clerk, world.call.uid, **RULES)
    frozen = freeze(actor=world.clerk, round_uid=world.round.uid, key=key())
    assert frozen.applications == PUPILS
    about = {"actor": world.clerk, "round_uid": world.round.uid}
    prepare_run(**about, purpose="rehearsal", key=key())
    work_off()
    draw = commit_round_draw(
        **about,
        sources=[Source("公证处号码", "digits:7")],
        not_before=clock.moment + timedelta(hours=1),
        key=key(),
    )
    clock.advance(timedelta(hours=2))
    reveal_draw(actor=world.clerk, draw_uid=draw, published="8830271", key=key())
    uid = prepare_run(**about, purpose="official", draw_uid=draw, key=key())
    work_off()
    run = Run.objects.get(uid=uid)
    assert (run.state, run.failure) == ("done", "")
    paper_uid = draft_order(actor=world.clerk, run_uid=uid, number_code="校发", key=key())
    for actor, verb in ((world.checker, check), (world.principal, sign)):
        paper = Paper.objects.get(uid=paper_uid)
        verb(actor=actor, paper_uid=paper_uid, revision=paper.revision, key=key())
    counted()
    publish_run(actor=world.clerk, run_uid=uid, paper_uid=paper_uid, key=key())
    work_off()
    return run


def days_of(lane: str) -> list[date]:
    """Return the days on which a lane meets, worked out here."""
    span = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    return [d for d in span if d.weekday() == WEEKDAYS[lane] and d not in HOLIDAYS]


def rolls_called(world: World) -> dict[tuple[int, date], str]:
    """Call the rolls of a term: the first week by verb, the rest as rows; return every mark."""
    chance = Random(7)
    said: dict[tuple[int, date], str] = {}
    by_club = defaultdict(list)
    for place in Place.objects.order_by("pk"):
        by_club[place.club_id].append(place)
    rows, held = [], []
    for session in Session.objects.filter(club__call=world.call).order_by("day", "pk"):
        happened = moment(session.day)
        marks = {
            place: chance.choices(["present", "late", "absent", "leave"], [88, 4, 4, 4])[0]
            for place in by_club[session.club_id]
        }
        said |= {(place.pk, session.day): mark for place, mark in marks.items()}
        if session.day < FIRST + timedelta(days=7):
            lines = [Line(uuid4(), place.uid, mark, happened) for place, mark in marks.items()]
            asked = {"actor": world.clerk, "session_uid": session.uid, "lines": lines}
            assert call_roll(**asked, at=happened, key=key()).taken == len(lines)
            continue
        held.append(session.pk)
        rows += [
            Mark(
                session=session, place=place, mark=mark, happened_at=happened, recorded_at=happened
            )
            for place, mark in marks.items()
        ]
    Mark.objects.bulk_create(rows, batch_size=2000)
    Session.objects.filter(pk__in=held).update(state="held")
    return said


def reckoned(world: World, said: dict[tuple[int, date], str], free: set[int]) -> dict[int, int]:
    """Return what each child owes, in fen, reckoned here from the rule text alone."""
    owed: Counter[int] = Counter()
    for place in Place.objects.select_related("club"):
        there = [d for d in days_of(place.club.lane) if said[place.pk, d] in ("present", "late")]
        exempt_until = date(2027, 4, 1)
        paid = [d for d in there if place.person_id not in free or d >= exempt_until]
        owed[place.person_id] += len(paid) * place.club.hours * place.club.fee
        if paid:
            owed[place.person_id] += place.club.material
        if not there and place.person_id not in owed:
            owed[place.person_id] = 0
    return {person: min(sum_, TERM_CAP) for person, sum_ in owed.items()}


def test_a_term_from_the_menu_to_the_account(world: World, business_clock: Any) -> None:
    """Every sum is what an independent reckoning gives; brothers share a number."""
    enter_calendar()
    menu(world)
    announce_round(
        actor=world.clerk,
        round_uid=world.round.uid,
        rules=menu_rules(world.clerk, world.call.uid, **RULES),
        source="校内办法",
        key=key(),
    )
    world.round.refresh_from_db()
    grades = pupils(world)
    asked(world, grades)
    counted()
    run = drawn_and_published(world, business_clock)
    check_places(run, grades)
    check_numbers(world)
    joined = participation(world.clerk, world.call.uid)[0]
    with_place = Place.objects.values("person").distinct().count()
    assert (joined.pupils, joined.joined, joined.everybody) == (PUPILS, with_place, False)
    assert sum(line.taken for line in menu_of(world.clerk, world.call.uid)) == Place.objects.count()

    laid = lay_out_sessions(actor=world.clerk, call_uid=world.call.uid, key=key())
    assert laid == 20 * sum(len(days_of(lane)) for lane in LANES)
    said = rolls_called(world)
    free = exempted(world)
    business_clock.advance(moment(LAST + timedelta(days=2)) - business_clock.moment)
    billed = make_bills(actor=world.clerk, call_uid=world.call.uid, key=key())
    owed = reckoned(world, said, free)
    bills = {bill.person_id: bill for bill in Bill.objects.all()}
    assert {person: bill.total for person, bill in bills.items()} == {
        person: owed[person] for person in bills
    }
    assert sum(owed.values()) == billed.total
    assert billed.capped == sum(b.counted > TERM_CAP for b in bills.values()) > 0
    assert billed.exempt == sum(BillLine.objects.values_list("exempt", flat=True)) > 0
    check_account(world, billed.total)


def check_places(run: Run, grades: dict[int, int]) -> None:
    """Nobody is over, too young or too old; each lane gives one place; siblings drew alike."""
    placed = Decision.objects.filter(run=run, verdict="placed")
    places = list(Place.objects.select_related("club__option", "person"))
    assert len(places) == placed.count() == Offer.objects.filter(holds_place=True).count() > 1700
    assert not Offer.objects.filter(holds_place=True, taken_up_at=None).exists()
    taken = Counter(place.club_id for place in places)
    assert max(taken.values()) <= 30
    assert len({(p.person_id, p.club.lane) for p in places}) == len(places)
    assert all(p.club.lowest <= grades[p.person_id] <= p.club.highest for p in places)


def check_numbers(world: World) -> None:
    """Brothers draw one number, everybody else one of his own."""
    by_group = defaultdict(list)
    for group, number in read_roster(fixed_of(world.round).roster):
        by_group[group].append(number)
    shared = [numbers for numbers in by_group.values() if len(numbers) > 1]
    assert len(shared) == PAIRS
    for numbers in shared:
        one, other = Application.objects.filter(receipt_no__in=numbers).values_list(
            "person", flat=True
        )
        assert PersonBond.objects.filter(kind="sibling", holder=one, subject=other).exists()


def exempted(world: World) -> set[int]:
    """Exempt some children who take part, for March."""
    chosen = list(
        Person.objects.filter(club_places__isnull=False).distinct().order_by("pk")[:EXEMPT]
    )
    exempt_pupils(
        actor=world.bureau,
        school_uid=world.school.uid,
        person_uids=[one.uid for one in chosen],
        reason="低保家庭",
        valid_from=FIRST,
        valid_to=date(2027, 4, 1),
        key=key(),
    )
    return {one.pk for one in chosen}


def check_account(world: World, billed: int) -> None:
    """What is paid, subsidised and spent adds up, in the account and in what everybody sees."""
    rows = [row for row in bills_of(world.clerk, world.call.uid) if row.total]
    paid = [Paid(row.uid, f"P{n:06d}", LAST) for n, row in enumerate(rows)]
    amount = take_payments(actor=world.clerk, call_uid=world.call.uid, paid=paid, key=key())
    assert amount == billed
    hours = sum(one.hours for one in hours_given(world.clerk, world.call.uid))
    expected = sum(
        len(days_of(club.lane)) * club.hours for club in Club.objects.filter(call=world.call)
    )
    assert hours == expected
    spent = {"subsidy": 5_000_000, "teacher_pay": hours * 5000, "materials": 123_45}
    for kind, sum_ in spent.items():
        entered(world, kind, sum_)
    left = billed + 5_000_000 - hours * 5000 - 123_45
    assert balance(world.school.pk) == left == sum(Entry.objects.values_list("amount", flat=True))
    order = account_signed(world, FIRST, LAST + timedelta(days=2))
    uid = publish_account(actor=world.clerk, paper_uid=order, key=key())
    found = served(uid)
    assert isinstance(found, Served)
    names = [column.name for column in found.columns]
    row = dict(zip(names, found.rows[0], strict=True))
    assert row["school"] == world.school.name
    assert row["income"] == f"{billed // 100}.{billed % 100:02d}"
    assert row["materials"] == "123.45"
    assert int(row["balance"].replace(".", "")) == left


def entered(world: World, kind: str, amount: int) -> UUID:
    """Enter one movement of the last day."""
    return enter(
        actor=world.clerk,
        school_uid=world.school.uid,
        kind=kind,
        amount=amount,
        on=LAST,
        words="测试",
        key=key(),
    )
