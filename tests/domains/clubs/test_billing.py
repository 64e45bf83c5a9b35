"""Bills: by the term's rule, exempt by itself, never above the limit, reversed and made anew."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.domains.clubs.test_roll_calls import call, line
from tests.domains.clubs.world import FIRST, LAST, World, found_school, guard, key, moment, pupil
from xueyou.domains.clubs.models import Bill, Club, Place, Session
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.selectors.bills import bills_of, lines_of
from xueyou.domains.clubs.services.accounts import Paid, reverse_entry, take_payments
from xueyou.domains.clubs.services.billing import Billed, make_bills, reverse_bill
from xueyou.domains.clubs.services.menu import close_club
from xueyou.domains.clubs.services.sessions import cancel_session
from xueyou.domains.clubs.services.standings import exempt_pupils
from xueyou.kernel.calls.models import Offer, Round, Run
from xueyou.platform.access.reading import NotFound
from xueyou.platform.time import business_now

AFTER = moment(LAST + timedelta(days=1))
WEEK = timedelta(days=7)


def billed(world: World, **more: Any) -> Billed:
    """Make the bills on the first day after the term."""
    return make_bills(
        **({"actor": world.clerk, "call_uid": world.call.uid, "key": key(), "at": AFTER} | more)
    )


def held(world: World, club: Club, places: list[Place], *marks: str) -> list[Session]:
    """Hold a session a week, with a mark each, the same for everybody."""
    found = []
    for number, mark in enumerate(marks):
        session = world.session(club, FIRST + number * WEEK)
        at = moment(session.day)
        call(world, session, *(line(place, mark, at=at) for place in places), at=at)
        found.append(session)
    return found


@pytest.mark.parametrize(("rule", "sessions"), [("attended", 2), ("booked", 4)])
def test_a_term_is_billed_by_its_rule(db: None, own_roles: None, rule: str, sessions: int) -> None:
    """attended: present and late; booked: whatever was held. What was called off costs nothing."""
    world = found_school(rule)
    club = world.add("棋", fee=150, hours=2, material=1000)
    place = world.place(club, pupil(world, "林一"))
    held(world, club, [place], "present", "late", "absent", "leave")
    off = world.session(club, FIRST + 4 * WEEK)
    cancel_session(actor=world.clerk, session_uid=off.uid, why="台风", key=key())
    assert billed(world) == Billed(1, sessions * 2 * 150 + 1000, 0, 0)


def test_only_the_days_of_the_place_are_billed(db: None, own_roles: None) -> None:
    """Who joined later or left is billed for what he booked in between."""
    world = found_school("booked")
    club = world.add("棋", fee=100)
    early = world.place(club, pupil(world, "林一"), until=FIRST + WEEK)
    late = world.place(club, pupil(world, "林二"), from_on=FIRST + WEEK)
    held(world, club, [early], "present")
    for number in (1, 2):
        session = world.session(club, FIRST + number * WEEK)
        call(world, session, line(late, at=moment(session.day)), at=moment(session.day))
    billed(world)
    assert {bill.person_id: bill.total for bill in Bill.objects.all()} == {
        early.person_id: 100,
        late.person_id: 200,
    }


def test_exemptions_count_by_the_day_and_by_themselves(world: World) -> None:
    """Nobody asks for them; material is paid only with something that is paid."""
    club = world.add("棋", fee=100, material=500)
    whole, part = (world.place(club, pupil(world, name)) for name in ("林一", "林二"))
    held(world, club, [whole, part], "present", "present")
    for place, until in ((whole, None), (part, FIRST + WEEK)):
        exempt_pupils(
            actor=world.bureau,
            school_uid=world.school.uid,
            person_uids=[place.person.uid],
            reason="低保家庭",
            valid_from=FIRST,
            valid_to=until,
            key=key(),
        )
    assert billed(world) == Billed(2, 600, 3, 0)
    assert Bill.objects.get(person=whole.person).total == 0


def test_no_bill_passes_the_limit(world: World) -> None:
    """The limit is the tariff's, its source on the bill; the table itself refuses more."""
    club = world.add("琴", fee=1200, special=True, hours=6)
    place = world.place(club, pupil(world, "林一"))
    held(world, club, [place], *["present"] * 7)
    assert billed(world) == Billed(1, 40_000, 0, 1)
    bill = Bill.objects.get()
    assert (bill.counted, bill.cap) == (7 * 6 * 1200, 40_000)
    assert "待核" in bill.cap_source
    with pytest.raises(IntegrityError), transaction.atomic():
        Bill.objects.update(total=40_001)


def test_bills_wait_for_the_end_and_for_every_roll(world: World) -> None:
    """A session that nobody called is told."""
    club = world.add("棋")
    place = world.place(club, pupil(world, "林一"))
    held(world, club, [place], "present")
    with pytest.raises(ClubRefused, match="还没有上完"):
        billed(world, at=moment(LAST))
    world.session(club, FIRST + WEEK)
    with pytest.raises(ClubRefused, match="还有 1 次课"):
        billed(world)


def test_a_second_billing_adds_only_who_was_missing(world: World) -> None:
    """A reversed bill is made anew from what is known now."""
    club = world.add("棋", fee=100)
    place = world.place(club, pupil(world, "林一"))
    (session,) = held(world, club, [place], "present")
    assert billed(world, key="one") == billed(world, key="one") == Billed(1, 100, 0, 0)
    assert billed(world) == Billed(0, 0, 0, 0)
    call(world, session, line(place, "absent"), line(place, "late"))
    bill = Bill.objects.get()
    with pytest.raises(ClubRefused, match="为什么"):
        reverse_bill(actor=world.clerk, bill_uid=bill.uid, why=" ", key=key())
    reverse_bill(actor=world.clerk, bill_uid=bill.uid, why="点名更正", key=key())
    assert billed(world) == Billed(1, 100, 0, 0)
    assert Bill.objects.count() == 2


def test_a_bill_is_paid_once_with_a_receipt(world: World) -> None:
    """Paid it cannot be reversed before the payment is."""
    club = world.add("棋", fee=100)
    held(world, club, [world.place(club, pupil(world, "林一"))], "present")
    billed(world)
    bill = Bill.objects.get()

    def pay(receipt: str = "P1") -> int:
        paid = [Paid(bill.uid, receipt, LAST)]
        return take_payments(
            actor=world.clerk, call_uid=world.call.uid, paid=paid, key=key(), at=AFTER
        )

    with pytest.raises(ClubRefused, match="票据号"):
        pay("")
    assert pay() == 100
    with pytest.raises(ClubRefused, match="已经登记过收费"):
        pay("P2")
    with pytest.raises(ClubRefused, match="先冲销那一笔"):
        reverse_bill(actor=world.clerk, bill_uid=bill.uid, why="算错", key=key())
    entry = bill.payments.get()
    reverse_entry(actor=world.clerk, entry_uid=entry.uid, why="收错", key=key(), at=AFTER)
    reverse_bill(actor=world.clerk, bill_uid=bill.uid, why="算错", key=key())


def test_a_family_sees_its_own_bill_only(world: World) -> None:
    """With its lines; the other family's does not exist."""
    club = world.add("棋", fee=100)
    mine, other = pupil(world, "林一"), pupil(world, "陈二")
    held(world, club, [world.place(club, one) for one in (mine, other)], "present")
    billed(world)
    family = guard(mine)
    assert [row.name for row in bills_of(family)] == ["林一"]
    (one,) = lines_of(family, bills_of(family)[0].uid)
    assert (one.club, one.sessions, one.fee) == ("兴趣棋", 1, 100)
    with pytest.raises(NotFound):
        lines_of(family, Bill.objects.get(person=other).uid)


def test_a_club_that_too_few_joined_is_not_opened(world: World) -> None:
    """Its places and offers end; with enough it stays, and nothing moves before the result."""
    club, full = world.add("棋", least=2), world.add("书", least=1)
    place = world.place(club, pupil(world, "林一"))
    world.place(full, pupil(world, "林二"))
    world.session(club)
    asked = {"actor": world.clerk, "key": key()}
    with pytest.raises(ClubRefused, match="还没有公布"):
        close_club(club_uid=club.uid, **asked)
    Round.objects.update(published_at=business_now(), effective_run=Run.objects.get())
    assert close_club(club_uid=club.uid, **(asked | {"key": "close"})) == 1
    with pytest.raises(ClubRefused, match="够 1 人"):
        close_club(club_uid=full.uid, **asked)
    place.refresh_from_db()
    assert place.until == place.from_on == FIRST
    assert not Offer.objects.get(pk=place.offer_id).holds_place
    assert Session.objects.get().state == "cancelled"
