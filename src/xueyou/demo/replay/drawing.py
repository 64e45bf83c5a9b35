"""How a round ends: frozen, rehearsed, drawn before everybody's eyes, run, ordered, published.

The same for a county's enrolment and for a school's clubs; only who does it differs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from xueyou.demo.replay.stage import Event, moment, person
from xueyou.kernel.calls.models import Round, Run
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.round_draws import commit_round_draw
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.services.revealing import reveal_draw
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.kernel.papers.services.issuing import number

RoundOf = Callable[[], Round]
SOURCE = Source("中国体育彩票排列7，开奖号码", "digits:7")


@dataclass(frozen=True, slots=True)
class Ended:
    """Who ends a round, on which days, and what the public source said."""

    name: str
    officer: str
    checker: str
    signer: str
    frozen: date
    drawn: date
    ordered: date
    published: date
    drew: str
    """The digits that were published on the evening of `drawn`."""
    number_code: str
    numbered: str


def ending(ended: Ended, round_of: RoundOf) -> Iterator[Event]:
    """Yield everything from the freeze to the published result."""
    steps = (
        (moment(ended.frozen, 9), "frozen", "封存报名", _freeze),
        (moment(ended.frozen, 10), "rehearsed", "演练一次", _rehearse),
        (moment(ended.frozen, 15), "committed", "承诺抽签", _commit),
        (moment(ended.drawn, 22), "revealed", "揭晓抽签", _reveal),
        (moment(ended.drawn, 22, 20), "run", "正式运行", _run),
        (moment(ended.ordered, 9), "ordered", "起草公布令", _order),
        (moment(ended.ordered, 11), "checked", "核稿", _check),
        (moment(ended.ordered, 15), "signed", "签发", _sign),
        (moment(ended.ordered, 16), "numbered", "编号", _number),
        (moment(ended.published, 17), "published", "公布结果", _publish),
    )
    for at, code, said, step in steps:
        yield Event(at, f"{ended.name}-{code}", said, partial(step, ended, round_of))


def _freeze(ended: Ended, round_of: RoundOf, *, key: str, at: datetime) -> None:
    freeze(actor=person(ended.officer), round_uid=round_of().uid, key=key, at=at)


def _rehearse(ended: Ended, round_of: RoundOf, *, key: str, at: datetime) -> None:
    uid = round_of().uid
    prepare_run(actor=person(ended.officer), round_uid=uid, purpose="rehearsal", key=key, at=at)


def _commit(ended: Ended, round_of: RoundOf, *, key: str, at: datetime) -> None:
    commit_round_draw(
        actor=person(ended.officer),
        round_uid=round_of().uid,
        sources=[SOURCE],
        not_before=moment(ended.drawn, 21),
        key=key,
        at=at,
    )


def _draw(round_of: RoundOf) -> Draw:
    return Draw.objects.get(subject_uid=round_of().uid, official=True, void_reason="")


def _reveal(ended: Ended, round_of: RoundOf, *, key: str, at: datetime) -> None:
    draw = _draw(round_of)
    reveal_draw(
        actor=person(ended.officer), draw_uid=draw.uid, published=ended.drew, key=key, at=at
    )


def _run(ended: Ended, round_of: RoundOf, *, key: str, at: datetime) -> None:
    prepare_run(
        actor=person(ended.officer),
        round_uid=round_of().uid,
        purpose="official",
        draw_uid=_draw(round_of).uid,
        key=key,
        at=at,
    )


def _official(round_of: RoundOf) -> Run:
    return Run.objects.get(round=round_of(), purpose="official", state="done")


def _order(ended: Ended, round_of: RoundOf, *, key: str, at: datetime) -> None:
    draft_order(
        actor=person(ended.officer),
        run_uid=_official(round_of).uid,
        number_code=ended.number_code,
        key=key,
        at=at,
    )


def _paper(round_of: RoundOf) -> Paper:
    return Paper.objects.get(subject_kind="run", subject_uid=_official(round_of).uid)


def _check(ended: Ended, round_of: RoundOf, *, key: str, at: datetime) -> None:
    paper = _paper(round_of)
    check(
        actor=person(ended.checker),
        paper_uid=paper.uid,
        revision=paper.revision,
        words="人数、名额和承诺码逐项核过。",
        key=key,
        at=at,
    )


def _sign(ended: Ended, round_of: RoundOf, *, key: str, at: datetime) -> None:
    paper = _paper(round_of)
    sign(
        actor=person(ended.signer),
        paper_uid=paper.uid,
        revision=paper.revision,
        words="同意公布。",
        key=key,
        at=at,
    )


def _number(ended: Ended, round_of: RoundOf, *, key: str, at: datetime) -> None:
    number(
        actor=person(ended.officer),
        paper_uid=_paper(round_of).uid,
        number=ended.numbered,
        key=key,
        at=at,
    )


def _publish(ended: Ended, round_of: RoundOf, *, key: str, at: datetime) -> None:
    publish_run(
        actor=person(ended.officer),
        run_uid=_official(round_of).uid,
        paper_uid=_paper(round_of).uid,
        key=key,
        at=at,
    )
