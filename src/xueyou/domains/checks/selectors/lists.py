"""Lists of a call as those who keep them see them: counts and places of cells, nobody's name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from xueyou.domains.checks.access import DRAW_UP_LIST, KEEP_REPLY, LISTS, READ_LIST, REPLIES
from xueyou.domains.checks.models import (
    CheckAnswer,
    CheckList,
    DestructionReceipt,
    LineOutcome,
    ReplyWay,
)
from xueyou.domains.checks.questions import questions_for, questions_named
from xueyou.domains.checks.registers import is_connected
from xueyou.domains.checks.services.checking import PASSED_OVER
from xueyou.domains.checks.services.drawing_up import MOST_ROWS, to_ask
from xueyou.kernel.calls.kinds import call_kinds
from xueyou.kernel.calls.models import AttestationSource, Round, RoundState
from xueyou.kernel.calls.questions import Question
from xueyou.platform.access.reading import Page, read, scope, target
from xueyou.platform.access.views import computed, source, view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.jobs.api import JobView, job_view


def _source_zh(code: str) -> str:
    return AttestationSource(code).label


def _way_zh(code: str) -> str:
    return ReplyWay(code).label


@view_of(LISTS)
class ListRow:
    """A list in the list of those who keep a call."""

    uid: UUID
    call: UUID = source("round__call__uid")
    call_title: str = source("round__call__title")
    round_uid: UUID = source("round__uid")
    ordinal: int = source("round__ordinal")
    round_state: str = source("round__state")
    asked_of: str = source("source")
    source_zh: str = computed(_source_zh, "source")
    office: str
    legal_basis: str
    rows: int
    sheet_sha256: str
    drawn_by: str = source("drawn_by__name")
    drawn_at: datetime
    expires_on: date
    fetched: int
    ended_at: datetime | None


@view_of(REPLIES)
class ReplyRow:
    """An answer to a list."""

    uid: UUID
    list_uid: UUID = source("list__uid")
    way: str
    way_zh: str = computed(_way_zh, "way")
    observed_on: date
    received_by: str = source("received_by__name")
    received_at: datetime
    state: str
    counts: Mapping[str, int]
    shown: Mapping[str, Any]
    sha256: str
    job_uid: UUID | None
    taken_at: datetime | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What says that a file is gone."""

    what: str
    what_zh: str
    why_zh: str
    sha256: str
    rows: int
    destroyed_on: date
    by: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A source that can be asked in a round: its questions, how many applications it would be."""

    source: str
    zh: str
    questions: Sequence[Question]
    waiting: int
    everybody: int


@dataclass(frozen=True, slots=True)
class Askable:
    """A round of a call with who can be asked in it; nobody once it is frozen."""

    uid: UUID
    call: UUID
    title: str
    ordinal: int
    sources: Sequence[Offered]


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list with everything beside it. `outcomes`: lines by what was said last; "" for nothing."""

    row: ListRow
    questions: Sequence[str]
    outcomes: Mapping[str, int]
    passed_over: Sequence[tuple[str, int]]
    replies: Sequence[tuple[ReplyRow, JobView | None]]
    receipts: Sequence[Receipt]
    connected: bool
    open: bool


def kinds_asked() -> list[str]:
    """Return the codes of the kinds of call that have questions for other offices."""
    return [kind.code for kind in call_kinds() if kind.questions]


def lists_of(actor: Actor, call_uid: UUID | str, page: int | str | None) -> Page[ListRow]:
    """Return the lists of a call, the newest first."""
    rows = read(actor, READ_LIST, ListRow).restrict(Q(round__call__uid=call_uid))
    return rows.order_by("-drawn_at", "-uid").page(page)


def list_kept(actor: Actor, uid: UUID | str) -> ListRow:
    """Return one list. Raises NotFound."""
    return read(actor, READ_LIST, ListRow).get(uid)


def reply_kept(actor: Actor, uid: UUID | str) -> ReplyRow:
    """Return one answer. Raises NotFound."""
    return read(actor, KEEP_REPLY, ReplyRow).get(uid)


def askable_rounds(actor: Actor, call_uid: UUID | str) -> list[tuple[UUID, int]]:
    """Return the rounds of a call in which a list may be drawn up now: (uid, ordinal)."""
    rows = scope(actor, DRAW_UP_LIST).filter(call__uid=call_uid, state=RoundState.ANNOUNCED)
    return list(rows.order_by("ordinal").values_list("uid", "ordinal"))


def askable(actor: Actor, round_uid: UUID | str) -> Askable:
    """Return a round and who can be asked in it, for facts that its rules use. Raises NotFound."""
    round_: Round = target(actor, DRAW_UP_LIST, round_uid)
    asked = questions_for(round_) if round_.state == RoundState.ANNOUNCED else {}
    sources = [
        Offered(
            code,
            AttestationSource(code).label,
            questions,
            min(to_ask(actor, round_, code).count(), MOST_ROWS),
            min(to_ask(actor, round_, code, everybody=True).count(), MOST_ROWS),
        )
        for code, questions in asked.items()
    ]
    call = round_.call
    return Askable(round_.uid, call.uid, call.title, round_.ordinal, sources)


def list_sheet(actor: Actor, uid: UUID | str) -> ListSheet:
    """Return a list with its answers and receipts. Raises NotFound."""
    row = list_kept(actor, uid)
    found = CheckList.objects.select_related("round__call").get(uid=row.uid)
    outcomes = _outcomes(found)
    replies = read(actor, KEEP_REPLY, ReplyRow).restrict(Q(list=found))
    replies = replies.order_by("-received_at", "-uid")
    return ListSheet(
        row=row,
        questions=[one.zh for one in questions_named(found.round, found.questions)],
        outcomes=outcomes,
        passed_over=[
            (one.label, outcomes[one.value]) for one in PASSED_OVER if outcomes.get(one.value)
        ],
        replies=[(one, _job(one)) for one in replies],
        receipts=[_receipt(one) for one in _receipts(found)],
        connected=is_connected(row.asked_of),
        open=row.ended_at is None and row.round_state == RoundState.ANNOUNCED,
    )


def _job(reply: ReplyRow) -> JobView | None:
    running = reply.state in ("taking", "failed") and reply.job_uid is not None
    return job_view(reply.job_uid) if running and reply.job_uid is not None else None


def _outcomes(found: CheckList) -> dict[str, int]:
    rows = CheckAnswer.objects.filter(line__list=found).order_by("pk")
    last: dict[int, str] = dict(rows.values_list("line", "outcome"))
    counted = Counter(last.values())
    silent = found.rows - len(last)
    return {"": silent, **{one.value: counted[one.value] for one in LineOutcome}}


def _receipts(found: CheckList) -> QuerySet[DestructionReceipt]:
    rows = found.receipts.order_by("pk").annotate(by_name=F("recorded_by__name"))
    return rows


def _receipt(one: DestructionReceipt) -> Receipt:
    by = one.said_by or getattr(one, "by_name", None) or "系统（到期）"
    return Receipt(
        one.what,
        one.get_what_display(),
        one.get_why_display(),
        one.sha256,
        one.rows,
        one.destroyed_on,
        by,
    )
