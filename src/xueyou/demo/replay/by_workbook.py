"""A clerk takes the list of what has to be looked at, decides in it, and hands it in: one batch."""

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.base import File

from xueyou.demo.replay.enrolling import call_of
from xueyou.demo.replay.stage import Event, moment, person
from xueyou.demo.year.enrolment import Opened
from xueyou.domains.checks.models import DeskBatch
from xueyou.domains.checks.row_marks import row_code
from xueyou.domains.checks.selectors.files import LOOK, desk_head
from xueyou.domains.checks.services.batches import decide_batch, hand_in_batch
from xueyou.domains.checks.services.listing_out import WORDS, Names, fetch_files, form_of
from xueyou.formats import decision_columns as at_
from xueyou.formats.check_reader import read_answer
from xueyou.formats.filled_sheet import RawCell
from xueyou.formats.list_writer import ListedRow, list_workbook
from xueyou.kernel.calls.models import Application, ApplicationState
from xueyou.platform.acts.actors import Actor
from xueyou.surfaces.desk.words import OF_STAGE, OFFICES

NAMES = Names({stage: words for stage, (_, _, words) in OF_STAGE.items()}, OFFICES)
Typed = Mapping[str, str]
VISITED: Typed = {
    at_.DOES.code: WORDS["visit"],
    at_.DAY.code: "2026-11-24",
    at_.VISITORS.code: "温雅、骆安",
}
BACK: Typed = {
    at_.DOES.code: WORDS["back"],
    at_.MISSING.code: "户口簿：登记的和填的不一样，请拍户主和孩子那两页；"
    "房产证：请拍写着住址的那一页",
}
DECIDED: tuple[Typed, ...] = (
    *(({at_.DOES.code: WORDS["pass"]},) * 9),
    *((BACK,) * 3),
    *((VISITED,) * 2),
)
"""Row after row of those that can be decided; the rest of the list stays as it is."""


def by_workbook(opened: Opened, on: date) -> Iterator[Event]:
    """Yield the batch: handed in before noon, looked at, done."""
    key = f"demo-{opened.name}-workbook"
    yield Event(moment(on, 11), key, "用表格核对一批", partial(_hand_in, opened))
    done = partial(_decide, opened)
    yield Event(moment(on, 11, 10), f"{key}-done", "看过再办", done)


def _hand_in(opened: Opened, *, key: str, at: datetime) -> None:
    officer, call = person(opened.officer), call_of(opened)
    if DeskBatch.objects.filter(call=call).exists():
        return
    _, data = fetch_files(actor=officer, call_uid=call.uid, stage=LOOK, sought="", names=NAMES)
    hand_in_batch(
        actor=officer,
        call_uid=call.uid,
        upload=File(io.BytesIO(_filled(officer, opened, data)), name="核对.xlsx"),
        key=key,
        at=at,
    )


def _decide(opened: Opened, *, key: str, at: datetime) -> None:
    batch = DeskBatch.objects.get(call=call_of(opened))
    decide_batch(actor=person(opened.officer), batch_uid=batch.uid, key=key, at=at)


def _filled(officer: Actor, opened: Opened, data: bytes) -> bytes:
    """Write decisions beside the first rows that wait for one."""
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(data)
        file.flush()
        answer = read_answer(Path(file.name), name="核对.xlsx")
    call = call_of(opened)
    waiting = Application.objects.filter(
        call=call, state=ApplicationState.SUBMITTED, sent_back=0, visits=None
    )
    open_rows = {row_code(uid) for uid in waiting.values_list("uid", flat=True)}
    decided = iter(DECIDED)
    rows = []
    for row in answer.rows:
        code = row.id.upper()
        fixed = {name: cell.text for name, cell in row.cells.items()} | {"id": code}
        typed = next(decided, {}) if code in open_rows else {}
        cells = {name: RawCell("text", text) for name, text in typed.items()}
        rows.append(ListedRow(row.number, fixed, cells))
    return list_workbook(form_of(officer, desk_head(officer, call.uid), NAMES), rows)
