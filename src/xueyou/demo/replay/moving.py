"""Calls that run all year: who comes is checked, decided in turns, answers; the last are under way.

Clocks run for the last ones: one is over its time, one stands still while a paper is wanted.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from xueyou.demo.replay.clubs import calendar_entered
from xueyou.demo.replay.crowds import AT_ONCE
from xueyou.demo.replay.deciding import decisions
from xueyou.demo.replay.enrolling import DIRECTORY, hand_in, known
from xueyou.demo.replay.households import document_of, settle
from xueyou.demo.replay.informing import contacts, questions
from xueyou.demo.replay.school_year import school_year
from xueyou.demo.replay.schools import founding
from xueyou.demo.replay.stage import Event, moment, person, place
from xueyou.demo.year.crowd import Household, chance
from xueyou.demo.year.informing import OF_TALENTS, OF_TRANSFERS
from xueyou.demo.year.moving import ROLLING, TALENT, TALENT_OFFICE, Rolling
from xueyou.demo.year.schools import PRIMARY, zone_of
from xueyou.domains.checks.seen import seen_of
from xueyou.domains.checks.services.deciding import pass_file, send_back
from xueyou.domains.enrolment.services.talents import Certified, certify
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, Call, Option, Round
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.capacity import add_line
from xueyou.kernel.calls.services.changing import Missing
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.options import add_option
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round

CATEGORIES = "BCCDDE"
UNCERTIFIED, RETURNED, CHECKED = 3, 5, (6, 7, 8)
"""Of those under way: whose certificate is wanting, who was sent back, who waits for his turn."""
TODAY = date(2026, 11, 20)
MISSING = {
    TALENT: Missing("from_school", "请写现在读的学校全名，外地的写上省市。"),
    "enrolment.transfer": Missing("school_paper", "请补拍现在学校的学籍证明。"),
}


def moving(count: int | None = None) -> list[Event]:
    """Return the calls that run all year, one after another."""
    return [
        school_year(),
        *(event for code in ("CD", "CX", "TX") for event in founding(code, PRIMARY)),
        *contacts("LC"),  # not before the others: what has happened ends what is skipped
        *(event for rolling in ROLLING for event in _told(rolling, count)),
    ]


def call_of(rolling: Rolling) -> Call:
    """Return a call that runs all year."""
    return Call.objects.get(organisation__code=rolling.county, title=rolling.title)


def round_of(rolling: Rolling) -> Round:
    """Return its round."""
    return Round.objects.get(call=call_of(rolling))


def _told(rolling: Rolling, count: int | None) -> Iterator[Event]:
    yield from _set_up(rolling)
    made = rolling.families(count)
    for start in range(0, len(made), AT_ONCE):
        some = made[start : start + AT_ONCE]
        register = partial(_register, some)
        key = f"demo-{rolling.name}-families-{start}"
        yield Event(moment(rolling.opens, 16), key, "登记家庭", register)
    last = max(0, len(made) - rolling.waiting)
    turns = [*rolling.decided, TODAY]
    share = -(-last // len(rolling.decided))
    for turn, on in enumerate(turns):
        some = made[turn * share : min(last, (turn + 1) * share)]
        first = turn * share
        if on == TODAY:
            some, first = made[last:], last
        yield from _came(rolling, some, first, on)
        if on != TODAY and some:
            yield from decisions(rolling, partial(round_of, rolling), turn, on)


def _set_up(rolling: Rolling) -> Iterator[Event]:
    at, name = moment(rolling.opens, 9), f"demo-{rolling.name}"
    ready = calendar_entered
    yield Event(at, name, f"设立{rolling.title}", partial(_open, rolling), ready=ready)
    yield Event(at, f"{name}-round", "定报名时间", partial(_add_round, rolling))
    for school in rolling.schools:
        for grade in rolling.grades:
            do = partial(_offer, rolling, school, grade)
            said = f"{DIRECTORY[school].name}的学位"
            yield Event(at, f"{name}-{school}-{grade}", said, do)
    yield Event(moment(rolling.opens, 15), f"{name}-announced", "公布办法", partial(_say, rolling))
    asked = OF_TALENTS if rolling.kind == TALENT else OF_TRANSFERS
    yield questions(rolling.name, rolling.officer, partial(call_of, rolling), asked, rolling.opens)


def _open(rolling: Rolling, *, key: str, at: datetime) -> None:
    open_call(
        actor=person(rolling.officer),
        kind=rolling.kind,
        organisation_uid=place(rolling.county).uid,
        year=2026,
        title=rolling.title,
        settings=rolling.settings,
        key=key,
        at=at,
    )


def _add_round(rolling: Rolling, *, key: str, at: datetime) -> None:
    times = Times(moment(rolling.opens, 9), moment(rolling.closes, 17))
    add_round(
        actor=person(rolling.officer),
        call_uid=call_of(rolling).uid,
        times=times,
        mode="rolling",
        key=key,
        at=at,
    )


def _offer(rolling: Rolling, code: str, grade: int, *, key: str, at: datetime) -> None:
    school = DIRECTORY[code]
    option_uid = add_option(
        actor=person(rolling.officer),
        call_uid=call_of(rolling).uid,
        organisation_uid=place(code).uid,
        code=f"{code}-{grade}",
        title=f"{school.name}{'一二三四五六'[grade - 1]}年级",
        attributes={
            "grade": str(grade),
            "school": code,
            "zone": zone_of(school).split("、")[0],
        },
        key=key,
        at=at,
    )
    add_line(
        actor=person(rolling.officer),
        round_uid=round_of(rolling).uid,
        option_uid=option_uid,
        kind="planned",
        delta=rolling.places,
        reason="这个年级还有的学位",
        key=f"{key}-places",
        at=at,
    )


def _say(rolling: Rolling, *, key: str, at: datetime) -> None:
    call = call_of(rolling)
    given = {
        "notice": f"{rolling.title}办法",
        "number": rolling.number,
        "issued": rolling.opens.isoformat(),
        "wishes": "3",
        "appeal_until": "2027-08-31",
    }
    kind = kind_of(rolling.kind)
    announce_round(
        actor=person(rolling.officer),
        round_uid=round_of(rolling).uid,
        rules=kind.write_rules(call, kind.rule_forms[0].code, given),
        source=rolling.number,
        key=key,
        at=at,
    )


def _register(some: Sequence[Household], *, key: str, at: datetime) -> None:
    settle([one.guardian for one in some], [one.ward for one in some], key=key, at=at)


def _came(rolling: Rolling, some: Sequence[Household], first: int, on: date) -> Iterator[Event]:
    """Yield who came before a day, and what was done with each."""
    for place_, family in enumerate(some):
        n = first + place_
        back = 12 if on != TODAY else 4
        at = moment(on, 9) - timedelta(hours=back * 24 * (len(some) - place_) // (len(some) + 1))
        name = f"demo-{rolling.name}-{n}"
        uncertified = on == TODAY and place_ == UNCERTIFIED
        if rolling.kind == TALENT and not uncertified:
            do = partial(_certify, family, n)
            yield Event(at - timedelta(days=9), f"{name}-certified", "认定人才子女", do)
        ask = partial(_ask, rolling, family, n)
        yield Event(at, name, "家长申请", ask)
        if on == TODAY and place_ == RETURNED:
            send = partial(_send_back, rolling, family)
            yield Event(at + timedelta(hours=2), f"{name}-back", "退回补材料", send)
        elif on != TODAY or place_ in CHECKED:
            look = partial(_check, rolling, family)
            yield Event(at + timedelta(hours=3), f"{name}-checked", "核对过了", look)


def _certify(family: Household, n: int, *, key: str, at: datetime) -> None:
    kind, number = document_of(family.ward)
    given = Certified(
        family.ward.name,
        kind,
        number,
        CATEGORIES[chance(len(CATEGORIES), "talent", n)],
        f"临才认〔2026〕{n + 1:03d}号",
        at.date(),
    )
    certify(actor=person(TALENT_OFFICE), given=given, key=key, at=at)


def _ask(rolling: Rolling, family: Household, n: int, *, key: str, at: datetime) -> None:
    who, call = person(family.guardian.login_name), call_of(rolling)
    child = known(family.guardian.login_name, family.ward.name)
    uid = start_draft(actor=who, call_uid=call.uid, party=child, key=key, at=at)
    options = dict(Option.objects.filter(call=call).values_list("code", "uid"))
    save_draft(
        actor=who,
        application_uid=uid,
        answers=_answers(rolling, family, n),
        choices={rolling.batch: [options[code] for code in rolling.wishes(n)]},
        at=at,
    )
    hand_in(who, uid, at)


def _answers(rolling: Rolling, family: Household, n: int) -> Mapping[str, str]:
    school = DIRECTORY.get(rolling.came(n))
    found = {"grade": str(rolling.grade(n))}
    if rolling.kind == TALENT:
        return found if school is None else {**found, "from_school": school.place.name}
    home = family.home
    at_home = {} if home.register == "elsewhere" else {"register_day": home.register_day}
    return {
        **found,
        "from_school": "外省一所小学（材料里写明）" if school is None else school.place.name,
        "why": ("home", "register", "return", "other")[n % 4],
        "road": home.road,
        "door": home.door,
        "register": "elsewhere" if home.register == "elsewhere" else "home",
        "sibling": "no",
        **at_home,
    }


def _of(rolling: Rolling, family: Household) -> Application:
    return Application.objects.get(
        call=call_of(rolling), drafted_by__login_name=family.guardian.login_name
    )


def _check(rolling: Rolling, family: Household, *, key: str, at: datetime) -> None:
    one = _of(rolling, family)
    pass_file(
        actor=person(rolling.officer),
        application_uid=one.uid,
        facts={},
        seen=seen_of(one),
        key=key,
        at=at,
    )


def _send_back(rolling: Rolling, family: Household, *, key: str, at: datetime) -> None:
    one = _of(rolling, family)
    send_back(
        actor=person(rolling.officer),
        application_uid=one.uid,
        missing=[MISSING[rolling.kind]],
        seen=seen_of(one),
        key=key,
        at=at,
    )
