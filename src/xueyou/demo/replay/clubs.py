"""Clubs of one school: a term from the menu to the published account, and the one that is running.

Marks, hand-overs and money follow fixed patterns: nothing here is drawn by chance but the places,
and those by the draw that everybody may verify.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from xueyou.demo.replay.drawing import Ended, ending
from xueyou.demo.replay.enrolling import hand_in, known
from xueyou.demo.replay.households import employ, settle
from xueyou.demo.replay.stage import Event, moment, person, place
from xueyou.demo.year.clubs import (
    CHECKER,
    CLERK,
    COUNTY_OFFICER,
    EXEMPT,
    LANES,
    NOT_OPENED,
    PRINCIPAL,
    PROVIDER,
    SCHOOL,
    TEACHERS,
    Offered,
    Ran,
    pupils,
)
from xueyou.demo.year.enrolment import Family
from xueyou.domains.clubs.models import Club
from xueyou.domains.clubs.services.menu import ClubGiven, add_club, close_club
from xueyou.domains.clubs.services.rulebook_text import menu_rules
from xueyou.domains.clubs.services.sessions import lay_out_sessions
from xueyou.domains.clubs.services.standings import exempt_pupils, vet_provider
from xueyou.kernel.calls.models import Call, Option, Round
from xueyou.kernel.calls.services.calls import open_call
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.rounds import Times, add_round, announce_round
from xueyou.kernel.deadlines.calendars import calendar
from xueyou.kernel.registry.models import Person

STANDING_FROM, ENTERED = date(2026, 1, 1), date(2026, 2, 3)
RULES = {"document": "文澜小学课后服务实施办法", "number": "文澜校〔2026〕2号"}
OWN = (("family-lin", "陈知秋"), (EXEMPT, "马小川"))
"""Families whom a guest can sign in as, with the child that goes to the school."""


def school_people(count: int) -> Iterator[Event]:
    """Yield the school's teachers and pupils, its provider, and who pays no fee."""
    at = moment(ENTERED)
    yield Event(at, "demo-clubs-people", "登记教师和学生", partial(_people, pupils(count)))
    yield Event(at, "demo-clubs-provider", "机构进白名单", _vet)
    yield Event(at, "demo-clubs-exempt", "登记免费学生", _exempt)


def beginning(ran: Ran, count: int) -> Iterator[Event]:
    """Yield how a term's menu came about, was asked for and drawn, until its sessions stand."""
    name, menu = f"demo-clubs-{ran.name}", moment(ran.asked[0] - timedelta(days=4))
    ready = calendar_entered
    yield Event(menu, name, f"设立{ran.title}", partial(_open, ran), ready=ready)
    yield Event(menu, f"{name}-round", "定选课时间", partial(_add_round, ran))
    for offered in ran.menu:
        add = partial(_add_club, ran, offered)
        yield Event(menu, f"{name}-{offered.code}", f"菜单加一门：{offered.title}", add)
    announced = menu + timedelta(hours=6)
    yield Event(announced, f"{name}-announced", "公布菜单", partial(_announce, ran))
    yield from _asking(ran, pupils(count))
    yield from ending(_ended(ran), partial(round_of, ran))
    laid = moment(ran.published, 18)
    yield Event(laid, f"{name}-sessions", "排课", partial(_lay_out, ran))
    if any(offered.code == NOT_OPENED for offered in ran.menu):
        close = partial(_close, ran)
        yield Event(laid, f"{name}-closed", "人数不够，停开一门", close)


def calendar_entered() -> bool:
    """Return whether the year's holidays are entered: sessions are laid out by them."""
    return 2026 in calendar().years


def call_of(ran: Ran) -> Call:
    """Return the call of a term."""
    return Call.objects.get(organisation__code=SCHOOL, title=ran.title)


def round_of(ran: Ran) -> Round:
    """Return its round."""
    return Round.objects.get(call__organisation__code=SCHOOL, call__title=ran.title)


def _ended(ran: Ran) -> Ended:
    return Ended(
        f"demo-clubs-{ran.name}",
        *(CLERK, CHECKER, PRINCIPAL),
        frozen=ran.frozen,
        drawn=ran.drawn,
        ordered=ran.published,
        published=ran.published,
        drew=ran.drew,
        number_code="文澜校",
        numbered=ran.numbered,
    )


def _people(made: tuple[Family, ...], *, key: str, at: datetime) -> None:
    employ(place(SCHOOL), TEACHERS, key=f"{key}-teachers", at=at)
    settle([one.guardian for one in made], [one.ward for one in made], key=key, at=at)


def _vet(*, key: str, at: datetime) -> None:
    vet_provider(
        actor=person(COUNTY_OFFICER),
        provider_uid=place(PROVIDER).uid,
        reason="2026年课后服务机构名单（澄东教〔2026〕1号，待核）",
        valid_from=STANDING_FROM,
        valid_to=date(2027, 8, 1),
        key=key,
        at=at,
    )


def _exempt(*, key: str, at: datetime) -> None:
    child = Person.objects.get(uid=known(*OWN[1]).uid)
    exempt_pupils(
        actor=person(COUNTY_OFFICER),
        school_uid=place(SCHOOL).uid,
        person_uids=[child.uid],
        reason="最低生活保障家庭，按区民政局名单",
        valid_from=STANDING_FROM,
        key=key,
        at=at,
    )


def _open(ran: Ran, *, key: str, at: datetime) -> None:
    settings = {
        "stage": "primary",
        "first_day": ran.first_day.isoformat(),
        "last_day": ran.last_day.isoformat(),
        "billing": "attended",
        "wishes": "3",
    }
    open_call(
        actor=person(CLERK),
        kind="clubs.term",
        organisation_uid=place(SCHOOL).uid,
        year=ran.year,
        term=ran.term,
        title=ran.title,
        settings=settings,
        key=key,
        at=at,
    )


def _add_round(ran: Ran, *, key: str, at: datetime) -> None:
    times = Times(moment(ran.asked[0], 8), moment(ran.asked[1], 20))
    add_round(actor=person(CLERK), call_uid=call_of(ran).uid, times=times, key=key, at=at)


def _add_club(ran: Ran, offered: Offered, *, key: str, at: datetime) -> None:
    led = offered.leader in TEACHERS
    teacher = Person.objects.get(account__login_name=offered.leader).uid if led else None
    club = ClubGiven(
        code=offered.code,
        title=offered.title,
        lane=offered.lane,
        places=offered.places,
        lowest=offered.lowest,
        highest=offered.highest,
        room=offered.room,
        fee=offered.fee,
        teacher_uid=teacher,
        provider_uid=None if led else place(PROVIDER).uid,
        material=offered.material,
        least=offered.least,
        special=not led,
    )
    add_club(actor=person(CLERK), call_uid=call_of(ran).uid, club=club, key=key, at=at)


def _announce(ran: Ran, *, key: str, at: datetime) -> None:
    announce_round(
        actor=person(CLERK),
        round_uid=round_of(ran).uid,
        rules=menu_rules(person(CLERK), call_of(ran).uid, **RULES),
        source=RULES["number"],
        key=key,
        at=at,
    )


def _asking(ran: Ran, made: tuple[Family, ...]) -> Iterator[Event]:
    """Yield who asks: every seventh family does without, which is as good."""
    takes_part = [one for n, one in enumerate(made) if n % 7 != 5]
    asks = [*OWN, *((one.guardian.login_name, one.ward.name) for one in takes_part)]
    for n, (login_name, child) in enumerate(asks):
        at = moment(ran.asked[0], 9 + n % 11, n * 7 % 60)
        key = f"demo-clubs-{ran.name}-{login_name}"
        ask = partial(_ask, ran, n, login_name, child)
        yield Event(at, key, "家长选课", ask)


def _ask(ran: Ran, turn: int, login_name: str, child: str, *, key: str, at: datetime) -> None:
    """Wish for two clubs a lane; every fifth family leaves a lane out."""
    actor, call, asked = person(login_name), call_of(ran), known(login_name, child)
    uid = start_draft(actor=actor, call_uid=call.uid, party=asked, key=key, at=at)
    grade = int(
        Person.objects.filter(uid=asked.uid, memberships__primary=True).values_list(
            "memberships__grade", flat=True
        )[0]
        or 1
    )
    options = dict(Option.objects.filter(call=call).values_list("code", "uid"))
    choices = {}
    for place_of_lane, lane in enumerate(LANES):
        fits = [
            one.code for one in ran.menu if one.lane == lane and one.lowest <= grade <= one.highest
        ]
        if fits and (turn + place_of_lane) % 5:
            begin = turn % len(fits)
            choices[lane] = [options[code] for code in (fits[begin:] + fits[:begin])[:2]]
    save_draft(
        actor=actor,
        application_uid=uid,
        answers={"grade": str(grade), "voluntary": "yes"},
        choices=choices,
        at=at,
    )
    if choices:
        hand_in(actor, uid, at)


def _lay_out(ran: Ran, *, key: str, at: datetime) -> None:
    lay_out_sessions(actor=person(CLERK), call_uid=call_of(ran).uid, key=key, at=at)


def _close(ran: Ran, *, key: str, at: datetime) -> None:
    club = Club.objects.get(call=call_of(ran), option__code=NOT_OPENED)
    close_club(actor=person(CLERK), club_uid=club.uid, key=key, at=at)
