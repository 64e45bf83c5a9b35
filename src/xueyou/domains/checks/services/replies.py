"""An answer that comes back as a workbook: looked at, confirmed, taken in by a job."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from xueyou.domains.checks import verbs
from xueyou.domains.checks.access import KEEP_LIST, KEEP_REPLY
from xueyou.domains.checks.models import CheckLine, CheckList, CheckReply, ReplyState, ReplyWay
from xueyou.domains.checks.questions import as_columns, questions_named
from xueyou.domains.checks.refusals import ChecksRefused
from xueyou.domains.checks.services.checking import Checked, check_sheet
from xueyou.domains.checks.services.drawing_up import BACKSTOP, GONE, row_of
from xueyou.domains.checks.services.kept_answers import kept_answer
from xueyou.domains.checks.told import told_of
from xueyou.formats.check_columns import ID, WHO, Asked
from xueyou.formats.check_reader import RawAnswer, read_answer
from xueyou.formats.check_workbook import check_workbook
from xueyou.formats.filled_sheet import RawCell, RawRow
from xueyou.formats.list_writer import ListedRow
from xueyou.kernel.calls.models import RoundState
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.files.api import incoming
from xueyou.platform.files.sealed_copies import sealed_copy
from xueyou.platform.files.turns import turn
from xueyou.platform.files.uploads import Readable
from xueyou.platform.jobs.api import enqueue
from xueyou.platform.time import business_now, wall_now

LABEL = "checks.reply"
JOB = "checks.take_in"
SHOWN = 200
"""Wrong cells that the page names; the workbook given back names all."""


def hand_in_reply(
    *,
    actor: Actor,
    list_uid: UUID | str,
    upload: Readable,
    observed_on: date | None = None,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Look at an answer and keep it, encrypted; return its uid. No fact is written yet.

    `observed_on`: the day for which the office answers (default: today). Raises Refusal and
    AnswerUnfit where the file as a whole cannot be taken, ChecksRefused, ReaderBusy, NotFound.
    """
    if not isinstance(actor.user, User):
        raise ChecksRefused("回复要由具体的经办人来交。没有收下。")
    found: CheckList = target(actor, KEEP_LIST, list_uid)
    require_open(found)
    today = (at or business_now()).date()
    on = observed_on or today
    if on > today or on < found.drawn_at.date():
        raise ChecksRefused("对方是哪一天查的，要在列出名单以后、今天以前。没有收下。")
    with incoming(upload) as arrived:
        with turn():
            answer = read_answer(arrived.path, name=arrived.name)
        checked = check_sheet(found, answer, lines_of(found), actor)
        uid = uuid7()
        request = {"list": str(found.uid), "sha256": arrived.sha256, "on": on.isoformat()}
        with (
            arrived.path.open("rb") as source,
            sealed_copy(source, arrived.name, label=LABEL, uid=uid) as copy,
            act(actor, verbs.HAND_IN.name, at=at, key=key, request=request) as a,
        ):
            if a.repeated:
                return UUID(a.outcome["uid"])
            a.lock(found)
            require_open(found)
            CheckReply.objects.create(
                uid=uid,
                list=found,
                way=ReplyWay.SHEET,
                attachment=copy.keep(
                    a, purpose="check_reply", delete_after=found.expires_on + BACKSTOP
                ),
                file_name=arrived.name,
                sha256=arrived.sha256,
                observed_on=on,
                received_by=actor.user,
                received_at=a.business_at,
                state=ReplyState.WRONG if checked.wrong else ReplyState.READY,
                counts=dict(checked.counts),
                shown=_shown(
                    answer, checked, as_columns(questions_named(found.round, found.questions))
                ),
            )
            a.about("check_reply", uid, org_path=found.round.call.organisation.path)
            a.data = {"list": found.uid, "sha256": arrived.sha256, **in_log(checked.counts)}
            a.outcome = {"uid": str(uid)}
            return uid


def take_in_reply(
    *, actor: Actor, reply_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Confirm what was shown: a job writes the facts down. Raises NotFound, ChecksRefused."""
    with act(actor, verbs.TAKE_IN.name, at=at, key=key, request={"reply": str(reply_uid)}) as a:
        found: CheckReply = target(actor, KEEP_REPLY, reply_uid)
        if a.repeated:
            return
        a.lock(found)
        if found.state != ReplyState.READY:
            raise ChecksRefused(_NOT_READY.get(found.state, "这份回复现在不能登记。"))
        require_open(found.list)
        if not said(found.counts):
            raise ChecksRefused("这份回复里没有要登记的。没有改动。")
        path = found.list.round.call.organisation.path
        job = enqueue(
            JOB, {"reply": str(found.uid)}, actor=actor, org_path=path, dedupe_key=str(found.uid)
        )
        found.state, found.job_uid = ReplyState.TAKING, job.uid
        found.save(update_fields=["state", "job_uid"])
        a.about("check_reply", found.uid, org_path=path)
        a.data = {"list": found.list.uid, "job": job.uid}


_NOT_READY = {
    ReplyState.WRONG.value: "这份回复里还有要改的格子。请下载带批注的表，改好后重新交。",
    ReplyState.TAKING.value: "这份回复正在登记，不用再点。",
    ReplyState.TAKEN.value: "这份回复已经登记过了，没有再登一遍。",
    ReplyState.STALE.value: "这份回复已经过时，请重新交一次，看清再确认。",
    ReplyState.UNDONE.value: "这份回复已经撤销。要用它，请重新交一次。",
}


def returned_reply(*, actor: Actor, reply_uid: UUID | str) -> bytes:
    """Return an answer as it came, with a sentence beside each wrong cell; fetching is an act.

    Raises NotFound, ChecksRefused where the file is gone, ReaderBusy: it is read and judged again.
    """
    reply: CheckReply = target(actor, KEEP_REPLY, reply_uid)
    found, lines = reply.list, lines_of(reply.list)
    answer = answer_of(reply)
    checked = check_sheet(found, answer, lines, actor)
    questions = questions_named(found.round, found.questions)
    told = told_of(found.round.call, questions, [one.application for one in lines], wall_now())
    by_code = {line.code: told[line.application_id] for line in lines}
    asked = as_columns(questions)
    rows = []
    for row in answer.rows:
        known = by_code.get(row.id.upper())
        fixed = {"id": row.id.upper()} if known is None else row_of(row.id.upper(), 0, known).fixed
        rows.append(
            ListedRow(row.number, fixed, _typed(row, asked), checked.wrong.get(row.number, {}))
        )
    with act(actor, verbs.FETCH_WRONG.name) as a:
        a.about("check_reply", reply.uid, org_path=found.round.call.organisation.path)
        a.data = {"list": found.uid}
    return check_workbook(asked, rows)


def answer_of(reply: CheckReply) -> RawAnswer:
    """Return the workbook of an answer, read again. Raises ChecksRefused, Refusal, ReaderBusy."""
    return kept_answer(
        reply.attachment, label=LABEL, uid=reply.uid, name=reply.file_name, gone=GONE
    )


def who_handed_in(reply: CheckReply) -> Actor:
    """Return the account that handed an answer in, as an actor."""
    return actor_for(reply.received_by)


def lines_of(found: CheckList) -> list[CheckLine]:
    """Return the lines of a list with their applications, by row."""
    rows: QuerySet[CheckLine] = found.lines.select_related(
        "application__call", "application__round", "application__person", "application__claim"
    )
    return list(rows.order_by("row"))


def require_open(found: CheckList) -> None:
    """Raise ChecksRefused where no answer is taken any more."""
    if found.ended_at is not None:
        raise ChecksRefused(GONE)
    if found.round.state != RoundState.ANNOUNCED:
        raise ChecksRefused("这一轮已经封存，核对结果不能再改，没有收下。")


def said(counts: dict[str, int]) -> int:
    """Return how many rows of an answer would become facts."""
    return sum(counts.get(name, 0) for name in ("agrees", "differs", "no_answer"))


def in_log(counts: Any) -> dict[str, int]:
    """Return what the act says of an answer's rows."""
    return {name: counts[name] for name in verbs.COUNTS}


def _typed(row: RawRow, asked: list[Asked]) -> dict[str, RawCell]:
    """Return the cells as they came, under the codes of our columns."""
    columns = [*WHO, *(column for one in asked for column in (one.told, one.says, one.has))]
    return {
        column.code: cell
        for column in columns
        if column is not ID
        and (cell := row.cells.get(column.code) or row.cells.get(column.title)) is not None
    }


def _shown(answer: RawAnswer, checked: Checked, asked: list[Asked]) -> dict[str, Any]:
    """Return what the page says of wrong cells: their place and the sentence, nothing of people."""
    titles = {
        column.code: column.title
        for column in (*WHO, *(c for one in asked for c in (one.told, one.says, one.has)))
    }
    cells = [
        {"cell": f"{answer.letter(code, titles[code])}{row}", "says": says}
        for row, faults in checked.wrong.items()
        for code, says in faults.items()
    ]
    return {"wrong": cells[:SHOWN]}
