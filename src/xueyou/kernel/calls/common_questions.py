"""What families often ask of a call, and what the office answers: published, dated, beside a page.

A question belongs to a page of the form, to the wishes, or to the notice. It is kept in no table of
its own: the frozen file of the publication is what everybody reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Call
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.publications.kinds import publication_kind

LONGEST = timedelta(days=400)
KIND = publication_kind(
    "calls.questions",
    zh="常见问题",
    fields={"place": "在哪一步", "question": "问题", "answer": "回答"},
    longest=LONGEST,
)
SUBJECT = "call"
MOST, LONGEST_QUESTION, LONGEST_ANSWER = 60, 80, 280
Written = tuple[str, str, str]
"""Code of the place, question, answer."""
NOTICE, WISHES = "notice", "wishes"
NOTICE_ZH, WISHES_ZH = "公告", "填志愿"


@dataclass(frozen=True, slots=True)
class CommonQuestion:
    """`place` is the code of a page of the form, WISHES or NOTICE."""

    place: str
    place_zh: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class QuestionsAt:
    """The publication that a call names, and the places its questions may stand at."""

    uid: UUID
    places: Mapping[str, str]


def places_of(call: Call) -> Mapping[str, str]:
    """Return where a question may stand: code → words, the notice first where there is one."""
    kind = kind_of(call.kind)
    notice = {NOTICE: NOTICE_ZH} if kind.announced_to_all else {}
    steps = {one.code: one.question.replace("{child}", "孩子") for one in kind.steps(call)}
    return {**notice, **steps, WISHES: WISHES_ZH}


def questions_at(call: Call) -> QuestionsAt | None:
    """Return where the questions of a call stand; None, and nothing asked, where there are none."""
    return None if call.questions_uid is None else QuestionsAt(call.questions_uid, places_of(call))


def read_rows(places: Mapping[str, str], rows: Sequence[Sequence[str]]) -> Sequence[CommonQuestion]:
    """Return the questions of a published table; a page that is no more leads to the notice."""
    known = {zh: code for code, zh in places.items()}
    return [
        CommonQuestion(known.get(place, NOTICE), place, question, answer)
        for place, question, answer in rows
    ]


def checked_rows(places: Mapping[str, str], written: Sequence[Written]) -> list[dict[str, str]]:
    """Return the rows as they would be published. Raises CallRefused in words."""
    if len(written) > MOST:
        raise CallRefused(f"一次最多{MOST}条，您写了{len(written)}条，没有公布。请删去一些。")
    rows = []
    for number, (place, question, answer) in enumerate(written, 1):
        question, answer = (" ".join(text.split()) for text in (question, answer))
        if place not in places:
            raise CallRefused(f"第{number}条没有选放在哪一步，没有公布。请选一个。")
        if not question or not answer:
            raise CallRefused(f"第{number}条的问题和回答都要写，没有公布。不要的，两格都清空。")
        if len(question) > LONGEST_QUESTION or len(answer) > LONGEST_ANSWER:
            raise CallRefused(
                f"第{number}条太长：问题最多{LONGEST_QUESTION}字，回答最多{LONGEST_ANSWER}字，"
                "没有公布。请写短些，或者分成两条。"
            )
        rows.append({"place": places[place], "question": question, "answer": answer})
    return rows
