"""The sheet with which a school says what is known of its pupils, scores with their source."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from xueyou.domains.classes import verbs
from xueyou.domains.classes.access import KEEP_DIVISION
from xueyou.domains.classes.models import VALUES, AlarmKind, Division, GradePupil
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.alarms import raise_alarm
from xueyou.domains.classes.services.composing import HEAD, MONTH, SEX
from xueyou.domains.classes.services.opening import require_draft
from xueyou.domains.classes.services.sheets import under_its_name
from xueyou.domains.classes.services.steering import steering
from xueyou.formats.class_rosters import (
    ID_HEADS,
    RosterSheet,
    head_key,
    read_class_roster,
)
from xueyou.formats.tables import TableRefused
from xueyou.formats.workbook import Column, Sheet, workbook
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.files.api import Incoming, incoming
from xueyou.platform.files.turns import turn
from xueyou.platform.files.uploads import Readable
from xueyou.rulebook.classes.columns import DEMANDS, cells_of, meaning
from xueyou.rulebook.classes.model import ClassRules
from xueyou.rulebook.classes.roster import read_roster
from xueyou.rulebook.classes.running import ENTRANCE_TESTS
from xueyou.rulebook.language.faults import InputRefused

SPREAD_OUT = ("幼儿园或小学", "居住片区", "特殊需要")
"""Columns that the empty sheet offers; a school may put others in their place."""
MOST_COLUMNS = 20
_NEVER = frozenset({"personal", "rank", "earlier", "body", "id"})


@dataclass(frozen=True, slots=True)
class Filled:
    """How many columns of a sheet are used, and which were left out because they would steer."""

    columns: int
    left_out: tuple[str, ...]


def roster_sheet(*, actor: Actor, division_uid: UUID | str, at: datetime | None = None) -> bytes:
    """Return the workbook to fill in: codes, names, and what is filled in already. An act."""
    with act(actor, verbs.FETCH_SHEET.name, at=at) as a:
        division: Division = target(actor, KEEP_DIVISION, division_uid)
        pupils = list(division.pupils.filter(left_at=None).select_related("person"))
        heads = list(division.columns) or list(SPREAD_OUT)
        columns = [Column(head, 14) for head in (HEAD, "姓名", *heads)]
        rows = []
        for pupil in sorted(pupils, key=lambda one: one.code):
            values = json.loads(VALUES.text(pupil))
            filled = [values.get(head, "") for head in heads]
            rows.append((pupil.code, pupil.person.name, *filled))
        a.about("division", division.uid, org_path=division.school.path)
        a.data = {"rows": len(rows)}
    return workbook([Sheet("名单", columns, rows)])


def fill_roster(
    *,
    actor: Actor,
    division_uid: UUID | str,
    upload: Readable,
    scores: Sequence[str] = (),
    score_source: str = "",
    key: str,
    at: datetime | None = None,
) -> Filled:
    """Take a filled sheet, whole or not at all.

    A class written into the sheet is not taken, nor a column nobody knows that would keep a few
    apart: the bureau hears of both. Raises NotFound, ClassesNotDone, InputRefused with every wrong
    cell.
    """
    target(actor, KEEP_DIVISION, division_uid)
    with incoming(upload) as arrived, turn():
        sheet, told = _read(arrived, scores)
        request = {
            "division": str(division_uid),
            "sha256": arrived.sha256,
            "scores": list(told),
            "source": score_source,
        }
        with act(actor, verbs.FILL.name, at=at, key=key, request=request) as a:
            division: Division = target(actor, KEEP_DIVISION, division_uid)
            if a.repeated:
                return Filled(a.outcome["columns"], tuple(a.outcome.get("left_out", ())))
            a.lock(division)
            require_draft(division)
            _check_scores(division, told, score_source.strip())
            _check_cells(division, arrived, told)
            division.scores = list(told)
            named = {head: cells_of(sheet, sheet.heads.index(head)) for head in _used(sheet)}
            steers = steering(division, named)
            heads = [head for head in named if head not in steers]
            _write(division, sheet, heads)
            division.columns = heads
            division.score_source = score_source.strip() if told else ""
            division.save(update_fields=["columns", "scores", "score_source"])
            if preset := _preset(sheet).union(*steers.values()):
                raise_alarm(a, division, AlarmKind.IN_SHEET, pupils=len(preset))
            a.about("division", division.uid, org_path=division.school.path)
            a.data = {
                "rows": len(sheet.rows),
                "columns": len(heads),
                "scores": len(told),
                "sha256": arrived.sha256,
            }
            a.outcome = {"columns": len(heads), "left_out": list(steers)}
            return Filled(len(heads), tuple(steers))


def _read(arrived: Incoming, scores: Sequence[str]) -> tuple[RosterSheet, tuple[str, ...]]:
    with under_its_name(arrived) as path:
        try:
            sheet = read_class_roster(path)
        except TableRefused as refused:
            raise ClassesNotDone(f"{refused.faults[0].zh}没有收下。") from None
    told = tuple(dict.fromkeys(filter(None, map(head_key, scores))))
    missing = [head for head in told if head not in sheet.heads]
    if missing:
        raise ClassesNotDone(f"表里没有“{missing[0]}”这一列，没有收下。请核对分数是哪几列。")
    return sheet, told


def _check_scores(division: Division, scores: Sequence[str], source: str) -> None:
    if not scores:
        return
    if division.grade == 1:
        raise ClassesNotDone("一年级新生不考试，分班不能用分数。没有收下，请去掉分数的列。")
    if not source or len(source) > 200:
        raise ClassesNotDone("用了分数，就要写明分数从哪里来，最多200个字。没有收下。")
    if division.grade <= 9 and any(word in source for word in ENTRANCE_TESTS):
        raise ClassesNotDone(
            "义务教育阶段不能用入学考试、分班考试的成绩分班。没有收下；不用分数也能分。"
        )


def _used(sheet: RosterSheet) -> list[str]:
    own = {HEAD, SEX, MONTH}
    heads = [
        head
        for head in sheet.heads
        if head and head not in own and head not in DEMANDS and meaning(head) not in _NEVER
    ]
    if len(heads) > MOST_COLUMNS:
        raise ClassesNotDone(f"最多用{MOST_COLUMNS}列，表里有{len(heads)}列。没有收下。")
    return heads


def _check_cells(division: Division, arrived: Incoming, scores: Sequence[str]) -> None:
    """Read the sheet as the run will: what may not be asked for and cells that say nothing."""
    with under_its_name(arrived) as named:
        roster = read_roster(named, ClassRules(stage=division.stage), list(scores))
    known = set(division.pupils.filter(left_at=None).values_list("code", flat=True))
    came = set(roster.ids)
    if came != known:
        more, less = len(came - known), len(known - came)
        raise ClassesNotDone(
            f"表和名单对不上：多出{more}个编号，缺{less}个。没有收下。"
            "请重新取一次表来填，编号一列不要改。"
        )


def _write(division: Division, sheet: RosterSheet, heads: Sequence[str]) -> None:
    at = {head: column for column, head in enumerate(sheet.heads) if head}
    key = at[next(head for head in ID_HEADS if head in at)]
    by_code: dict[str, Any] = {cells[key]: cells for _, cells in sheet.rows}
    pupils = list(division.pupils.filter(left_at=None))
    for pupil in pupils:
        cells = by_code[pupil.code]
        values = {head: cells[at[head]] for head in heads}
        kept = VALUES.columns(pupil.uid, json.dumps(values, ensure_ascii=False))
        for column, value in kept.items():
            setattr(pupil, column, value)
    GradePupil.objects.bulk_update(pupils, ["values_enc", "enc_key_id"], batch_size=200)


def _preset(sheet: RosterSheet) -> set[int]:
    """Return the places of pupils for whom the sheet names a class or a group beforehand."""
    columns = [
        column
        for column, head in enumerate(sheet.heads)
        if head in DEMANDS or meaning(head) == "earlier"
    ]
    return {
        at for at, (_, cells) in enumerate(sheet.rows) if any(cells[column] for column in columns)
    }


__all__ = ["Filled", "InputRefused", "fill_roster", "roster_sheet"]
