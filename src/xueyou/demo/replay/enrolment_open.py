"""The enrolment that is open on the morning of the demonstration: anybody may file in it.

Some families have handed in, one was asked for a paper, one stopped half-way, two claim one child.
陈知夏's and 黄子晴's parents, and 周敏, have not begun.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from xueyou.demo.households import REGION
from xueyou.demo.replay.asking_offices import asking_offices
from xueyou.demo.replay.crowds import crowded
from xueyou.demo.replay.enrolling import (
    asking,
    call_of,
    drafted,
    hand_in,
    handed_in,
    known,
    registering,
    setting_up,
    zones,
)
from xueyou.demo.replay.informing import questions
from xueyou.demo.replay.stage import Event, moment, person
from xueyou.demo.year.enrolment import GUIYUAN, HOMES, OFFICER, OPEN, Home, families
from xueyou.demo.year.informing import OF_OPEN
from xueyou.demo.year.seasons import CD_OPEN, CX_CHECK
from xueyou.domains.checks.seen import seen_of
from xueyou.domains.checks.services.deciding import pass_file, send_back
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.parties import ClaimedChild
from xueyou.kernel.calls.services.changing import Missing, withdraw
from xueyou.kernel.calls.services.drafts import save_draft, start_draft
from xueyou.kernel.calls.services.grouping import bind_applications
from xueyou.kernel.registry.documents import check_character
from xueyou.kernel.registry.models import Sex

MANY = 14
TWICE = 6
"""Families that have filed in 澄西区 too: the city's officer sees them side by side."""
MIGRANT = Home("柳荫街", "90号", ("CD-02", "CD-01"), "elsewhere", "rent")
CLAIMED, CLAIMED_BORN = "吴思远", date(2021, 2, 18)
TWIN_NAMES = ("王予安", "王予宁")


def enrolment_open(count: int = MANY) -> list[Event]:
    """Return how the call of 2027 was opened, and what families have done in it so far."""
    made = families("p", count, date(2020, 9, 1))
    opened, _ = CD_OPEN.of()
    return [
        *zones(OPEN),
        *setting_up(opened),
        questions("2027", OFFICER, partial(call_of, OPEN), OF_OPEN, date(2026, 11, 13)),
        registering(OPEN, made),
        *asking(OPEN, made),
        *_named(),
        *asking_offices(OPEN),
    ]


def open_crowd(count: int | None = None) -> list[Event]:
    """Return the many who file in the open call; some have filed in another county too."""
    opened, made = CD_OPEN.of(count)
    return [*zones(OPEN), *crowded(CD_OPEN, opened, made), *_filed_twice(count)]


def _filed_twice(count: int | None) -> Iterator[Event]:
    _, others = CX_CHECK.of(count)
    for n, family in enumerate([one for one in others if one.known][:TWICE]):
        who, child = family.guardian.login_name, family.ward.name
        do = partial(handed_in, OPEN, who, child, HOMES[3])
        yield Event(_at(17, 10 + n), f"demo-2027-twice-{who}", "两个县区都报了名", do)


def _named() -> Iterator[Event]:
    liu = partial(handed_in, OPEN, "family-liu", "刘䶮", GUIYUAN)
    yield Event(_at(16, 14), "demo-2027-liu", "奶奶替孙子报名", liu)
    yield Event(_at(16, 19), "demo-2027-wang", "双胞胎绑在一起报名", _twins)
    sun = partial(handed_in, OPEN, "family-sun", "赵一诺", GUIYUAN)
    yield Event(_at(16, 20), "demo-2027-sun", "家长报名", sun)
    yield Event(_at(17, 8), "demo-2027-ayi", "填到一半", _half)
    for hour, who in ((9, "family-wu"), (11, "family-wumin")):
        claim = partial(_claim, who)
        yield Event(_at(17, hour), f"demo-2027-{who}", "两家报了同一个孩子", claim)
    yield Event(_at(18, 10), "demo-2027-liu-back", "退回补材料", _send_back)
    yield Event(_at(18, 11), "demo-2027-sun-checked", "核对过了", _check)
    take_back = partial(_withdraw, "family-p001")
    yield Event(_at(18, 20), "demo-2027-withdrawn", "家长撤回", take_back)


def _at(day: int, hour: int) -> datetime:
    return moment(date(2026, 11, day), hour)


def _twins(*, key: str, at: datetime) -> None:
    who = "family-wang"
    uids = [
        drafted(OPEN, who, known(who, name), GUIYUAN, key=f"{key}-{name}", at=at)
        for name in TWIN_NAMES
    ]
    bind_applications(actor=person(who), application_uids=uids, key=key, at=at)
    for uid in uids:
        hand_in(person(who), uid, at)


def _half(*, key: str, at: datetime) -> None:
    who = "family-ayi"
    child = known(who, "阿卜杜热合曼·艾则孜")
    uid = start_draft(actor=person(who), call_uid=call_of(OPEN).uid, party=child, key=key, at=at)
    answers = {"road": MIGRANT.road, "door": MIGRANT.door, "lived_year": "2023"}
    save_draft(actor=person(who), application_uid=uid, answers=answers, at=at)


def _claim(who: str, *, key: str, at: datetime) -> None:
    seventeen = f"{REGION}{CLAIMED_BORN:%Y%m%d}011"
    number = seventeen + check_character(seventeen)
    child = ClaimedChild("citizen", number, CLAIMED, Sex.UNKNOWN.value, CLAIMED_BORN)
    uid = drafted(OPEN, who, child, GUIYUAN, key=key, at=at)
    hand_in(person(who), uid, at)


def _of(who: str) -> Application:
    return Application.objects.get(call=call_of(OPEN), submitted_by__login_name=who)


def _send_back(*, key: str, at: datetime) -> None:
    one = _of("family-liu")
    send_back(
        actor=person(OFFICER),
        application_uid=one.uid,
        missing=[Missing("register_book", "户口簿缺孩子那一页，请补拍一张清楚的。")],
        seen=seen_of(one),
        key=key,
        at=at,
    )


def _check(*, key: str, at: datetime) -> None:
    one = _of("family-sun")
    pass_file(
        actor=person(OFFICER),
        application_uid=one.uid,
        facts={},
        seen=seen_of(one),
        key=key,
        at=at,
    )


def _withdraw(who: str, *, key: str, at: datetime) -> None:
    withdraw(actor=person(who), application_uid=_of(who).uid, key=key, at=at)
