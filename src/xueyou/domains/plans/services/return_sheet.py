"""The workbook of a hand-over sheet comes back: its answers become notes on the tasks."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from xueyou.domains.plans.access.sheets import STEER_SHEET
from xueyou.domains.plans.models import HandoverSheet, SheetLine
from xueyou.domains.plans.paper_kinds import HANDOVER_KIND
from xueyou.domains.plans.services import paper_verbs
from xueyou.domains.plans.services.holding import hold_open
from xueyou.domains.plans.services.notes import add_note
from xueyou.formats.days import day
from xueyou.formats.handover_workbook import (
    DONE_ON,
    Answer,
    WrongCell,
    read_handover,
    wrong_cells,
)
from xueyou.formats.media_types import XLSX
from xueyou.kernel.papers.outward import signed_paper
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.files.api import Trust, incoming, mark_clean, receive
from xueyou.platform.files.turns import turn
from xueyou.platform.files.uploads import Readable


class SheetRefused(Exception):
    """Nothing of the workbook was taken: some cells are wrong. `answers` are all its rows."""

    def __init__(self, answers: Sequence[Answer], wrong: Sequence[WrongCell]) -> None:
        self.answers = tuple(answers)
        self.wrong = tuple(wrong)
        self.zh = f"有{len(wrong)}处要改，这份回执一项也没有收下。请按下面标出的改好，再交一次。"
        super().__init__(self.zh)


def return_sheet(
    *,
    actor: Actor,
    sheet_uid: UUID | str,
    upload: Readable,
    key: str,
    at: datetime | None = None,
) -> int:
    """File a workbook that came back; return how many tasks got a new note.

    Lines are found by their number; an answer that is here already changes nothing, an empty one
    takes nothing away. Raises Refusal where it is no such workbook, SheetRefused with the cells
    that are wrong (then nothing is taken), ReaderBusy, NotFound, NotSigned.
    """
    _sheet(actor, sheet_uid)
    answers: list[Answer] = []

    def check(path: Path, name: str) -> str:
        with turn():
            answers.extend(read_handover(path, name))
        return XLSX

    with incoming(upload, check=check) as arrived:
        request = {"sheet": str(sheet_uid), "sha256": arrived.sha256}
        with act(actor, paper_verbs.RETURN_SHEET.name, at=at, key=key, request=request) as a:
            sheet = _sheet(actor, sheet_uid)
            if a.repeated:
                return int(a.outcome["notes"])
            signed_paper(sheet.paper.uid, kind=HANDOVER_KIND, subject_uid=sheet.uid)
            hold_open(a, sheet.plan, sheet)
            lines = {str(line.uid): line for line in sheet.lines.select_related("task__plan")}
            on = a.business_at.date()
            wrong = [*wrong_cells(answers, frozenset(lines)), *_future(answers, on)]
            if wrong:
                raise SheetRefused(answers, sorted(wrong, key=lambda cell: cell.row))
            notes = _take(a, actor, sheet, lines, answers)
            returned = receive(
                arrived,
                act=a,
                purpose="sheet_return",
                title=arrived.name,
                owner_kind="plan_sheet",
                owner_uid=sheet.uid,
                trust=Trust.HANDED_IN,
            )
            mark_clean(returned.blob)  # read_handover has been through all of it
            sheet.returned, sheet.returned_on = returned, sheet.returned_on or on
            sheet.save(update_fields=["returned", "returned_on"])
            a.about("plan_sheet", sheet.uid, org_path=sheet.plan.organisation.path)
            a.data = {
                "sheet": sheet.uid,
                "notes": notes,
                "unchanged": sum(1 for answer in answers if answer.words) - len(notes),
                "sha256": arrived.sha256,
            }
            a.outcome = {"notes": len(notes)}
            return len(notes)


def _sheet(actor: Actor, uid: UUID | str) -> HandoverSheet:
    found = target(actor, STEER_SHEET, uid)
    assert isinstance(found, HandoverSheet)
    return found


def _future(answers: Sequence[Answer], on: date) -> list[WrongCell]:
    return [
        WrongCell(answer.row, DONE_ON, "办结日期在今天以后。还没有办结就空着，打算写在办理情况里。")
        for answer in answers
        if (done := day(answer.done_on)) is not None and done > on
    ]


def _take(
    a: ActInProgress,
    actor: Actor,
    sheet: HandoverSheet,
    lines: dict[str, SheetLine],
    answers: Sequence[Answer],
) -> list[UUID]:
    """Write what is new on the lines and as notes on their tasks; return the notes' uids."""
    notes = []
    for answer in answers:
        if not answer.words:
            continue
        line, said = lines[answer.uid.lower()], _said(answer)
        if line.answer == said:
            continue
        line.answer, line.answered_on = said, a.business_at.date()
        line.save(update_fields=["answer", "answered_on"])
        note, _ = add_note(a, actor, line.task, f"{sheet.unit_name}回复：{said}")
        notes.append(note.uid)
    return notes


def _said(answer: Answer) -> str:
    done = day(answer.done_on)
    more = [answer.words.rstrip("。")]
    if done is not None:
        more.append(f"办结日期{done.year}年{done.month}月{done.day}日")
    if answer.evidence:
        more.append(f"佐证：{answer.evidence.rstrip('。')}")
    return "；".join(more) + "。"
