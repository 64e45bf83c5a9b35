"""Families in the leak world: children, guardians, calls that are open, published, or not yet out.

By verbs, as people do it. A former guardian filled in and handed in himself what he sees no more.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from tests.domains.enrolment.world import filled, rules
from tests.leaks.persons import FAMILIES
from tests.leaks.places import CHILDREN
from tests.leaks.steering import a_key, author, person
from tests.leaks.world import World
from xueyou.domains.enrolment.models import LETTER_CODE, Letter
from xueyou.domains.enrolment.services.zones import import_zones
from xueyou.formats.proof import draws
from xueyou.formats.tables import table_of
from xueyou.kernel.calls.models import Application, Offer, Option
from xueyou.kernel.calls.parties import Asking, ClaimedChild, KnownChild
from xueyou.kernel.calls.services.appeals import appeal
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.grouping import bind_applications
from xueyou.kernel.calls.services.offers import reply
from xueyou.kernel.calls.services.options import add_option
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.calls.services.submitting import submit
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.services.committing import commit_draw
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.kernel.publications.selectors import standing_of
from xueyou.kernel.registry.documents import check_character
from xueyou.kernel.registry.models import Claim, Person, PersonBond
from xueyou.kernel.registry.school_years import set_school_year
from xueyou.kernel.registry.services.bonds import bind, end_bond
from xueyou.kernel.registry.services.invitations import invite_guardian
from xueyou.kernel.registry.services.people import account_person, add_person, confirm_identifier
from xueyou.kernel.registry.services.sharing import share_claim
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.accounts.codes import SENT_TO, account_by_code, ask_for_code
from xueyou.platform.accounts.models import SignInCode, User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act
from xueyou.platform.jobs.api import work_off

NOW = datetime.fromisoformat("2026-11-20T08:00:00+08:00")
LONG_AGO = date(2026, 1, 1)
BORN = date(2020, 3, 5)
SCHOOLS = {"city": ("A1", "B1"), "A": ("A1", "A2")}
SOURCE = "2026年小学招生划片通告"
LET_IN = register_verb("tests.leaks.people", zh="登记孩子和监护人")
ROAD, DOOR = "桂园小区", "7幢2单元501"


def let_families_in(world: World) -> None:
    """Add families, their children, and all they asked for."""
    for number, name in enumerate(FAMILIES):
        world.users[name] = _by_phone(world, name, number)
    for serial, (name, child) in enumerate(CHILDREN.items()):
        guardians = [*child.guardians, *(("ex-guardian",) if "mother" in child.guardians else ())]
        world.children[name] = _child(world, name, serial, guardians)
        world.keep("child", name, world.children[name].uid)
    set_school_year(
        actor=SYSTEM,
        year=2026,
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 9, 1),
        key=a_key(),
    )
    body = f"350504{BORN:%Y%m%d}777"
    world.numbers["unclaimed"] = body + check_character(body)
    _published(world)
    _open(world)
    _planned(world)
    world.codes["invitation"] = invite_guardian(
        actor=person(world, "mother"), person_uid=world.one("child", "elder"), key=a_key()
    )
    for bond in PersonBond.objects.filter(holder__account=world.users["ex-guardian"]):
        end_bond(
            actor=person(world, "keeper"),
            bond_uid=bond.uid,
            on=NOW.date(),
            basis="court",
            key=a_key(),
        )


def _by_phone(world: World, name: str, number: int) -> User:
    """Let somebody in by the code of a telephone, and give the account words to look for."""
    phone = world.sentinels.telephone("number", name, "telephone")
    world.numbers[name] = phone
    asked = ask_for_code(phone, address=f"192.0.2.{number}")
    sent = SENT_TO.text(SignInCode.objects.get(uid=asked.uid))
    user = account_by_code(asked.uid, sent.partition(" ")[2])
    User.objects.filter(pk=user.pk).update(
        login_name=world.sentinels.word("login", name, "login_name"),
        name=world.sentinels.word("name", name, "name"),
        email=f"{world.sentinels.word('account', name, 'email')}@example.org",
    )
    user.refresh_from_db()
    return user


def _child(world: World, name: str, serial: int, guardians: Sequence[str]) -> Person:
    body = f"350504{BORN:%Y%m%d}{2 * serial + 1:03d}"
    number = world.sentinels.keep(body + check_character(body), "identity", name, "number")
    world.numbers[name] = number
    with act(SYSTEM, LET_IN.name) as a:
        child = add_person(
            a, name=f"林{world.sentinels.word('child', name, 'name')}", sex="male", born_on=BORN
        )
        # Two with a citizen number are two people; this one's file may be merged into another.
        kind, whole = ("pupil_number", f"G{number}") if name == "next-door" else ("citizen", number)
        confirm_identifier(a, child, kind=kind, number=whole, checked_by="police", on=LONG_AGO)
        for one in guardians:
            holder = account_person(world.users[one])
            bind(a, "guardian", holder, child, basis="household", on=LONG_AGO)
        a.about("person", child.uid)
    return child


def _call(world: World, place: str, officer: str, times: Times | None) -> UUID:
    """Set a call of a place up for the two schools; with times it is announced."""
    actor = person(world, officer)
    content = "planned" if times is None else "call"
    uid = open_call(
        actor=actor,
        kind="enrolment.school",
        organisation_uid=world.places[place].uid,
        year=2026,
        title=f"{world.sentinels.word(content, place, 'title')}小学入学",
        settings={"stage": "primary"},
        key=a_key(),
    )
    if times is None:
        return uid
    codes = {school: world.places[school].code for school in SCHOOLS[place]}
    rows = [{"地名": ROAD, "学校代码": "、".join(codes.values())}]
    import_zones(
        actor=actor,
        organisation_uid=world.places[place].uid,
        stage="primary",
        valid_from=LONG_AGO,
        source=f"{SOURCE}{world.sentinels.word('call', place, 'zone notice')}",
        table=table_of("zones", rows, ("地名", "单位", "起", "止", "单双", "学校代码")),
        key=a_key(),
    )
    round_uid = add_round(actor=actor, call_uid=uid, times=times, key=a_key())
    _offer(world, actor, uid, round_uid, codes)
    announce_round(
        actor=actor,
        round_uid=round_uid,
        rules=rules("stable_id"),
        source=SOURCE,
        key=a_key(),
    )
    world.keep("round", place, round_uid)
    world.keep("call_of", place, uid)
    found = list(Option.objects.filter(call__uid=uid).order_by("pk").values_list("uid", flat=True))
    world.keep("option", place, found[0])
    world.keep("spare_option", place, found[-1])
    return uid


def _offer(
    world: World, actor: SignedIn, uid: UUID, round_uid: UUID, codes: Mapping[str, str]
) -> None:
    """Offer two places at each of the schools."""
    for school in codes:
        option = add_option(
            actor=actor,
            call_uid=uid,
            organisation_uid=world.places[school].uid,
            code=school,
            title=world.places[school].name,
            attributes={"zone": min(codes.values()), "school": codes[school]},
            key=a_key(),
        )
        add_line(
            actor=actor,
            round_uid=round_uid,
            option_uid=option,
            kind="planned",
            delta=2,
            reason="招生计划",
            key=a_key(),
        )


def _ask(
    world: World, who: str, owner: str, call: UUID, school: str, at: datetime, party: Asking
) -> UUID:
    """Fill a form in for a child, with words of its own; return the application."""
    actor = person(world, who)
    uid = start_draft(actor=actor, call_uid=call, party=party, key=a_key(), at=at)
    said = f"door at {world.order('application', owner)}"
    word = world.sentinels.word("application", owner, said)
    wished = Option.objects.get(call__uid=call, code=school).uid
    save_draft(
        actor=actor,
        application_uid=uid,
        answers=filled(road=ROAD, door=f"{DOOR}{word}"),
        choices={"公办": [wished]},
        at=at,
    )
    world.keep("application", owner, uid)
    return uid


def _known(world: World, owner: str) -> KnownChild:
    return KnownChild(world.one("child", owner))


def _hand_in(world: World, who: str, uid: UUID, at: datetime) -> None:
    draft = Application.objects.get(uid=uid)
    submit(actor=person(world, who), application_uid=uid, key=str(draft.draft_key), at=at)


def _published(world: World) -> None:
    """Let a call of the city run to its end: one place accepted, one offer open and appealed."""
    opened, closed = NOW - timedelta(days=30), NOW - timedelta(days=20)
    times = Times(opened, closed, reply_by=NOW + timedelta(days=20))
    call = _call(world, "city", "enroller", times)
    asked = {}
    for who, owner, school in (("mother", "elder", "A1"), ("neighbour", "next-door", "B1")):
        at = opened + timedelta(days=1)
        asked[owner] = _ask(world, who, owner, call, school, at, _known(world, owner))
        _hand_in(world, who, asked[owner], at)
        world.keep("result", owner, asked[owner])
    round_uid = world.one("round", "city")
    freeze(
        actor=person(world, "enroller"),
        round_uid=round_uid,
        key=a_key(),
        at=closed + timedelta(days=3),
    )
    run = prepare_run(
        actor=person(world, "enroller"), round_uid=round_uid, purpose="official", key=a_key()
    )
    work_off()
    _order(world, run)
    (shown,) = standing_of("run", run)
    world.keep("publication", "city", shown)
    world.keep("run", "city", run)
    offers = {owner: Offer.objects.get(application__uid=uid).uid for owner, uid in asked.items()}
    reply(actor=person(world, "mother"), offer_uid=offers["elder"], accept=True, key=a_key())
    world.keep("letter", "elder", asked["elder"])
    world.codes["letter"] = LETTER_CODE.text(Letter.objects.get())
    made = appeal(
        actor=person(world, "neighbour"),
        application_uid=asked["next-door"],
        lane="",
        words=world.sentinels.word("result", "next-door", "appeal"),
        key=a_key(),
    )
    world.keep("asked_again", "next-door", made)
    world.keep("call", "", call)


def _order(world: World, run: UUID) -> None:
    """Have the run's publication ordered: one writes, another checks, the chief signs."""
    uid = draft_order(
        actor=person(world, "enroller"), run_uid=run, number_code="临教招", key=a_key()
    )
    for decide, actor in ((check, author(world, "city")), (sign, person(world, "chief"))):
        revision = Paper.objects.get(uid=uid).revision
        decide(actor=actor, paper_uid=uid, revision=revision, key=a_key())
    publish_run(actor=person(world, "chief"), run_uid=run, paper_uid=uid, key=a_key())
    work_off()


def _open(world: World) -> None:
    """Leave a call of county A open, with drafts, what is handed in, and a child only claimed."""
    at = NOW - timedelta(days=1)
    call = _call(world, "A", "enroller-a", Times(at, NOW + timedelta(days=9)))
    for who, owner, handed_in in (
        ("ex-guardian", "middle", True),
        ("mother", "younger", False),
        ("neighbour", "next-small", True),
    ):
        uid = _ask(world, who, owner, call, "A1", NOW, _known(world, owner))
        if handed_in:
            _hand_in(world, who, uid, NOW)
        world.keep("handed_in" if handed_in else "draft", owner, uid)
    _again(world)
    asked = [_of_claimed(world, call, name) for name in ("", "又", "双", "对")]
    bind_applications(
        actor=person(world, "claimer"), application_uids=asked[2:], key=a_key(), at=NOW
    )
    _hand_in(world, "claimer", asked[2], NOW)
    also = _of_claimed(world, call, "补")
    _hand_in(world, "claimer", also, NOW)
    world.keep("also_handed_in", "claimer", also)
    for kind, uid in zip(("draft", "draft", "bound"), asked, strict=False):
        world.keep(kind, "claimer", uid)
    claim = Claim.objects.get(applications__uid=asked[0])
    share_claim(actor=person(world, "claimer"), claim_uid=claim.uid, key=a_key())
    world.keep("own_claim", "claimer", claim.uid)
    world.keep("sharing", "claimer", claim.sharings.get().uid)
    world.keep("call", "", call)


def _of_claimed(world: World, call: UUID, name: str) -> UUID:
    """Begin an application for a child that is only claimed."""
    whole = f"林{world.sentinels.word('application', 'claimer', f'claimed name {name}')}{name}"
    claimed = ClaimedChild("none_yet", None, whole, "unknown", BORN)
    return _ask(world, "claimer", "claimer", call, "A1", NOW, claimed)


def _again(world: World) -> None:
    """Begin a change of what a neighbour handed in: both texts are the neighbour's."""
    uid = world.one("handed_in", "next-small")
    word = world.sentinels.word("application", "next-small", "door of the change")
    save_draft(
        actor=person(world, "neighbour"),
        application_uid=uid,
        answers={"door": f"{DOOR}{word}"},
        at=NOW,
    )
    world.keep("draft", "next-small", uid)


def _planned(world: World) -> None:
    """Leave a call of county B unannounced, with a round and a draw about it."""
    actor = person(world, "enroller-b")
    uid = _call(world, "B", "enroller-b", None)
    world.keep("planned", "B", uid)
    world.keep("call_of", "B", uid)
    times = Times(NOW + timedelta(days=1), NOW + timedelta(days=9))
    world.keep("round", "B", add_round(actor=actor, call_uid=uid, times=times, key=a_key()))
    _offer(world, actor, uid, world.one("round", "B"), {"B1": world.places["B1"].code})
    world.keep(
        "draw",
        "B",
        commit_draw(
            actor=actor,
            purpose="calls.round",
            subject_uid=world.one("round", "B"),
            organisation_uid=world.places["B"].uid,
            roster=draws.roster_csv([("", "E001"), ("", "E002")]),
            rules=b"rules: yes\n",
            places=draws.places_csv([("main", "S1", "*", "1")]),
            options=None,
            sources=[Source(world.sentinels.word("planned", "B", "source"), "digits:7")],
            not_before=NOW + timedelta(hours=1),
            key=a_key(),
        ),
    )
