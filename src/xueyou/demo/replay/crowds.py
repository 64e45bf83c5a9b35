"""A crowd asks in a call: registered by scores, one application after another, as life has it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from uuid import UUID

from xueyou.demo.replay.drawing import Ended, ending
from xueyou.demo.replay.enrolling import (
    call_of,
    drafted,
    hand_in,
    known,
    registering,
    round_of,
    setting_up,
    zones,
)
from xueyou.demo.replay.households import document_of
from xueyou.demo.replay.onward import NUMBERS, SAID_ON, Onward, onward
from xueyou.demo.replay.school_year import school_year
from xueyou.demo.replay.stage import Event, moment, person
from xueyou.demo.year.crowd import HANDED_IN, LEFT, TAKEN_BACK, Household
from xueyou.demo.year.enrolment import Opened
from xueyou.demo.year.seasons import Season
from xueyou.kernel.calls.models import Application
from xueyou.kernel.calls.parties import Asking, ClaimedChild
from xueyou.kernel.calls.services.changing import withdraw
from xueyou.kernel.calls.services.grouping import bind_applications

AT_ONCE = 40
"""Families that are registered in one go: more would keep others from writing for too long."""
FROM, HOURS = 8, 14


def season(one: Season, count: int | None = None) -> list[Event]:
    """Return a call with its crowd, up to its end where it has one."""
    opened, made = one.of(count)
    return [
        school_year(),  # first, with zones: they may have happened with another call
        *zones(opened),
        *setting_up(opened),
        *crowded(one, opened, made),
        *(() if one.ended is None else _ended(one.ended, opened)),
    ]


def _ended(ended: Ended, opened: Opened) -> Iterator[Event]:
    yield from ending(ended, partial(round_of, opened))
    yield from onward(Onward(opened, ended, SAID_ON, NUMBERS[opened.name]))


def crowded(one: Season, opened: Opened, made: Sequence[Household]) -> Iterator[Event]:
    """Yield how a crowd is registered and asks in a call that is announced."""
    left = iter(made)
    turn = 0
    while some := list(islice(left, AT_ONCE)):
        turn += 1
        yield registering(opened, some, f"-{one.crowd.name}-{turn}")
    moments = _moments(opened.opens, one.last_day or opened.closes, len(made))
    for family, at in zip(made, moments, strict=True):
        key = f"demo-{opened.name}-{family.guardian.login_name}"
        yield Event(at, key, "家长报名", partial(_ask, opened, family))


def _moments(first: date, last: date, count: int) -> list[datetime]:
    """Return when each hands in, from the morning to the evening, in order."""
    minutes = ((last - first).days + 1) * HOURS * 60
    found = []
    for n in range(count):
        minute = n * minutes // max(1, count)
        day, within = divmod(minute, HOURS * 60)
        at = datetime.combine(first + timedelta(days=day), time(FROM), moment(first).tzinfo)
        found.append(min(at + timedelta(minutes=within + 65), moment(last, 16, 55)))
    return found


def _ask(opened: Opened, family: Household, *, key: str, at: datetime) -> None:
    """Fill in, hand in, take back: as far as this family goes."""
    who = family.guardian.login_name
    homes = [(family.ward.name, family.home)]
    if family.twin is not None and family.twin_home is not None:
        homes.append((family.twin.name, family.twin_home))
    uids = _taken_back(opened, who) or [
        drafted(
            *(opened, who, _child(family, name), home),
            key=key if not n else f"{key}-{n}",
            at=at,
        )
        for n, (name, home) in enumerate(homes)
    ]
    if family.end == LEFT:
        return
    if len(uids) > 1:
        bind_applications(actor=person(who), application_uids=uids, key=f"{key}-twins", at=at)
    for n, uid in enumerate(uids):
        hand_in(person(who), uid, at)
        if family.end == TAKEN_BACK:
            back = min(at + timedelta(hours=3), moment(opened.closes, 16, 58))
            withdraw(actor=person(who), application_uid=uid, key=f"{key}-back-{n}", at=back)
    assert family.end in (HANDED_IN, TAKEN_BACK), "every way it can end is told here"


def _taken_back(opened: Opened, who: str) -> list[UUID]:
    """Return what a family filled in, where it has taken some of it back: told again, no draft."""
    rows = Application.objects.filter(call=call_of(opened), drafted_by__login_name=who)
    found = list(rows.order_by("pk").values_list("uid", "withdrawn_at"))
    return [uid for uid, _ in found] if any(back for _, back in found) else []


def _child(family: Household, name: str) -> Asking:
    if family.known:
        return known(family.guardian.login_name, name)
    ward = family.ward
    kind, number = document_of(ward)
    return ClaimedChild(kind, number, ward.name, ward.sex, ward.born_on)
