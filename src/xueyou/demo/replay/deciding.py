"""How some who came in a rolling round are decided together: ordered, published, answered."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from xueyou.demo.replay.stage import Event, moment, person
from xueyou.demo.year.crowd import chance
from xueyou.demo.year.moving import Rolling
from xueyou.demo.year.seasons import CHECKER, SIGNER
from xueyou.kernel.calls.models import Offer, OfferState, Round, Run
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.offers import reply
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.rolling import decide
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.kernel.papers.services.issuing import number

RoundOf = Callable[[], Round]
DECLINES = 12
"""One of so many declines what it was offered."""


def decisions(rolling: Rolling, round_of: RoundOf, turn: int, on: date) -> Iterator[Event]:
    """Yield everything from a decision to the families' replies."""
    steps = (
        (moment(on, 10), "decided", "核对完的一起定", _decide),
        (moment(on, 11), "ordered", "起草公布令", _order),
        (moment(on, 14), "checked", "核稿", _check),
        (moment(on, 15), "signed", "签发", _sign),
        (moment(on, 16), "numbered", "编号", _number),
        (moment(on, 17), "published", "公布结果", _publish),
        (moment(on + timedelta(days=1), 20), "replies", "家长答复", _reply),
    )
    for at, code, said, step in steps:
        key = f"demo-{rolling.name}-turn-{turn}-{code}"
        yield Event(at, key, said, partial(step, rolling, round_of, turn))


def _run(round_of: RoundOf, turn: int) -> Run:
    return Run.objects.get(round=round_of(), ordinal=turn + 1)


def _paper(round_of: RoundOf, turn: int) -> Paper:
    return Paper.objects.get(subject_kind="run", subject_uid=_run(round_of, turn).uid)


def _decide(rolling: Rolling, round_of: RoundOf, turn: int, *, key: str, at: datetime) -> None:
    decide(actor=person(rolling.officer), round_uid=round_of().uid, key=key, at=at)


def _order(rolling: Rolling, round_of: RoundOf, turn: int, *, key: str, at: datetime) -> None:
    draft_order(
        actor=person(rolling.officer),
        run_uid=_run(round_of, turn).uid,
        number_code=rolling.number_code,
        key=key,
        at=at,
    )


def _check(rolling: Rolling, round_of: RoundOf, turn: int, *, key: str, at: datetime) -> None:
    paper = _paper(round_of, turn)
    check(
        actor=person(CHECKER),
        paper_uid=paper.uid,
        revision=paper.revision,
        words="人数、名额逐项核过。",
        key=key,
        at=at,
    )


def _sign(rolling: Rolling, round_of: RoundOf, turn: int, *, key: str, at: datetime) -> None:
    paper = _paper(round_of, turn)
    sign(
        actor=person(SIGNER),
        paper_uid=paper.uid,
        revision=paper.revision,
        words="同意公布。",
        key=key,
        at=at,
    )


def _number(rolling: Rolling, round_of: RoundOf, turn: int, *, key: str, at: datetime) -> None:
    number(
        actor=person(rolling.officer),
        paper_uid=_paper(round_of, turn).uid,
        number=f"{rolling.number_code}〔{at.year}〕{turn + 21}号",
        key=key,
        at=at,
    )


def _publish(rolling: Rolling, round_of: RoundOf, turn: int, *, key: str, at: datetime) -> None:
    publish_run(
        actor=person(rolling.officer),
        run_uid=_run(round_of, turn).uid,
        paper_uid=_paper(round_of, turn).uid,
        key=key,
        at=at,
    )


def _reply(rolling: Rolling, round_of: RoundOf, turn: int, *, key: str, at: datetime) -> None:
    rows = Offer.objects.filter(decision__run__round=round_of(), state=OfferState.OPEN)
    for n, offer in enumerate(rows.select_related("application__drafted_by").order_by("pk")):
        try:
            reply(
                actor=person(offer.application.drafted_by.login_name),
                offer_uid=offer.uid,
                accept=chance(DECLINES, rolling.name, turn, n) != 0,
                key=f"{key}-{offer.uid}",
                at=at,
            )
        except CallRefused:
            continue  # its time was over
