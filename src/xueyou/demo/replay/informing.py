"""Families are told whom to ask, and what is often asked is answered where it is asked."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial

from xueyou.demo.replay.stage import Event, moment, person, place
from xueyou.demo.year.informing import CONTACTS, Question
from xueyou.kernel.calls.contacts import CONTACT
from xueyou.kernel.calls.models import Call
from xueyou.kernel.calls.services.common_questions import publish_questions
from xueyou.kernel.registry.parameters import set_parameter
from xueyou.platform.acts.actors import SYSTEM

SAID, SINCE = date(2026, 4, 10), date(2026, 1, 1)


def contacts(*prefixes: str) -> Iterator[Event]:
    """Yield who answers the telephone of a county, and of its schools that make calls."""
    for code in CONTACTS:
        if code.startswith(prefixes):
            do = partial(_set_contact, code)
            yield Event(moment(SAID, 9), f"demo-contact-{code}", "登记咨询电话", do)


def questions(
    name: str, officer: str, call_of: Callable[[], Call], asked: Sequence[Question], on: date
) -> Event:
    """Return how a call's common questions are published."""
    do = partial(_publish, officer, call_of, asked)
    return Event(moment(on, 16, 30), f"demo-{name}-questions", "公布常见问题", do)


def _set_contact(code: str, *, key: str, at: datetime) -> None:
    set_parameter(
        actor=SYSTEM,
        name=CONTACT,
        organisation_uid=place(code).uid,
        value=CONTACTS[code],
        source="各单位报来的值班表（2026年）",
        valid_from=SINCE,
        verified=True,
        key=key,
        at=at,
    )


def _publish(
    officer: str,
    call_of: Callable[[], Call],
    asked: Sequence[Question],
    *,
    key: str,
    at: datetime,
) -> None:
    publish_questions(actor=person(officer), call_uid=call_of().uid, written=asked, key=key, at=at)
