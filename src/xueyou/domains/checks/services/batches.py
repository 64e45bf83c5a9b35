"""Decisions that come back as a workbook: looked at, confirmed, done in one act or not at all."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from xueyou.domains.checks import desk_verbs
from xueyou.domains.checks.desk_access import HAND_IN_BATCH, KEEP_BATCH
from xueyou.domains.checks.models import BatchState, DeskBatch, Does
from xueyou.domains.checks.refusals import ChecksRefused
from xueyou.domains.checks.row_marks import by_row_code
from xueyou.domains.checks.selectors.files import desk_head, queue
from xueyou.domains.checks.services.batch_doing import carry_out
from xueyou.domains.checks.services.batch_judging import (
    OVERTAKEN,
    Judged,
    filled_rows,
    judge_batch,
)
from xueyou.domains.checks.services.kept_answers import kept_answer
from xueyou.domains.checks.services.listing_out import Names, fixed_cells, form_of
from xueyou.formats.check_columns import ID
from xueyou.formats.check_reader import RawAnswer, read_answer
from xueyou.formats.decision_columns import FILLED
from xueyou.formats.filled_sheet import RawCell, RawRow
from xueyou.formats.list_writer import ListedRow, list_workbook
from xueyou.kernel.calls.insiders import OwnKin, require_all_impartial
from xueyou.kernel.calls.models import Application, Call, Round
from xueyou.kernel.calls.services.changing import require_unfrozen
from xueyou.platform.access.reading import NotFound, scope, target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7
from xueyou.platform.files.api import incoming
from xueyou.platform.files.sealed_copies import sealed_copy
from xueyou.platform.files.turns import turn
from xueyou.platform.files.uploads import Readable
from xueyou.platform.time import business_now

LABEL = "checks.batch"
MOST = 500
"""Decisions in one batch: some seconds of one transaction."""
SHOWN = 200
KEPT = timedelta(days=30)
"""How long the file is here, should anybody ask what was handed in."""
GONE = "这张表的文件已经到期销毁。请重新取一张来填。"


def hand_in_batch(
    *,
    actor: Actor,
    call_uid: UUID | str,
    upload: Readable,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Look at a workbook of decisions and keep it, encrypted; return its uid. Nothing is decided.

    A try on files of the actor's own family is remembered. Raises Refusal, AnswerUnfit where the
    file as a whole cannot be taken, ChecksRefused, ReaderBusy, NotFound.
    """
    if not isinstance(actor.user, User):
        raise ChecksRefused("成批核对要由具体的经办人来交。没有收下。")
    call = _call(actor, call_uid)
    with incoming(upload) as arrived:
        with turn():
            answer = read_answer(arrived.path, name=arrived.name)
        _require_some(len(filled_rows(answer)))
        judged = judge_batch(actor, call, answer, (at or business_now()).date())
        uid = uuid7()
        request = {"call": str(call.uid), "sha256": arrived.sha256}
        with (
            arrived.path.open("rb") as source,
            sealed_copy(source, arrived.name, label=LABEL, uid=uid) as copy,
            act(actor, desk_verbs.HAND_IN_BATCH.name, at=at, key=key, request=request) as a,
        ):
            if a.repeated:
                return UUID(a.outcome["uid"])
            DeskBatch.objects.create(
                uid=uid,
                call=call,
                attachment=copy.keep(
                    a, purpose="desk_batch", delete_after=(a.business_at + KEPT).date()
                ),
                file_name=arrived.name,
                sha256=arrived.sha256,
                received_by=actor.user,
                received_at=a.business_at,
                state=BatchState.WRONG if judged.wrong else BatchState.READY,
                counts=dict(judged.counts),
                shown=_shown(answer, judged),
            )
            _name_subject(a, actor, call)
            counts = {name: judged.counts[name] for name in desk_verbs.BATCHED}
            a.data = {"call": call.uid, "sha256": arrived.sha256, **counts}
            a.outcome = {"uid": str(uid)}
    _remember_kin(actor, judged, at)
    return uid


def decide_batch(
    *, actor: Actor, batch_uid: UUID | str, key: str, at: datetime | None = None
) -> int:
    """Do what was shown, whole; return how many files. Where a row is wrong by now, nothing is.

    Raises NotFound, ChecksRefused, CallRefused, ReaderBusy.
    """
    batch: DeskBatch = target(actor, KEEP_BATCH, batch_uid)
    request = {"batch": str(batch.uid)}
    answer = _answer_of(batch) if batch.state == BatchState.READY else None
    try:
        with act(actor, desk_verbs.DECIDE_BATCH.name, at=at, key=key, request=request) as a:
            if a.repeated:
                return int(a.outcome["files"])
            if answer is None:
                raise ChecksRefused(_NOT_READY[BatchState(batch.state)])
            judged = judge_batch(actor, batch.call, answer, a.business_at.date())
            files = [one.application for one in judged.decisions]
            for round_ in _rounds(files):
                require_unfrozen(round_, "核对")
            a.lock(batch, *files)
            if batch.state != BatchState.READY:
                raise ChecksRefused(_NOT_READY[BatchState(batch.state)])
            # Again, now that they are held: what came between counts. The same rows, or none.
            judged = judge_batch(actor, batch.call, answer, a.business_at.date())
            if judged.wrong or [one.application for one in judged.decisions] != files:
                raise _Overtaken
            carry_out(a, batch, judged.decisions)
            a.about("application", files[0].uid, org_path=files[0].home_path)
            done = {
                does: [one.application.uid for one in judged.decisions if one.does == does]
                for does in Does
            }
            a.data = {
                "call": batch.call.uid,
                "batch": batch.uid,
                "passed": done[Does.PASS],
                "sent_back": done[Does.BACK],
                "visits": done[Does.VISIT],
                "referred": done[Does.REFER],
            }
            a.outcome = {"files": len(files)}
            return len(files)
    except _Overtaken:
        _set_aside(actor, batch, answer, at)
        raise ChecksRefused(
            "您交上来以后，有的申请变了，所以一份也没有办。请下载带批注的表，看清再交。"
        ) from None


class _Overtaken(Exception):
    """A row is not any more what was shown."""


_NOT_READY = {
    BatchState.WRONG: "这张表里还有要改的格子。请下载带批注的表，改好后重新交。",
    BatchState.READY: "请再点一次。",
    BatchState.DONE: "这张表已经办过了，没有再办一遍。",
    BatchState.UNDONE: "这张表已经撤销。要用它，请重新交一次。",
}


def returned_batch(*, actor: Actor, batch_uid: UUID | str, names: Names) -> bytes:
    """Return a workbook as it came, with a sentence beside each wrong cell; fetching is an act.

    Raises NotFound, ChecksRefused where the file is gone, ReaderBusy: it is read and judged again.
    """
    batch: DeskBatch = target(actor, KEEP_BATCH, batch_uid)
    answer = _answer_of(batch)
    judged = judge_batch(actor, batch.call, answer, business_now().date())
    head = desk_head(actor, batch.call.uid)
    uids = by_row_code(uid for _, _, uid in queue(actor, head.uid).entries)
    known = [uids[row.id.upper()] for row in answer.rows if row.id.upper() in uids]
    fixed = {cells["id"]: cells for cells in fixed_cells(actor, head, known, names)}
    form = form_of(actor, head, names)
    codes = {column.code: column.title for column in form.columns}
    rows = [
        ListedRow(
            row.number,
            fixed.get(row.id.upper(), {ID.code: row.id.upper()}),
            _typed(row, codes),
            judged.wrong.get(row.number, {}),
        )
        for row in answer.rows
    ]
    with act(actor, desk_verbs.FETCH_BATCH.name) as a:
        _name_subject(a, actor, batch.call)
        a.data = {"call": batch.call.uid}
    return list_workbook(form, rows)


def _typed(row: RawRow, codes: dict[str, str]) -> dict[str, RawCell]:
    """Return the cells as they came, under the codes of our columns."""
    return {
        code: cell
        for code, title in codes.items()
        if code != ID.code and (cell := row.cells.get(code) or row.cells.get(title)) is not None
    }


def _call(actor: Actor, uid: UUID | str) -> Call:
    call = Call.objects.filter(uid=uid).select_related("organisation").first()
    if call is None or not scope(actor, HAND_IN_BATCH).filter(call=call).exists():
        raise NotFound
    return call


def _name_subject(a: ActInProgress, actor: Actor, call: Call) -> None:
    """Name a file as the subject: a school that checks for its county keeps no call of it."""
    first = scope(actor, HAND_IN_BATCH).filter(call=call).order_by("pk").first()
    if first is None:
        raise NotFound
    a.about("application", first.uid, org_path=first.home_path)


def _rounds(files: Sequence[Application]) -> list[Round]:
    keys = {one.round_id for one in files if one.round_id is not None}
    return list(Round.objects.filter(pk__in=keys).order_by("pk"))


def _require_some(decided: int) -> None:
    if not decided:
        raise ChecksRefused("表里一行也没有写“怎么办”，没有要办的。没有收下。")
    if decided > MOST:
        raise ChecksRefused(f"一次最多办{MOST}份，表里写了{decided}份。请分几次交。没有收下。")


def _answer_of(batch: DeskBatch) -> RawAnswer:
    return kept_answer(
        batch.attachment, label=LABEL, uid=batch.uid, name=batch.file_name, gone=GONE
    )


def _shown(answer: RawAnswer, judged: Judged) -> dict[str, Any]:
    """Return what the page says of wrong cells: their place and the sentence, nothing of people."""
    titles = {column.code: column.title for column in (ID, *FILLED)}
    cells = [
        {"cell": f"{answer.letter(code, titles[code])}{row}", "says": says}
        for row, faults in judged.wrong.items()
        for code, says in faults.items()
    ]
    overtaken = sum(OVERTAKEN in faults.values() for faults in judged.wrong.values())
    return {"wrong": cells[:SHOWN], "overtaken": overtaken}


def _set_aside(
    actor: Actor, batch: DeskBatch, answer: RawAnswer | None, at: datetime | None
) -> None:
    assert answer is not None
    with act(actor, desk_verbs.SET_BATCH_ASIDE.name, at=at) as a:
        a.lock(batch)
        judged = judge_batch(actor, batch.call, answer, a.business_at.date())
        if batch.state == BatchState.READY and judged.wrong:
            batch.state = BatchState.WRONG
            batch.counts, batch.shown = dict(judged.counts), _shown(answer, judged)
            batch.save(update_fields=["state", "counts", "shown"])
        _name_subject(a, actor, batch.call)
        a.data = {"call": batch.call.uid, "wrong": judged.counts["wrong"]}
    _remember_kin(actor, judged, at)


def _remember_kin(actor: Actor, judged: Judged, at: datetime | None) -> None:
    try:
        require_all_impartial(actor, judged.kin, at=at)
    except OwnKin:
        return
