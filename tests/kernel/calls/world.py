"""A county with two schools, families, and an open call: built by verbs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.kernel.calls import room
from xueyou.kernel.calls.access import CHECK_APPLICATION
from xueyou.kernel.calls.insiders import require_impartial
from xueyou.kernel.calls.models import Application, Call, Option, Round
from xueyou.kernel.calls.parties import Asking, ClaimedChild, KnownChild
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.changing import (
    Missing,
    check_off,
    require_unfrozen,
    send_back_in,
)
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.options import add_option
from xueyou.kernel.calls.services.rounds import PhaseGiven, Times, add_round, announce_round
from xueyou.kernel.calls.services.submitting import Submitted, submit
from xueyou.kernel.registry.models import Person, PersonBondKind, Sex
from xueyou.kernel.registry.services.bonds import bind
from xueyou.kernel.registry.services.people import account_person, add_person, confirm_identifier
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.access.reading import target
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.orgs.tree import create_organisation

NOW = datetime.fromisoformat("2026-11-20T08:00:00+08:00")
OPENS, CLOSES = NOW - timedelta(days=1), NOW + timedelta(days=4)
AFTER = CLOSES + timedelta(days=3)
TODAY = NOW.date()
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def citizen_number(serial: int, born_on: date = date(2020, 3, 1)) -> str:
    """Return a made citizen number with its check digit; an odd serial is a boy's."""
    body = f"110101{born_on:%Y%m%d}{serial % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def key() -> str:
    """Return a fresh idempotency key."""
    return str(uuid4())


def parent(name: str) -> SignedIn:
    """Return a family's account, signed in: it carries its role by itself."""
    return actor_for(User.objects.make(login_name=f"u{uuid4().hex[:12]}", name=name))


def child_of(
    *guardians: SignedIn, name: str = "林小满", number: str | None = None, on: date = TODAY
) -> Person:
    """Add a person under the guardianship of these accounts."""
    with act(SYSTEM, room.WORK.name) as a:
        person = add_person(a, name=name, born_on=date(2020, 3, 1))
        if number:
            confirm_identifier(a, person, kind="citizen", number=number, checked_by="police", on=on)
        for one in guardians:
            assert isinstance(one.user, User)
            holder = account_person(one.user)
            bind(a, PersonBondKind.GUARDIAN, holder, person, basis="household", on=on)
        a.about("person", person.uid)
    return person


def claimed(serial: int = 7, name: str = "林小满") -> ClaimedChild:
    """Return a child by a made number that no source has confirmed."""
    return ClaimedChild(
        "citizen", citizen_number(serial), name, Sex.UNKNOWN.value, date(2020, 3, 1)
    )


@dataclass
class World:
    """The county's organisations and people, a call with options, and its open round."""

    county: Organisation
    schools: list[Organisation]
    officer: SignedIn
    clerk: SignedIn
    call: Call
    round: Round
    options: dict[str, Option] = field(default_factory=dict)

    def draft(
        self, family: SignedIn, party: Asking | Person, at: datetime | None = None
    ) -> Application:
        """Begin an application."""
        asking = KnownChild(party.uid) if isinstance(party, Person) else party
        uid = start_draft(actor=family, call_uid=self.call.uid, party=asking, key=key(), at=at)
        return Application.objects.get(uid=uid)

    def wishes(self, **codes: Sequence[str]) -> dict[str, list[UUID]]:
        """Return wishes by batch from codes of options."""
        return {b: [self.options[code].uid for code in listed] for b, listed in codes.items()}

    def filled(
        self,
        family: SignedIn,
        party: Asking | Person,
        answers: Mapping[str, str] | None = None,
        at: datetime | None = None,
        **codes: Sequence[str],
    ) -> Application:
        """Begin an application and fill it in."""
        draft = self.draft(family, party, at)
        save_draft(
            actor=family,
            application_uid=draft.uid,
            answers={"zone": "东"} if answers is None else answers,
            choices=self.wishes(**(codes or {"公办": ["S1", "S2"]})),
            at=at,
        )
        draft.refresh_from_db()
        return draft

    def handed_in(
        self,
        family: SignedIn,
        party: Asking | Person,
        answers: Mapping[str, str] | None = None,
        at: datetime | None = None,
        **codes: Sequence[str],
    ) -> Application:
        """Begin an application, fill it in and hand it in."""
        draft = self.filled(family, party, answers, at, **codes)
        hand_in(family, draft, at)
        draft.refresh_from_db()
        return draft


def hand_in(family: SignedIn, draft: Application, at: datetime | None = None) -> Submitted:
    """Hand a draft in with the code that the server gave it."""
    draft.refresh_from_db()
    return submit(actor=family, application_uid=draft.uid, key=str(draft.draft_key), at=at)


def check(*, actor: SignedIn, application_uid: UUID) -> None:
    """Count an application as checked by the kernel's steps, as the desk's verb takes them."""
    require_impartial(actor, application_uid)
    with act(actor, room.WORK.name) as a:
        application: Application = target(actor, CHECK_APPLICATION, application_uid)
        require_unfrozen(application.round, "核对")
        a.lock(application)
        check_off(application)
        a.about("application", application.uid)


def send_back(*, actor: SignedIn, application_uid: UUID, missing: Sequence[Missing]) -> None:
    """Ask for what is missing by the kernel's steps, as the desk's verb takes them."""
    require_impartial(actor, application_uid)
    with act(actor, room.WORK.name) as a:
        application: Application = target(actor, CHECK_APPLICATION, application_uid)
        send_back_in(a, application, missing)
        a.about("application", application.uid)


def organisation(name: str, kind: str, parent_: Organisation | None = None) -> Organisation:
    """Found an organisation."""
    with act(SYSTEM, "orgs.organisation.create") as a:
        return create_organisation(
            a, name=name, kind=kind, parent=parent_, code=name, opened_on=date(2020, 1, 1)
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


def found_world(phases: Sequence[PhaseGiven] = ()) -> World:
    """Found the county and open the call of its schools."""
    county = organisation("试点县", "county", organisation("市", "bureau"))
    schools = [organisation(f"第{n}小学", "school", county) for n in (1, 2)]
    officer = appoint("officer", county)
    call = Call.objects.get(
        uid=open_call(
            actor=officer,
            kind="tests.school",
            organisation_uid=county.uid,
            year=2026,
            title="2026年小学入学",
            settings={"stage": "primary"},
            key=key(),
        )
    )
    round_uid = add_round(
        actor=officer, call_uid=call.uid, times=Times(OPENS, CLOSES, phases), key=key()
    )
    world = World(
        county,
        schools,
        officer,
        appoint("clerk", schools[0]),
        call,
        Round.objects.get(uid=round_uid),
    )
    for code, school, batch, area in (
        ("S1", schools[0], "公办", "东"),
        ("S2", schools[1], "公办", "东"),
        ("P1", schools[1], "民办", "东"),
    ):
        offer(world, code, school, 30, batch=batch, attributes={"area": area})
    announce(world.officer, world.round, room.SCHOOL_RULES)
    world.call.refresh_from_db()
    world.round.refresh_from_db()
    return world


def offer(world: World, code: str, school: Organisation, places: int, **more: Any) -> Option:
    """Add an option with planned places."""
    batch = more.pop("batch", "")
    uid = add_option(
        actor=world.officer,
        call_uid=world.call.uid,
        organisation_uid=school.uid,
        code=code,
        title=f"{school.name} {code}",
        key=key(),
        **more,
    )
    world.options[code] = Option.objects.get(uid=uid)
    line(world, code, places, batch=batch)
    return world.options[code]


def line(world: World, code: str, delta: int, kind: str = "planned", **more: Any) -> int:
    """Add a line of places."""
    return add_line(
        actor=world.officer,
        round_uid=world.round.uid,
        option_uid=world.options[code].uid,
        kind=kind,
        delta=delta,
        reason="招生计划",
        key=key(),
        **more,
    )


def announce(officer: SignedIn, round_: Round, rules: str) -> None:
    """Announce a round with these rules."""
    announce_round(
        actor=officer, round_uid=round_.uid, rules=rules, source="试教〔2026〕1号", key=key()
    )


def found_clubs() -> World:
    """Found a school that opens its clubs in two lanes."""
    city = Organisation.objects.filter(parent=None).first() or organisation("市", "bureau")
    school = organisation("点餐小学", "school", city)
    clerk = appoint("clerk", school)
    uid = open_call(
        actor=clerk,
        kind="tests.clubs",
        organisation_uid=school.uid,
        year=2026,
        term=1,
        title="课后服务",
        settings={},
        key=key(),
    )
    call = Call.objects.get(uid=uid)
    round_uid = add_round(actor=clerk, call_uid=uid, times=Times(OPENS, CLOSES), key=key())
    world = World(school, [school], clerk, clerk, call, Round.objects.get(uid=round_uid))
    for code, lane in (("chess", "mon"), ("choir", "mon"), ("robot", "tue")):
        offer(world, code, school, 2, lane=lane, attributes={"lowest": "1"})
    announce(clerk, world.round, room.CLUB_RULES)
    world.call.refresh_from_db()
    world.round.refresh_from_db()
    return world
