"""What a filled workbook would change, and which of its cells cannot be taken, with the reason."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from xueyou.domains.plans.services.progress_targets import ProgressTarget, in_unit
from xueyou.formats.filled_sheet import RawRow
from xueyou.formats.progress_columns import FILLED, STATUSES
from xueyou.formats.progress_numbers import NotTaken, typed_day, typed_number
from xueyou.formats.progress_reader import RawSheet
from xueyou.formats.progress_workbook import Line
from xueyou.kernel.indicators.bulk import NEW, RESTATED, UNCHANGED, Compared, NewValue, compare
from xueyou.kernel.indicators.models import Basis
from xueyou.kernel.indicators.refusals import FigureRefused

MOST_WORDS = 200
SHOWN = 200
"""Changes, and wrong cells, that the page lists; the workbook given back has all."""

Wrong = dict[str, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook held against the plan. `wrong`: sentences by column code, by row number."""

    sheet: RawSheet
    changes: tuple[tuple[RawRow, Compared], ...]
    wrong: Mapping[int, Wrong]
    counts: Mapping[str, int]

    @property
    def sha256(self) -> str:
        """Digest of what would change: two checks with the same digest change the same."""
        lines = [
            [
                str(c.given.target.uid), c.kind, c.given.value, c.given.numerator,
                c.given.denominator, c.given.as_of.isoformat(), c.given.status, c.given.words,
                c.standing_value,
            ]
            for _, c in self.changes
            if c.kind != UNCHANGED
        ]  # fmt: skip
        return sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()


def check(sheet: RawSheet, targets: Sequence[ProgressTarget], on: date) -> Checked:
    """Hold every filled row against the plan's targets that its sender may report."""
    known = {target.uid: target for target in targets}
    wrong: dict[int, Wrong] = {}
    given: list[tuple[RawRow, NewValue]] = []
    for row in sheet.rows:
        if not row.holds(FILLED):
            continue
        target = known.get(row.id)
        if target is None:
            wrong[row.number] = {"id": _unknown(row.id)}
            continue
        try:
            given.append((row, _given(row, target, on)))
        except _RowRefused as refused:
            wrong[row.number] = refused.wrong
    compared = compare([value for _, value in given], basis=Basis.REPORTED)
    changes = [(row, found) for (row, _), found in zip(given, compared, strict=True)]
    wrong |= {
        row.number: {"words": "请写一句依据，例如“验收单6份”。只填数看不出它从哪里来。"}
        for row, found in changes
        if found.kind != UNCHANGED and not found.given.words
    }
    kept = tuple((row, found) for row, found in changes if row.number not in wrong)
    return Checked(sheet, kept, wrong, _counts(sheet, kept, wrong))


class _RowRefused(Exception):
    def __init__(self, wrong: Wrong) -> None:
        super().__init__()
        self.wrong = wrong


def _unknown(uid: str) -> str:
    if not uid:
        return "这一行没有编号，不知道是哪一项。请从系统重新导出，把数填在原来的行里。"
    return "这个编号不在这份计划里，或者不归您填报。请从系统重新导出一份再填。"


def _given(row: RawRow, known: ProgressTarget, on: date) -> NewValue:
    target = known.target
    wrong: Wrong = {}
    numbers: dict[str, int | None] = {}
    units = {"value": (target.indicator.unit, target.indicator.scale)}
    for code in ("value", "numerator", "denominator"):
        unit, scale = units.get(code, ("", 0))
        numbers[code], says = _number(row, code, unit, scale)
        wrong |= {code: says} if says else {}
    if numbers["value"] is None and numbers["denominator"] is None and not wrong:
        wrong["value"] = "这一行别的格填了，累计完成却空着。请补上数，或者把这一行清空。"
    as_of, says = _day(row, target.starts_on, on)
    wrong |= {"as_of": says} if says else {}
    status = row.text("status")
    if status and status not in STATUSES:
        wrong["status"] = "请填“确定”或“暂估”，空着就是确定。"
    words = row.text("words")
    if len(words) > MOST_WORDS:
        wrong["words"] = f"最多 {MOST_WORDS} 个字，现在是 {len(words)} 个。"
    if wrong:
        raise _RowRefused(wrong)
    assert as_of is not None
    try:
        return NewValue.of(
            target, as_of, numbers["value"], numbers["numerator"], numbers["denominator"],
            words, STATUSES.get(status, "final"),
        )  # fmt: skip
    except FigureRefused as refused:
        raise _RowRefused({"value": refused.zh}) from None


def _number(row: RawRow, code: str, unit: str, scale: int) -> tuple[int | None, str]:
    cell = row.cells.get(code)
    if cell is None:
        return None, ""
    try:
        return typed_number(cell, unit=unit, scale=scale), ""
    except NotTaken as refused:
        return None, refused.zh


def _day(row: RawRow, starts_on: date, on: date) -> tuple[date | None, str]:
    cell = row.cells.get("as_of")
    if cell is None:
        return None, "请填截至日期，例如 2026-11-18。"
    try:
        day = typed_day(cell)
    except NotTaken as refused:
        return None, refused.zh
    if day > on:
        return None, f"{day:%Y-%m-%d} 还没有到，只能报到今天（{on:%Y-%m-%d}）为止的数。"
    if day < starts_on:
        return None, f"这个目标从 {starts_on:%Y-%m-%d} 算起，不报更早的数。请核对年份。"
    return day, ""


def _counts(
    sheet: RawSheet, changes: Sequence[tuple[RawRow, Compared]], wrong: Mapping[int, Wrong]
) -> dict[str, int]:
    kinds = [found.kind for _, found in changes]
    filled = [row for row in sheet.rows if row.holds(FILLED)]
    return {
        "rows": len(sheet.rows),
        "new": kinds.count(NEW),
        "restated": kinds.count(RESTATED),
        "unchanged": kinds.count(UNCHANGED),
        "empty": len(sheet.rows) - len(filled),
        "wrong": len(wrong),
        "hidden": sum(row.hidden for row in filled),
    }


def returned_lines(checked: Checked, targets: Sequence[ProgressTarget]) -> list[Line]:
    """Return the workbook's rows as they were sent, with the sentences where cells are wrong."""
    known = {target.uid: target.line().fixed for target in targets}
    return [
        Line(
            known.get(row.id) or {"id": row.id, **{code: row.text(code) for code in row.cells}},
            {code: cell for code, cell in row.cells.items() if code in FILLED},
            checked.wrong.get(row.number, {}),
        )
        for row in checked.sheet.rows
    ]


def shown(checked: Checked) -> dict[str, list[dict[str, Any]]]:
    """Return what the page lists: the first changes and the first wrong cells."""
    changes = [
        {
            "row": row.number,
            "name": found.given.target.indicator.name,
            "subject": found.given.target.subject.short_name or found.given.target.subject.name,
            "unit": found.given.target.indicator.unit,
            "kind": found.kind,
            "before": _printed(found.standing_value, found.given.target.indicator.scale),
            "after": _printed(found.given.value, found.given.target.indicator.scale),
            "as_of": found.given.as_of.isoformat(),
        }
        for row, found in checked.changes
        if found.kind != UNCHANGED
    ]
    wrong = [
        {
            "row": number,
            "cell": f"{checked.sheet.letters.get(code, '')}{number}",
            "says": says,
        }
        for number, cells in sorted(checked.wrong.items())
        for code, says in cells.items()
    ]
    return {"changes": changes[:SHOWN], "wrong": wrong[:SHOWN]}


def _printed(value: int | None, scale: int) -> str:
    return "" if value is None else f"{in_unit(value, scale):,f}"
