"""Last year's calls come to an end: who found no place is told what next, and the call is closed.

Drafted by the officer, checked, signed, said; a county where nobody is left has nothing to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from xueyou.demo.replay.drawing import Ended
from xueyou.demo.replay.enrolling import call_of
from xueyou.demo.replay.stage import Event, moment, person
from xueyou.demo.year.enrolment import Opened
from xueyou.kernel.calls.left import left_in
from xueyou.kernel.calls.paper_kinds import ONWARD_KIND
from xueyou.kernel.calls.services.calls import close_call
from xueyou.kernel.calls.services.onward import draft_onward, tell_onward
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.kernel.papers.services.issuing import number

WORDS = (
    "由我局统筹安排到还有学位的公办学校，招生办逐户打电话，家长不用再报名；"
    "已经去别的地方上学的，请在电话里说一声。"
)
SAID_ON = date(2026, 8, 12)
NUMBERS = {"TX-2026-junior": 27, "CD-2026-junior": 15, "CD-2026-kindergarten": 16}
"""Numbers of the papers about calls that have nothing else after their result."""
LASTS = 10
"""Days between the word and its last day; on that day the call is closed."""


@dataclass(frozen=True, slots=True)
class Onward:
    """Whose call ends, by whom, on which day what is next is said; `number`: of the paper."""

    opened: Opened
    by: Ended
    on: date
    number: int

    @property
    def numbered(self) -> str:
        """Return the number as it is printed."""
        return f"{self.by.number_code}〔{self.on.year}〕{self.number}号"

    @property
    def until(self) -> date:
        """Return the last day that is promised."""
        return self.on + timedelta(days=LASTS)


def onward(told: Onward) -> Iterator[Event]:
    """Yield it from the draft to the closed call."""
    steps = (
        (moment(told.on, 9), "drafted", "起草没有学位的下一步", _draft),
        (moment(told.on, 11), "checked", "核稿", _check),
        (moment(told.on, 14), "signed", "签发", _sign),
        (moment(told.on, 15), "numbered", "编号", _number),
        (moment(told.on, 16), "told", "告诉没有学位的家长下一步", _tell),
        (moment(told.until, 17), "closed", "结束这一项报名", _close),
    )
    for at, code, said, step in steps:
        yield Event(at, f"demo-{told.opened.name}-onward-{code}", said, partial(step, told))


def _draft(told: Onward, *, key: str, at: datetime) -> None:
    call = call_of(told.opened)
    if not left_in([call], at).exists():
        return
    draft_onward(
        actor=person(told.by.officer),
        call_uid=call.uid,
        words=WORDS,
        until=told.until,
        key=key,
        at=at,
    )


def _paper(told: Onward) -> Paper | None:
    return Paper.objects.filter(kind=ONWARD_KIND, subject_uid=call_of(told.opened).uid).first()


def _check(told: Onward, *, key: str, at: datetime) -> None:
    paper = _paper(told)
    if paper is not None:
        check(
            actor=person(told.by.checker),
            paper_uid=paper.uid,
            revision=paper.revision,
            words="人数和还有的学位核过，安排得下。",
            key=key,
            at=at,
        )


def _sign(told: Onward, *, key: str, at: datetime) -> None:
    paper = _paper(told)
    if paper is not None:
        sign(
            actor=person(told.by.signer),
            paper_uid=paper.uid,
            revision=paper.revision,
            words="同意，一个孩子都不能落下。",
            key=key,
            at=at,
        )


def _number(told: Onward, *, key: str, at: datetime) -> None:
    paper = _paper(told)
    if paper is not None:
        number(
            actor=person(told.by.officer),
            paper_uid=paper.uid,
            number=told.numbered,
            key=key,
            at=at,
        )


def _tell(told: Onward, *, key: str, at: datetime) -> None:
    paper = _paper(told)
    if paper is not None:
        tell_onward(
            actor=person(told.by.officer),
            call_uid=call_of(told.opened).uid,
            paper_uid=paper.uid,
            key=key,
            at=at,
        )


def _close(told: Onward, *, key: str, at: datetime) -> None:
    close_call(actor=person(told.by.officer), call_uid=call_of(told.opened).uid, key=key, at=at)
