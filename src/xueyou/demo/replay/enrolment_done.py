"""Last summer's enrolment: handed in, drawn, published in July; letters stand, children enrolled.

One family has asked for its result to be looked at again and was answered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from xueyou.demo.households import GUARDIANS, WARDS
from xueyou.demo.replay.crowds import crowded
from xueyou.demo.replay.drawing import Ended, ending
from xueyou.demo.replay.enrolling import (
    asking,
    call_of,
    registering,
    round_of,
    setting_up,
    zones,
)
from xueyou.demo.replay.onward import SAID_ON, Onward, onward
from xueyou.demo.replay.school_year import school_year
from xueyou.demo.replay.stage import Event, moment, person
from xueyou.demo.replay.statutory import statutory
from xueyou.demo.year.crowd import Household
from xueyou.demo.year.enrolment import DONE, HOMES, OFFICER, Family, Home, families
from xueyou.demo.year.seasons import CD_DONE
from xueyou.kernel.calls.models import Appeal, Application
from xueyou.kernel.calls.services.appeals import answer_appeal, appeal

MANY = 62
ENDED = Ended(
    "demo-enrolment-2026",
    *(OFFICER, "songli", "zhoumingyuan"),
    frozen=date(2026, 7, 6),
    drawn=date(2026, 7, 8),
    ordered=date(2026, 7, 10),
    published=date(2026, 7, 13),
    drew="4172806",
    number_code="澄东教招",
    numbered="澄东教招〔2026〕3号",
)
PLACED, NOT_PLACED = "family-zheng", "family-feng"
"""Two whom a guest can sign in as: one lives where there is room for everybody."""
ROOMY = "CD-04"
"""Where the first of them lives: nobody there is left to the lot."""
LAST_CLASS = Home("柳荫街", "63号2单元301", ("CD-03",), "elsewhere", "rent")
"""In a zone whose places go to those registered there, whatever the lot says."""


def named(login_name: str, home: Home) -> Family:
    """Return a family of the city's own with its home."""
    guardian = next(one for one in GUARDIANS if one.login_name == login_name)
    ward = next(one for one in WARDS if login_name in one.guardians)
    return Family(guardian, ward, home)


def enrolment_done(count: int = MANY, crowd: int | None = 0) -> list[Event]:
    """Return last summer's enrolment from the school year to the answered appeal.

    `crowd`: how many more ask, None: as many as in the whole city.
    """
    made = families("s", count, date(2019, 9, 1), first=20)
    opened = replace(DONE, places={code: n * count // MANY for code, n in DONE.places.items()})
    many: Sequence[Household] = ()
    if crowd != 0:
        opened, many = CD_DONE.scarce(crowd)
        room = {ROOMY: CD_DONE.opened.places[ROOMY]}
        opened = replace(opened, places={**opened.places, **room})
    ours = (named(PLACED, HOMES[3]), named(NOT_PLACED, LAST_CLASS))
    return [
        *zones(DONE),  # first: it may have happened with the other call
        school_year(),
        *setting_up(opened),
        registering(DONE, made),
        *asking(DONE, (*made, *ours)),
        *crowded(CD_DONE, opened, many),
        *statutory(opened, many, date(2026, 6, 29)),
        *ending(ENDED, partial(round_of, DONE)),
        *_appealed(),
        *onward(Onward(DONE, ENDED, SAID_ON, 14)),
    ]


def _appealed() -> Iterator[Event]:
    at = moment(date(2026, 7, 14), 20)
    yield Event(at, "demo-2026-appeal", "一户家长申请复核", _appeal)
    answered = moment(date(2026, 7, 17), 16)
    yield Event(answered, "demo-2026-appeal-answered", "答复复核", _answer)


def _appeal(*, key: str, at: datetime) -> None:
    application = Application.objects.get(call=call_of(DONE), submitted_by__login_name=NOT_PLACED)
    appeal(
        actor=person(NOT_PLACED),
        application_uid=application.uid,
        words="我们家离学校只有三百米，想请再核一次片区和类别。",
        key=key,
        at=at,
    )


def _answer(*, key: str, at: datetime) -> None:
    found = Appeal.objects.get(decision__application__call=call_of(DONE))
    answer_appeal(
        actor=person(OFFICER),
        appeal_uid=found.uid,
        upheld=False,
        answer="已经重新核过：住址在片区，户口在外地，属第三类；清溪小学的学位排到第一类就满了。"
        "结果没有错，维持不变。统筹安排的学校由我们另行通知您。",
        key=key,
        at=at,
    )
