"""澄西区 in the week of checking: its desk is as full as a desk is.

Two offices have answered, one has not; what all agree on is passed; lots are drawn for a second
look; papers are asked for, homes visited, doubts handed up, an officer keeps out of his own kin's.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from xueyou.demo.households import Ward
from xueyou.demo.replay.by_workbook import by_workbook
from xueyou.demo.replay.committee import committee
from xueyou.demo.replay.crowds import crowded
from xueyou.demo.replay.drawing import SOURCE
from xueyou.demo.replay.enrolling import answers_of, call_of, drafted, hand_in, setting_up, zones
from xueyou.demo.replay.home_ledger import home_ledger
from xueyou.demo.replay.households import document_of, kin
from xueyou.demo.replay.offices import offices
from xueyou.demo.replay.school_year import school_year
from xueyou.demo.replay.stage import Event, moment, person
from xueyou.demo.replay.statutory import at_the_desk, photographed
from xueyou.demo.year.crowd import HANDED_IN, Household
from xueyou.demo.year.enrolment import Home, Opened
from xueyou.demo.year.seasons import CX_CHECK, OFFICER_CX
from xueyou.domains.checks.models import HomeVisit, SpotCheck, SpotPick
from xueyou.domains.checks.seen import seen_of
from xueyou.domains.checks.services.agreeing import pass_agreeing
from xueyou.domains.checks.services.counter import GuardianSeen, file_at_counter
from xueyou.domains.checks.services.deciding import refer, send_back
from xueyou.domains.checks.services.duties import give_duties
from xueyou.domains.checks.services.openings import recuse
from xueyou.domains.checks.services.spot_checks import (
    look_again,
    plan_spot_check,
    reveal_spot_check,
)
from xueyou.domains.checks.services.visits import plan_visit, record_visit
from xueyou.kernel.calls.models import Application, Option
from xueyou.kernel.calls.parties import ClaimedChild
from xueyou.kernel.calls.services.changing import Missing

COUNTER = "tanrui"
HELP = ("CX-02", "CX-03", "CX-04", "CX-05", "CX-06")
"""Schools that check those who wish for them."""
SENT_BACK, VISITED, REFERRED, SEEN_AGAIN = 7, 8, 3, 6
WANTED = (
    Missing("register_book", "户口簿缺孩子那一页，请补拍一张清楚的。"),
    Missing("home_paper", "租赁备案已经过期，请交新的一份。"),
)
GRANDMOTHER = Ward("钟𠮷祥", "male", date(2021, 2, 9), 577, (), region="350972")
TELEPHONE = "19900000031"
CLAIMED = Ward("潘知远", "male", date(2020, 12, 3), 579, (), region="350972")
AT_GUANLAN = Home("观澜路", "22号1幢503", ("CX-02",), register_day="2020-12-20")


def check_desk(count: int | None = None) -> list[Event]:
    """Return the call of 澄西区 from its ledger of homes to this morning's desk."""
    opened, made = CX_CHECK.of(count)
    steady = steady_of(made)
    return [
        school_year(),
        *zones(opened),
        home_ledger(opened, made, date(2026, 10, 12)),
        *setting_up(opened),
        *crowded(CX_CHECK, opened, made),
        *_at_the_counter(opened),
        *_claimed_twice(opened, steady),
        *_kin(opened, steady),
        _event(opened, "duties", date(2026, 11, 14), "请学校帮着核对", _give_duties),
        *offices(
            opened,
            {
                "police": (date(2026, 11, 14), date(2026, 11, 17)),
                "housing": (date(2026, 11, 14), date(2026, 11, 18)),
                "human_resources": (date(2026, 11, 16), None),
            },
        ),
        *committee(opened, made, date(2026, 11, 17), undecided=2),
        *_worked_on(opened, steady),
        *at_the_desk(opened, made, date(2026, 11, 17)),
        _event(opened, "agreeing", date(2026, 11, 18), "各单位都说相符的，一起通过", _agreeing),
        _event(opened, "spot", date(2026, 11, 18), "承诺复查的抽签", _plan_spot, 17),
        _event(opened, "spot-drawn", date(2026, 11, 18), "抽出复查的申请", _reveal_spot, 22),
        *by_workbook(opened, date(2026, 11, 19)),
        _event(opened, "looked", date(2026, 11, 19), "复查", _look_again, 15),
        photographed(opened, made, date(2026, 11, 19)),
    ]


def steady_of(made: Sequence[Household]) -> list[Household]:
    """Return the families that handed in for one child: of them single files are told."""
    return [one for one in made if one.end == HANDED_IN and one.twin is None]


def _event(opened: Opened, name: str, on: date, said: str, do: object, hour: int = 16) -> Event:
    assert callable(do)
    return Event(moment(on, hour), f"demo-{opened.name}-{name}", said, partial(do, opened))


def _at_the_counter(opened: Opened) -> Iterator[Event]:
    yield _event(opened, "counter", date(2026, 11, 10), "奶奶到窗口报名", _file_at_counter, 10)


def _file_at_counter(opened: Opened, *, key: str, at: datetime) -> None:
    options = dict(Option.objects.filter(call=call_of(opened)).values_list("code", "uid"))
    file_at_counter(
        actor=person(COUNTER),
        call_uid=call_of(opened).uid,
        guardian=GuardianSeen("汪玉珍", TELEPHONE, TELEPHONE, "household"),
        child=_claim(GRANDMOTHER),
        answers=answers_of(AT_GUANLAN, committee=True),
        wishes={"公办": [str(options["CX-02"])]},
        key=key,
        at=at,
    )


def _claim(ward: Ward) -> ClaimedChild:
    kind, number = document_of(ward)
    return ClaimedChild(kind, number, ward.name, ward.sex, ward.born_on)


def _claimed_twice(opened: Opened, steady: Sequence[Household]) -> Iterator[Event]:
    for n, family in enumerate(steady[20:22]):
        key = f"demo-{opened.name}-contested-{n}"
        do = partial(_claim_for, opened, family.guardian.login_name)
        yield Event(moment(date(2026, 11, 11), 19 + n), key, "两家报了同一个孩子", do)


def _claim_for(opened: Opened, who: str, *, key: str, at: datetime) -> None:
    uid = drafted(opened, who, _claim(CLAIMED), AT_GUANLAN, key=key, at=at)
    hand_in(person(who), uid, at)


def _kin(opened: Opened, steady: Sequence[Household]) -> Iterator[Event]:
    """Yield that an officer's own nephew asks, and that he keeps out of a neighbour's file."""
    uncle = next(one for one in steady[30:] if one.known)
    do = partial(_is_kin, uncle.ward.name, uncle.guardian.login_name)
    key = f"demo-{opened.name}-kin"
    yield Event(moment(date(2026, 11, 14), 9), key, "经办人的亲属也在报名", do)
    away = partial(_recuse, opened, steady[12].guardian.login_name)
    at = moment(date(2026, 11, 14), 10)
    yield Event(at, f"demo-{opened.name}-recused", "经办人申报回避", away)


def _is_kin(child: str, guardian: str, *, key: str, at: datetime) -> None:
    kin(COUNTER, guardian, child, key=key, at=at)


def _recuse(opened: Opened, who: str, *, key: str, at: datetime) -> None:
    recuse(actor=person(COUNTER), application_uid=_of(opened, who).uid, key=key, at=at)


def _of(opened: Opened, who: str) -> Application:
    rows = Application.objects.filter(call=call_of(opened), drafted_by__login_name=who)
    return rows.order_by("pk")[0]


def _give_duties(opened: Opened, *, key: str, at: datetime) -> None:
    rows = Option.objects.filter(call=call_of(opened), code__in=HELP).order_by("code")
    give_duties(
        actor=person(OFFICER_CX),
        call_uid=call_of(opened).uid,
        option_uids=list(rows.values_list("uid", flat=True)),
        key=key,
        at=at,
    )


def _worked_on(opened: Opened, steady: Sequence[Household]) -> Iterator[Event]:
    """Yield what single files take: papers asked for, homes visited, doubts handed up."""
    at, turn = moment(date(2026, 11, 17), 9), timedelta(minutes=7)
    left = iter(steady[40:])
    for n in range(SENT_BACK):
        family = next(left)
        do = partial(_send_back, opened, family.guardian.login_name, n)
        yield Event(at + n * turn, f"demo-{opened.name}-back-{n}", "退回补材料", do)
    for n in range(VISITED):
        family = next(left)
        do = partial(_plan_visit, opened, family.guardian.login_name, n)
        yield Event(at + n * turn, f"demo-{opened.name}-visit-{n}", "约走访", do)
        if n % 2:
            done = partial(_record_visit, opened, family.guardian.login_name, n)
            key = f"demo-{opened.name}-visited-{n}"
            yield Event(at + timedelta(days=1) + n * turn, key, "登记走访", done)
    helped = [one for one in steady[60:] if one.home.wishes[0] in HELP and not one.home.by_points]
    for n, family in enumerate(helped[:REFERRED]):
        do = partial(_refer, opened, family)
        yield Event(at + n * turn, f"demo-{opened.name}-referred-{n}", "学校交区里定", do)


def _send_back(opened: Opened, who: str, n: int, *, key: str, at: datetime) -> None:
    application = _of(opened, who)
    send_back(
        actor=person(OFFICER_CX),
        application_uid=application.uid,
        missing=WANTED[: 1 + n % 2],
        seen=seen_of(application),
        key=key,
        at=at,
    )


def _plan_visit(opened: Opened, who: str, n: int, *, key: str, at: datetime) -> None:
    plan_visit(
        actor=person(OFFICER_CX),
        application_uid=_of(opened, who).uid,
        day=date(2026, 11, 18) if n % 2 else date(2026, 11, 20 + n % 3),
        visitors="温雅、骆安",
        key=key,
        at=at,
    )


def _record_visit(opened: Opened, who: str, n: int, *, key: str, at: datetime) -> None:
    visit = HomeVisit.objects.get(application=_of(opened, who))
    finding, words = (
        ("nobody", "敲门没有人，邻居说上个月搬走了，再约一次。")
        if n == 1
        else ("as_said", "一家三口都在，房子和填的一样，孩子的房间也看了。")
    )
    record_visit(
        actor=person(OFFICER_CX),
        visit_uid=visit.uid,
        finding=finding,
        words=words,
        facts={},
        key=key,
        at=at,
    )


def _refer(opened: Opened, family: Household, *, key: str, at: datetime) -> None:
    application = _of(opened, family.guardian.login_name)
    refer(
        actor=person(f"clerk-{family.home.wishes[0].lower()}"),
        application_uid=application.uid,
        why="房产证上是孩子的姑姑，家长说住了六年，请区里定。",
        key=key,
        at=at,
    )


def _agreeing(opened: Opened, *, key: str, at: datetime) -> None:
    pass_agreeing(actor=person(OFFICER_CX), call_uid=call_of(opened).uid, key=key, at=at)


def _plan_spot(opened: Opened, *, key: str, at: datetime) -> None:
    plan_spot_check(
        actor=person(OFFICER_CX),
        call_uid=call_of(opened).uid,
        sources=[SOURCE],
        not_before=moment(at.date(), 21),
        key=key,
        at=at,
    )


def _spot(opened: Opened) -> UUID:
    found: UUID = SpotCheck.objects.get(call=call_of(opened)).uid
    return found


def _reveal_spot(opened: Opened, *, key: str, at: datetime) -> None:
    reveal_spot_check(
        actor=person(OFFICER_CX), spot_uid=_spot(opened), published="5516042", key=key, at=at
    )


def _look_again(opened: Opened, *, key: str, at: datetime) -> None:
    picks = SpotPick.objects.filter(spot__uid=_spot(opened)).select_related("application")
    for n, pick in enumerate(picks.order_by("pk")[:SEEN_AGAIN]):
        look_again(
            actor=person("luoan"),
            application_uid=pick.application.uid,
            in_order=n != SEEN_AGAIN - 1,
            seen=seen_of(pick.application),
            key=f"{key}-{n}" if n else key,
            at=at,
        )
