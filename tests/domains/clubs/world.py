"""A school, its people, and a term's call: built by verbs; pupils by the thousand by rows."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from xueyou.domains.clubs.hours import SLOTS_BEGIN
from xueyou.domains.clubs.lanes import SLOTS
from xueyou.domains.clubs.models import Club, Place, Session
from xueyou.domains.clubs.services.menu import ClubGiven, add_club
from xueyou.domains.clubs.services.publishing import draft_account
from xueyou.kernel.calls.models import Application, Call, Decision, Offer, Option, Round, Run
from xueyou.kernel.calls.models.sealed import ANSWERS
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.rounds import Times, add_round
from xueyou.kernel.deadlines.calendars import HolidayRow, import_calendar
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.kernel.registry.models import Membership, Person, PersonBond
from xueyou.kernel.registry.parameters import set_parameter
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation
from xueyou.platform.time import CITY, business_now

FIRST, LAST = date(2027, 3, 1), date(2027, 6, 30)
HOLIDAYS = (date(2027, 4, 5), date(2027, 5, 3), date(2027, 6, 9))
SATURDAY_WORKED = date(2027, 5, 8)
RULES = {"document": "课后服务校内办法", "number": "校发〔2026〕9号"}


def account_drafted(
    world: "World",
    first_on: date,
    last_on: date,
    *,
    actor: SignedIn | None = None,
    place: Organisation | None = None,
) -> UUID:
    """Have an order about a fund drafted; return its uid."""
    return draft_account(
        actor=actor or world.clerk,
        organisation_uid=(place or world.school).uid,
        first_on=first_on,
        last_on=last_on,
        key=key(),
    )


def account_signed(world: "World", first_on: date, last_on: date, **more: Any) -> UUID:
    """Have an order about a fund drafted, checked and signed; return its uid."""
    uid = account_drafted(world, first_on, last_on, **more)
    signed_off(uid)
    return uid


def signed_off(order: UUID) -> None:
    """Have an order checked and signed by who leads its organisation."""
    boss = appoint("principal", Paper.objects.get(uid=order).organisation)
    for decide in (check, sign):
        revision = Paper.objects.get(uid=order).revision
        decide(actor=boss, paper_uid=order, revision=revision, key=key())


def key() -> str:
    """Return a fresh idempotency key."""
    return str(uuid4())


def moment(day: date, hour: int = 17) -> datetime:
    """Return an hour of a day in the city."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=CITY)


@dataclass
class World:
    """The school with its clerk, principal and bureau; the call and round of its term."""

    city: Organisation
    school: Organisation
    clerk: SignedIn
    checker: SignedIn
    principal: SignedIn
    bureau: SignedIn
    call: Call
    round: Round
    clubs: dict[str, Club] = field(default_factory=dict)
    teachers: int = 0

    def teacher(self, user: User | None = None) -> Person:
        """Employ a teacher."""
        self.teachers += 1
        person = Person.objects.create(
            name=f"老师{self.teachers}", account=user, recorded_at=business_now()
        )
        belonging(person, self.school, "staff").save()
        return person

    def given(self, code: str, **more: Any) -> ClubGiven:
        """Return a club as it would be put on the menu."""
        asked: dict[str, Any] = {
            "code": code,
            "title": f"兴趣{code}",
            "lane": "mon-afternoon",
            "places": 20,
            "lowest": 1,
            "highest": 6,
            "room": f"{code}教室",
            "fee": 150,
        }
        if "provider_uid" not in more and "teacher_uid" not in more:
            asked["teacher_uid"] = self.teacher().uid
        return ClubGiven(**(asked | more))

    def add(self, code: str, **more: Any) -> Club:
        """Put a club on the menu."""
        uid = add_club(
            actor=self.clerk, call_uid=self.call.uid, club=self.given(code, **more), key=key()
        )
        self.clubs[code] = Club.objects.get(uid=uid)
        return self.clubs[code]

    def place(self, club: Club, person: Person, **more: Any) -> Place:
        """Give a child a place, as a published run would have."""
        offer = offered(self, club.option, person)
        return Place.objects.create(
            club=club, person=person, offer=offer, **({"from_on": FIRST} | more)
        )

    def session(self, club: Club, day: date = FIRST) -> Session:
        """Plan one session."""
        return Session.objects.create(club=club, day=day, hours=club.hours)


def belonging(person: Person, school: Organisation, kind: str, **more: Any) -> Membership:
    """Return a membership of long ago; not saved."""
    return Membership(
        person=person,
        organisation=school,
        kind=kind,
        source_kind="test",
        source_uid=uuid4(),
        valid_from=date(2020, 9, 1),
        recorded_at=business_now(),
        **more,
    )


def pupil(world: World, name: str, grade: int = 1, group: str = "1班") -> Person:
    """Enrol a pupil."""
    person = Person.objects.create(name=name, recorded_at=business_now())
    belonging(person, world.school, "pupil", stage="primary", grade=grade, group=group).save()
    return person


def guard(*children: Person) -> SignedIn:
    """Return a new account that is guardian of these children."""
    user = User.objects.make(login_name=f"u{uuid4().hex[:12]}", name="家长")
    holder = Person.objects.create(name="家长", account=user, recorded_at=business_now())
    for child in children:
        bond(holder, child)
    return actor_for(user)


def bond(holder: Person, subject: Person, kind: str = "guardian") -> PersonBond:
    """Bind two people."""
    return PersonBond.objects.create(
        kind=kind,
        holder=holder,
        subject=subject,
        basis="household",
        valid_from=date(2026, 1, 1),
        recorded_at=business_now(),
    )


def founded(name: str, kind: str, parent: Organisation | None = None) -> Organisation:
    """Found an organisation."""
    with act(SYSTEM, "orgs.organisation.create") as a:
        return create_organisation(
            a, name=name, kind=kind, parent=parent, code=uuid4().hex[:8], opened_on=date(2020, 1, 1)
        )


def appoint(role: str, place: Organisation) -> SignedIn:
    """Return a new account that holds a role."""
    user = User.objects.make(login_name=f"u{uuid4().hex[:12]}", name=role)
    grant_role(
        actor=SYSTEM,
        user=user,
        role=role,
        organisation=place,
        valid_from=date(2026, 1, 1),
        key=key(),
    )
    return actor_for(user)


def meet_all_day(place: Organisation, **others: str) -> None:
    """Let every slot begin at half past midnight, so that rolls are called at any hour; but some.

    `others`: slot=HH:MM.
    """
    set_parameter(
        actor=SYSTEM,
        name=SLOTS_BEGIN,
        organisation_uid=place.uid,
        value=dict.fromkeys(SLOTS, "00:30") | others,
        source="测试",
        valid_from=date(2026, 1, 1),
        key=key(),
    )


def enter_calendar() -> None:
    """Enter 2027: three holidays on weekdays, one Saturday worked."""
    rows = [HolidayRow(day, works=False) for day in HOLIDAYS]
    rows.append(HolidayRow(SATURDAY_WORKED, works=True))
    import_calendar(actor=SYSTEM, year=2027, rows=rows, source="测试", key=key())


def found_school(billing: str = "attended") -> World:
    """Found a school under a city and open the call of its term."""
    city = founded("试点市教育局", "bureau")
    Organisation.objects.filter(pk=city.pk).update(region_code="310101")
    school = founded("点餐小学", "school", city)
    clerk = appoint("clerk", school)
    now = business_now()
    call_uid = open_call(
        actor=clerk,
        kind="clubs.term",
        organisation_uid=school.uid,
        year=2026,
        term=2,
        title="2027年春季课后服务",
        settings={
            "stage": "primary",
            "first_day": FIRST.isoformat(),
            "last_day": LAST.isoformat(),
            "billing": billing,
            "wishes": "3",
        },
        key=key(),
    )
    round_uid = add_round(
        actor=clerk,
        call_uid=call_uid,
        times=Times(now - timedelta(days=1), now + timedelta(days=4)),
        key=key(),
    )
    return World(
        city,
        school,
        clerk,
        appoint("clerk", school),
        appoint("principal", school),
        appoint("bureau", city),
        Call.objects.get(uid=call_uid),
        Round.objects.get(uid=round_uid),
    )


def application_row(world: World, person: Person, number: int) -> Application:
    """Return an application as if it had been handed in; not saved."""
    uid, now = uuid7(), business_now()
    assert isinstance(world.clerk.user, User)
    return Application(
        uid=uid,
        receipt_no=f"R{number:08d}",
        call=world.call,
        year=2026,
        person=person,
        home_path=world.school.path,
        state="submitted",
        draft_key=uuid4(),
        round=world.round,
        submitted_at=now,
        drafted_by=world.clerk.user,
        drafted_at=now,
        saved_at=now,
        traced_at=now,
        **ANSWERS.columns(uid, '{"grade":"1","voluntary":"yes"}'),
    )


def offered(world: World, option: Option, person: Person) -> Offer:
    """Return an accepted offer, made of rows."""
    run, _ = Run.objects.get_or_create(
        round=world.round,
        ordinal=99,
        defaults={"purpose": "rehearsal", "rulebook_sha256": "", "prepared_at": business_now()},
    )
    application = Application.objects.filter(call=world.call, person=person).first()
    if application is None:
        application = application_row(world, person, person.pk)
        application.save(force_insert=True)
    decision = Decision.objects.create(
        run=run,
        application=application,
        lane=option.lane,
        verdict="placed",
        option=option,
        reason="placed",
    )
    return Offer.objects.create(
        call=world.call,
        application=application,
        lane=option.lane,
        option=option,
        decision=decision,
        state="accepted",
        made_at=business_now(),
    )
