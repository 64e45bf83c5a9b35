"""A small call of 桐溪县, published the day before yesterday: the list hangs, families reply."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from xueyou.demo.replay.crowds import crowded
from xueyou.demo.replay.drawing import Ended, ending
from xueyou.demo.replay.enrolling import asking, registering, round_of, setting_up, zones
from xueyou.demo.replay.enrolment_done import named
from xueyou.demo.replay.finished import appeals
from xueyou.demo.replay.school_year import school_year
from xueyou.demo.replay.stage import Event, moment, person
from xueyou.demo.year.enrolment import HOMES_TX, OFFICER_TX, REPLY, families
from xueyou.demo.year.seasons import TX_REPLY
from xueyou.kernel.calls.models import Offer
from xueyou.kernel.calls.services.offers import reply

MANY = 13
OBJECTIONS = 4
ENDED = Ended(
    "demo-enrolment-TX-2026",
    *(OFFICER_TX, "songli", "zhoumingyuan"),
    frozen=date(2026, 11, 11),
    drawn=date(2026, 11, 12),
    ordered=date(2026, 11, 16),
    published=date(2026, 11, 18),
    drew="3350172",
    number_code="桐教招",
    numbered="桐教招〔2026〕2号",
)
ASKED_TO_REPLY = "family-xu"
"""Has a place for certain, and has not replied yet."""


def enrolment_reply(count: int = MANY, crowd: int | None = 0) -> list[Event]:
    """Return the call from its zones to the first replies and the questions that are open.

    `crowd`: how many more ask, None: as many as in the whole city.
    """
    opened, many = TX_REPLY.of(crowd)
    made = families("t", count, date(2019, 9, 1), first=150, homes=HOMES_TX)
    return [
        school_year(),  # first: it may have happened with another call
        *zones(REPLY),
        *setting_up(opened),
        registering(REPLY, made),
        *asking(REPLY, (*made, named(ASKED_TO_REPLY, HOMES_TX[2]))),
        *crowded(TX_REPLY, opened, many),
        *ending(ENDED, partial(round_of, REPLY)),
        *_replied(),
        *(appeals(opened, date(2026, 11, 18), OBJECTIONS, upheld=None) if many else ()),
    ]


def _replied() -> Iterator[Event]:
    for turn, accept in enumerate((True, True, False)):
        at = moment(date(2026, 11, 19), 19 + turn)
        said = "接受学位" if accept else "放弃学位"
        do = partial(_reply, turn, accept)
        yield Event(at, f"demo-TX-2026-reply-{turn}", said, do)


def _reply(turn: int, accept: bool, *, key: str, at: datetime) -> None:
    """Let one of the made families reply."""
    offers = Offer.objects.filter(decision__run__round=round_of(REPLY))
    rows = offers.exclude(application__submitted_by__login_name=ASKED_TO_REPLY)
    offer = rows.select_related("application__submitted_by").order_by("application__pk")[turn]
    who = offer.application.submitted_by
    assert who is not None, "a place rests on something handed in"
    reply(actor=person(who.login_name), offer_uid=offer.uid, accept=accept, key=key, at=at)
