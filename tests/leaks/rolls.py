"""Rolls, claims and standings in the leak harness: pupils of schools, and who claims them.

Pupils are of the school whose roll names them; a claim is of the account that makes it.
"""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.domains.roll.files import pupil, written
from tests.leaks.families import BORN, LONG_AGO
from tests.leaks.steering import a_key, person
from tests.leaks.world import World
from xueyou.domains.arrivals.placed import placed_in
from xueyou.domains.clubs.services.standings import vet_provider
from xueyou.domains.enrolment.models import HomeUse, ZoneNotice
from xueyou.domains.enrolment.services.entrusting import Entrusting, entrust_school
from xueyou.domains.enrolment.services.homes import import_homes
from xueyou.domains.roll.services.hand_in import hand_in_roll, take_in_roll
from xueyou.formats.media_types import XLSX
from xueyou.formats.tables import table_of
from xueyou.kernel.registry.documents import check_character
from xueyou.kernel.registry.models import (
    Claim,
    Identifier,
    Membership,
    PersonBond,
    Standing,
)
from xueyou.kernel.registry.services.claims import make_claim
from xueyou.kernel.registry.services.people import account_person
from xueyou.kernel.registry.services.staff import enrol_staff
from xueyou.platform.access.services import grant_role
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act
from xueyou.platform.jobs.api import work_off

CLERKS = {"A1": "clerk-a1", "B1": "clerk-b1"}
SERIALS = {"A1": 101, "B1": 201}
CLAIMED = register_verb("tests.leaks.claims", zh="家长报孩子")
Body = dict[str, Any]


def let_rolls_in(world: World) -> None:
    """Hand rolls in for two schools: one taken in, one to be confirmed, one with a wrong cell."""
    with TemporaryDirectory() as folder:
        for place in CLERKS:
            _rolls(world, place, Path(folder) / "roll.xlsx")
    _claim(world)
    _vet(world)
    _homes(world)
    _entrust(world)
    _files(world)


def _rolls(world: World, place: str, path: Path) -> None:
    actor = person(world, CLERKS[place])
    world.keep("school", place, world.places[place].uid)
    first, second = (_row(world, place, order) for order in (0, 1))
    bad = {**first, "出生日期": "二〇二〇年"}
    for state, rows in (("done", [first]), ("ready", [first, second]), ("wrong", [bad])):
        written(path, rows)
        name = world.sentinels.word("pupil", place, f"file {state}")
        uid = hand_in_roll(
            actor=actor,
            school_uid=world.places[place].uid,
            upload=SimpleUploadedFile(f"{name}.xlsx", path.read_bytes(), XLSX),
            counts_from=date(2026, 11, 1),
            key=a_key(),
        )
        if state == "done":
            take_in_roll(actor=actor, roll_uid=uid, key=a_key())
            work_off()
        world.keep(f"roll_{state}", place, uid)
        world.books[f"roll-{place}"] = path.read_bytes()
    _staff(world, place)
    known = [child.pk for child in world.children.values()]
    on_roll = Membership.objects.exclude(person__in=known).get(
        organisation=world.places[place], kind="pupil"
    )
    world.keep("on_roll", place, on_roll.uid)


def _staff(world: World, place: str) -> None:
    """Enter an accompanying teacher; the clerk himself has a file and is not entered yet."""
    account_person(world.users[CLERKS[place]])
    helper = User.objects.make(
        login_name=f"helper-{place}", name=f"林{world.sentinels.word('staff', place, 'teacher')}"
    )
    grant_role(
        actor=SYSTEM,
        user=helper,
        role="school_teacher",
        organisation=world.places[place],
        valid_from=LONG_AGO,
        key=a_key(),
    )
    enrol_staff(
        actor=person(world, CLERKS[place]),
        school_uid=world.places[place].uid,
        user_uids=[helper.uid],
        on=date(2026, 9, 1),
        key=a_key(),
    )
    entered = Membership.objects.standing().get(person__account=helper)
    world.keep("teacher", place, entered.uid)


def _row(world: World, place: str, order: int) -> dict[str, Any]:
    body = f"350504{BORN:%Y%m%d}{SERIALS[place] + 2 * order:03d}"
    number = body + check_character(body)
    word = world.sentinels.word
    return pupil(
        1,
        f"林{word('pupil', place, f'pupil {order}')}",
        **{
            "年级": "三年级",  # the first is being divided: who stands there is not taken back
            "证件号码": world.sentinels.keep(number, "rolled", place, f"pupil {order}"),
            "监护人1姓名": f"林{word('pupil', place, f'guardian of {order}')}",
            "监护人1手机号": world.sentinels.telephone("rolled", place, f"guardian of {order}"),
        },
    )


def _claim(world: World) -> None:
    """Let the neighbour say that a pupil of A1 is his."""
    claims = set(Claim.objects.values_list("pk", flat=True))
    user = world.users["neighbour"]
    name = f"林{world.sentinels.word('claim', 'neighbour', 'claimed name')}"
    number = f"350504{BORN:%Y%m%d}{SERIALS['A1']:03d}"
    with act(SYSTEM, CLAIMED.name) as a:
        made = make_claim(
            a,
            account=user,
            purpose="guardian",
            kind="citizen",
            number=number + check_character(number),
            name=name,
            sex="male",
            born_on=BORN,
        )
        a.about("claim", made.uid)
    assert made.pk not in claims
    world.keep("claim", "neighbour", made.uid)


def _vet(world: World) -> None:
    """Let each county put a provider on its white list."""
    for place, officer in (("A", "officer-a"), ("B", "officer-b")):
        vet_provider(
            actor=person(world, officer),
            provider_uid=world.places[f"{place}2"].uid,
            reason=world.sentinels.word("standing", place, "reason"),
            valid_from=LONG_AGO,
            key=a_key(),
        )
        found = Standing.objects.latest("pk")
        world.keep("standing", place, found.uid)


def _homes(world: World) -> None:
    """Put a past year's place into the ledger of each county, at an address without a door."""
    for place, officer, school in (("A", "enroller-a", "A1"), ("B", "enroller-b", "B1")):
        address = f"{world.sentinels.word('planned', place, 'home')}小区7幢"
        row = {
            "住址": address,
            "入学年份": "2022",
            "学校代码": world.places[school].code,
            "孩子证件号码": _number(301),
        }
        taken = import_homes(
            actor=person(world, officer),
            organisation_uid=world.places[place].uid,
            stage="primary",
            table=table_of("homes", [row]),
            key=a_key(),
        )
        world.keep("home_use", place, HomeUse.objects.get(source_uid=taken).uid)
        world.keep("homes_import", place, taken)


def _entrust(world: World) -> None:
    """Entrust the school that the city runs to county A; the words are the city's and A's."""
    uid = entrust_school(
        actor=person(world, "enroller"),
        given=Entrusting(
            world.places["S1"].uid,
            world.places["A"].uid,
            world.sentinels.word("standing", "A", "entrusting"),
            LONG_AGO,
        ),
        key=a_key(),
    )
    world.keep("entrusted", "city", uid)


def _more_entrusted(world: World, _: str) -> Body:
    return {
        "school": str(world.places["S1"].uid),
        "county": str(world.places["B"].uid),
        "source": "待核",
        "valid_from": "2026-11-20",
    }


def _number(serial: int) -> str:
    body = f"350504{BORN:%Y%m%d}{serial:03d}"
    return body + check_character(body)


def _files(world: World) -> None:
    """Remember numbers and bonds of children, and the zone notices of places."""
    for name, child in world.children.items():
        world.keep("identifier", name, Identifier.objects.get(person=child).uid)
        bond = PersonBond.objects.standing().filter(subject=child, valid_to=None).first()
        assert bond is not None
        world.keep("bond", name, bond.uid)
    for notice in ZoneNotice.objects.select_related("organisation").order_by("pk"):
        world.keep("notice", str(world.place_of_path(notice.organisation.path)), notice.uid)


ARRIVALS = ("arrivals", "pupil_numbers", "number_list", "lists_compared")
NAMED: dict[str, tuple[str, Any]] = {
    **dict.fromkeys(("roll", "pupils", "template", "roster", *ARRIVALS), ("pupil", "school")),
    **dict.fromkeys(("pupil", "leave"), ("pupil", "on_roll")),
    "staff": ("staff", "school"),
    "end_staff": ("staff", "teacher"),
    **dict.fromkeys(("import", "take_in"), ("pupil", "roll_ready")),
    "undo": ("pupil", "roll_done"),
    "wrong": ("pupil", "roll_wrong"),
    **dict.fromkeys(("claim", "decide"), ("claim", "claim")),
    **dict.fromkeys(("standing", "withdraw"), ("standing", "standing")),
    **dict.fromkeys(("person", "merge"), ("child", "child")),
    "unmask": ("child", (("uid", "child"), ("number", "identifier"))),
    "end_bond": ("bond", (("uid", "child"), ("bond", "bond"))),
    "notice": ("planned", "notice"),
    "settle_home": ("planned", "home_use"),
    "entrusted_withdraw": ("standing", "entrusted"),
}
"""Name of the address, without its desk → content class, and the kind of thing it names."""


def _roll(world: World, owner: str) -> Body:
    book = world.books[f"roll-{owner}" if owner in CLERKS else "roll-A1"]
    return {"file": SimpleUploadedFile("roll.xlsx", book, XLSX), "counts_from": "2026-11-20"}


def _clerk(world: World, owner: str) -> Body:
    clerk = world.users[CLERKS.get(owner, "clerk-a1")]
    return {"who": str(clerk.uid), "on": "2026-11-20"}


def _arrived(world: World, owner: str) -> Body:
    school = world.places[owner if owner in CLERKS else "A1"]
    offer = placed_in(school, 2026).first()
    assert offer is not None
    return {f"said-{offer.uid}": "came", "year": "2026"}


def _home_import(world: World, owner: str) -> Body:
    county = owner if owner in ("A", "B") else "A"
    return {
        "organisation": str(world.places[county].uid),
        "import": str(world.one("homes_import", county)),
    }


FORMS: dict[str, Any] = {
    "staff": _clerk,
    "end_staff": lambda world, owner: {"on": "2026-11-20", "why": "left"},
    "roll": _roll,
    "roster": lambda world, owner: {},
    "arrivals": _arrived,
    "pupil_numbers": lambda world, owner: {},
    "number_list": lambda world, owner: {"year": "2026"},
    "leave": lambda world, owner: {"on": "2026-11-20", "why": "moved_away"},
    "take_in": lambda world, owner: {},
    "undo": lambda world, owner: {},
    "decide": lambda world, owner: {"is_theirs": "no"},
    "withdraw": lambda world, owner: {"why": "有误", "on": "2026-11-20"},
    "providers": lambda world, owner: {},
    "exempt": lambda world, owner: {},
    "zones": lambda world, owner: {},
    "homes": lambda world, owner: {},
    "homes_undo": _home_import,
    "settle_home": lambda world, owner: {"address": "桂园小区7幢2单元501"},
    "entrusted": _more_entrusted,
    "entrusted_withdraw": lambda world, owner: {"why": "改由市里招"},
    "school_plans": lambda world, owner: {
        "rows": f"{world.places['S1'].code}\t小学\t40",
        "source": "待核",
        "year": "2026",
    },
    "people": lambda world, owner: {"kind": "citizen", "number": world.numbers["elder"]},
    "unmask": lambda world, owner: {"reason": "document"},
    "end_bond": lambda world, owner: {"on": "2026-11-20", "basis": "court"},
    "merge": lambda world, owner: {
        "gone": str(world.one("child", "next-door")),
        "ends": world.numbers[owner if owner in world.children else "elder"][-4:],
    },
}
"""Name of the address, without its desk → what who keeps it posts there."""


CITYS = ("zones", "homes", "entrusted", "entrusted_withdraw", "school_plans")
"""What the city's enrolment officer does."""


def rightful() -> dict[str, str]:
    """Return whose form really changes something, by name of the address."""
    found = {f"registry:{name}": "clerk-a1" for name in FORMS}
    found |= {f"registry:{name}": "officer-a" for name in ("withdraw", "providers", "exempt")}
    kept = ("decide", "people", "unmask", "end_bond", "merge")
    found |= {f"registry:{name}": "keeper" for name in kept}
    found |= {f"registry:{name}": "enroller-a" for name in ("homes_undo", "settle_home")}
    return found | {f"registry:{name}": "enroller" for name in CITYS}
