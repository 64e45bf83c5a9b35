"""After the summer's results: who has come, in which class, with which number of the register.

Nearly everybody stands in all lists; of the few who do not, the page says why.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Protocol

from django.core.files.base import File

from xueyou.demo.people import PEOPLE, PLACES
from xueyou.demo.replay.dividing import SCHOOL as DIVIDED
from xueyou.demo.replay.dividing import dividing
from xueyou.demo.replay.stage import Event, moment, person, place
from xueyou.demo.year.crowd import THOUSAND, chance
from xueyou.demo.year.schools import COUNTIES, KINDERGARTEN, SCHOOLS
from xueyou.domains.arrivals.models import Absence
from xueyou.domains.arrivals.placed import placed_in
from xueyou.domains.arrivals.services.noting import note_arrivals
from xueyou.domains.arrivals.services.numbers import columns, take_numbers
from xueyou.domains.roll.services.hand_in import hand_in_roll, take_in_roll
from xueyou.formats.name_lists import name_list
from xueyou.formats.tables import table_of
from xueyou.kernel.calls.models import Offer, OfferState
from xueyou.kernel.registry.countries import country_zh
from xueyou.kernel.registry.models import (
    IDENTIFIER_NUMBER,
    DocumentKind,
    Identifier,
    Membership,
    MembershipKind,
)
from xueyou.platform.orgs.models import Organisation


class Step(Protocol):
    """What the office of a school does on one day."""

    def __call__(self, code: str, clerk: str, *, key: str, at: datetime) -> None:
        """Do it. Repeating it changes nothing."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The days on which a school does its three steps, what keys end with, what is said."""

    arrive: tuple[date, str, str]
    hand_in: tuple[date, str, str]
    number: tuple[date, str, str]


SUMMER = Turn(
    (date(2026, 8, 29), "arrivals", "新生报到"),
    (date(2026, 9, 4), "classes", "交名册，编好了班"),
    (date(2026, 9, 22), "numbers", "学籍号交回来了"),
)
AUTUMN = Turn(
    (date(2026, 11, 4), "later", "学期中转来的报到"),
    (date(2026, 11, 5), "later-classes", "交名册，编好了班"),
    (date(2026, 11, 13), "later-numbers", "学籍号交回来了"),
)
YEAR = 2026
SECOND_TURN = date(2026, 11, 1)
"""From then on those are noted who came in the middle of the term."""
CAME, ABSENT, UNNUMBERED, CLASS = "came", 22, 14, 45
GRADES = ("一", "二", "三", "四", "五", "六", "七", "八", "九")
ROLL_HEADS = (
    *(("姓名", 14.0), ("证件类型", 18.0), ("证件号码", 23.0)),
    *(("出生日期", 13.0), ("年级", 10.0), ("班级", 12.0), ("国籍/地区", 12.0)),
)


def after_summer() -> list[Event]:
    """Return what the schools of three counties did with those who were placed in summer."""
    return [event for code, clerk in _clerks() for event in _of_school(code, clerk, SUMMER)]


def after_autumn() -> list[Event]:
    """Return the same of those who came during the term."""
    return [event for code, clerk in _clerks() for event in _of_school(code, clerk, AUTUMN)]


def _clerks() -> Iterator[tuple[str, str]]:
    """Yield the schools that have somebody in the office, kindergartens left out."""
    held = {one.place: one.login_name for one in PEOPLE if one.role == "school_clerk"}
    for one in PLACES:
        if one.kind == "school" and one.code in held:
            yield one.code, held[one.code]
    for school in SCHOOLS:
        if school.stage != KINDERGARTEN and school.county in list(COUNTIES)[:3]:
            yield school.code, school.clerk.login_name


def _of_school(code: str, clerk: str, turn: Turn) -> Iterator[Event]:
    steps = ((turn.arrive, _arrive), (turn.hand_in, _hand_in_roll), (turn.number, _number))
    for (on, name, said), step in steps:
        do = partial(_where_it_is, step, code, clerk)
        yield Event(moment(on, 16), f"demo-after-{code}-{name}", said, do)
        if (code, turn, step) == (DIVIDED, SUMMER, _arrive):
            yield from dividing()


def _where_it_is(step: Step, code: str, clerk: str, *, key: str, at: datetime) -> None:
    """Take a step where the school has moved in."""
    if Organisation.objects.filter(code=code).exists():
        step(code, clerk, key=key, at=at)


def _arrive(code: str, clerk: str, *, key: str, at: datetime) -> None:
    offers = placed_in(place(code), YEAR).filter(state=OfferState.ACCEPTED, arrivals=None)
    if at.date() < SECOND_TURN:
        offers = offers.filter(call__kind="enrolment.school")
    said = {offer.uid: _came(code, n) for n, offer in enumerate(offers.order_by("pk"))}
    if said:
        note_arrivals(
            actor=person(clerk), school_uid=place(code).uid, year=YEAR, said=said, key=key, at=at
        )


def _came(code: str, n: int) -> str:
    luck = chance(THOUSAND, code, n, "came")
    return list(Absence.values)[luck % len(Absence.values)] if luck < ABSENT else CAME


def _pupils(code: str, on: date) -> list[Membership]:
    rows = Membership.objects.standing().filter(
        organisation=place(code), kind=MembershipKind.PUPIL, primary=True, valid_to=None
    )
    rows = rows.filter(valid_from__lte=on)
    return list(rows.select_related("person").order_by("grade", "pk"))


def _documents(pupils: Sequence[Membership]) -> dict[int, tuple[str, str, str]]:
    """Return kind and number of the document of each person, and of which country it is."""
    rows = Identifier.objects.filter(
        person__in=[one.person_id for one in pupils], voided_at=None, valid_to=None
    ).exclude(kind=DocumentKind.PUPIL_NUMBER)
    return {
        row.person_id: (row.kind, IDENTIFIER_NUMBER.text(row), country_zh(row.country))
        for row in rows
    }


def _hand_in_roll(code: str, clerk: str, *, key: str, at: datetime) -> None:
    pupils = _pupils(code, at.date())
    known = _documents(pupils)
    turn: dict[int, int] = {}
    rows, newcomers = [], 0
    for one in pupils:
        if one.person_id not in known or one.grade is None:
            continue
        kind, number, country = known[one.person_id]
        turn[one.grade] = turn.get(one.grade, -1) + 1
        newcomers += not one.group
        group = one.group or f"{turn[one.grade] // CLASS + 1}班"
        grade = f"{GRADES[one.grade - 1]}年级"
        born = "" if one.person.born_on is None else one.person.born_on.isoformat()
        rows.append(
            [one.person.name, DocumentKind(kind).label, number, born, grade, group, country]
        )
    if not newcomers:
        return
    uid = hand_in_roll(
        actor=person(clerk),
        school_uid=place(code).uid,
        upload=File(io.BytesIO(name_list("名册", ROLL_HEADS, rows)), name="新生名册.xlsx"),
        key=key,
        at=at,
    )
    take_in_roll(actor=person(clerk), roll_uid=uid, key=f"{key}-in", at=at)


def _number(code: str, clerk: str, *, key: str, at: datetime) -> None:
    """Take the numbers back; a few are not made yet, and children without a card have none."""
    pupils = [one for one in _pupils(code, at.date()) if one.year == YEAR]
    absent = set(
        Offer.objects.filter(arrivals__state="absent", arrivals__superseded_at=None)
        .filter(option__organisation=place(code))
        .values_list("application__person", flat=True)
    )
    known = _documents(pupils)
    numbered = set(
        Identifier.objects.filter(kind=DocumentKind.PUPIL_NUMBER, voided_at=None).values_list(
            "person", flat=True
        )
    )
    heads = columns().heads
    rows = []
    for n, one in enumerate(pupils):
        kind, number, _ = known.get(one.person_id, ("", "", ""))
        if one.person_id in numbered:
            continue
        late = chance(THOUSAND, code, n, "number") < UNNUMBERED
        if kind != DocumentKind.CITIZEN or late or one.person_id in absent:
            continue
        rows.append(
            {
                heads["name"]: one.person.name,
                heads["kind"]: DocumentKind.CITIZEN.label,
                heads["number"]: number,
                heads["pupil_number"]: f"G{number}",
            }
        )
    if rows:
        take_numbers(
            actor=person(clerk),
            school_uid=place(code).uid,
            table=table_of("numbers", rows),
            key=key,
            at=at,
        )
