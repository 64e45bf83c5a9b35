"""What runs all year in the leak world: transfers of county A, one decided, one ready to be; and
the office that certifies talents' children.

The applications are of the children, as everywhere; the round and its decisions are of the county.
"""

from typing import Any

from tests.domains.enrolment.world import passed
from tests.leaks.families import NOW
from tests.leaks.steering import a_key, person
from tests.leaks.world import World
from xueyou.domains.enrolment.rulebooks.moves import Measure, transfer_rules
from xueyou.domains.enrolment.services.talents import Certified, certify
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.parties import KnownChild
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.options import add_option
from xueyou.kernel.calls.services.rolling import decide
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round
from xueyou.kernel.calls.services.submitting import submit
from xueyou.platform.jobs.api import work_off

Body = dict[str, Any]
OFFICER, PLACE, SCHOOL = "enroller-a", "A", "A2"
MEASURE = Measure("350504", "甲县", 2026, "转学办法", "甲教〔2026〕9号", "2026-05-01", "2027-08-31")


def let_pupils_move(world: World) -> None:
    """Open transfers; decide about one child, and let another one's file be complete."""
    actor = person(world, OFFICER)
    call = open_call(
        actor=actor,
        kind="enrolment.transfer",
        organisation_uid=world.places[PLACE].uid,
        year=2026,
        title=f"{world.sentinels.word('call', PLACE, 'title of transfers')}转学",
        settings={"stage": "primary", "answer_days": "5", "reply_days": "3"},
        key=a_key(),
    )
    times = Times(NOW.replace(day=1), NOW.replace(year=2027, month=6))
    round_ = add_round(actor=actor, call_uid=call, times=times, mode="rolling", key=a_key())
    option = add_option(
        actor=actor,
        call_uid=call,
        organisation_uid=world.places[SCHOOL].uid,
        code=SCHOOL,
        title=world.places[SCHOOL].name,
        attributes={"grade": "3", "school": world.places[SCHOOL].code},
        key=a_key(),
    )
    add_line(
        actor=actor,
        round_uid=round_,
        option_uid=option,
        kind="planned",
        delta=5,
        reason="学位",
        key=a_key(),
    )
    announce_round(
        actor=actor,
        round_uid=round_,
        rules=transfer_rules(MEASURE, {"wishes": "1"}),
        source="转学办法",
        key=a_key(),
    )
    world.keep("rolling", PLACE, round_)
    _came(world, "younger", call, option)
    world.keep("rolled", PLACE, decide(actor=actor, round_uid=round_, key=a_key()))
    work_off()
    _came(world, "middle", call, option)

    _certify(world)


def _certify(world: World) -> None:
    """Let the office certify a child."""
    uid = certify(actor=person(world, "certifier"), given=_certified(world, "elder"), key=a_key())
    world.keep("certificate", "personnel", uid)


def _certified(world: World, child: str, certificate: str = "") -> Certified:
    said = certificate or world.sentinels.word("standing", "personnel", "certificate")
    return Certified(
        name=world.children[child].name,
        document="citizen",
        number=world.numbers[child],
        category="B",
        certificate=said,
        valid_from=NOW.date(),
    )


def _more(world: World, _: str) -> Body:
    given = _certified(world, "younger", "新的一份")
    return {
        "name": given.name,
        "document": given.document,
        "number": given.number,
        "category": given.category,
        "certificate": given.certificate,
        "valid_from": given.valid_from.isoformat(),
    }


NAMED: dict[str, tuple[str, str]] = {"withdraw": ("standing", "certificate")}
"""Name of an address of the certifying office → content class, and the kind of thing it names."""
FORMS: dict[str, Any] = {"list": _more, "withdraw": lambda world, owner: {"why": "登记错了"}}


def rightful() -> dict[str, str]:
    """Return by address of the certifying office who does it by right."""
    return {f"talents:{name}": "certifier" for name in FORMS}


def _came(world: World, child: str, call: Any, option: Any) -> None:
    """Hand an application in, and let it be complete."""
    mother = person(world, "mother")
    party = KnownChild(world.one("child", child))
    uid = start_draft(actor=mother, call_uid=call, party=party, key=a_key(), at=NOW)
    word = world.sentinels.word("application", child, "door of the transfer")
    save_draft(
        actor=mother,
        application_uid=uid,
        answers={
            "grade": "3",
            "from_school": "外地小学",
            "why": "home",
            "road": "桂园小区",
            "door": f"7幢2单元{word}",
            "register": "home",
            "register_day": "2020-03-09",
            "sibling": "no",
        },
        choices={"转学": [option]},
        at=NOW,
    )
    key = str(Application.objects.get(uid=uid).draft_key)
    submit(actor=mother, application_uid=uid, key=key, at=NOW)
    passed(person(world, OFFICER), Application.objects.get(uid=uid))
    world.keep("application", child, uid)
