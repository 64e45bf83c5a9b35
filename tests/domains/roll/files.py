"""Rolls as people and their programs make them, and the small city that hands them in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import xlsxwriter
from django.core.files.base import File

from tests.kernel.registry.people_world import Places, citizen_number, found_places, officer
from xueyou.domains.roll.models import RollImport
from xueyou.domains.roll.services.hand_in import hand_in_roll, take_in_roll
from xueyou.domains.roll.services.undoing import undo_roll
from xueyou.formats.roll_columns import COLUMNS
from xueyou.kernel.registry.school_years import set_school_year
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.jobs.api import work_off
from xueyou.platform.orgs.models import Organisation

HEADS = tuple(column.title for column in COLUMNS[:10])
Write = Callable[[Any, int, int, Any], None]


def pupil(serial: int = 1, name: str = "林小满", group: str = "1班", **more: Any) -> dict[str, Any]:
    """Return a row by head: a first-grader with a father."""
    return {
        "姓名": name,
        "证件类型": "居民身份证",
        "证件号码": citizen_number(serial),
        "性别": "男" if serial % 2 else "女",
        "出生日期": "2020-03-05",
        "年级": "一年级",
        "班级": group,
        "监护人1姓名": "林大海",
        "监护人1关系": "父亲",
        "监护人1手机号": f"138{serial:08d}",
    } | more


def written(
    path: Path,
    rows: Sequence[dict[str, Any]],
    *,
    heads: Sequence[str] = HEADS,
    renamed: dict[str, str] | None = None,
    above: Sequence[str] = (),
    hide: Sequence[int] = (),
    hidden_sheet: bool = False,
    extra: Sequence[Sequence[Any]] = (),
) -> Path:
    """Write a roll. A value that begins with "=" becomes a formula; days become real days.

    `hide`: rows, counted from 0, that nobody sees. `extra`: rows under the last one.
    """
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy/m/d"})
    if hidden_sheet:
        old = book.add_worksheet("去年")
        old.write_row(0, 0, heads)
        old.write_row(1, 0, ["旧名"] * len(heads))
        old.hide()
    sheet = book.add_worksheet("学生")
    sheet.activate()
    sheet.set_first_sheet()
    number = 0
    for text in above:
        sheet.merge_range(number, 0, number, 5, text)
        number += 1
    sheet.write_row(number, 0, [(renamed or {}).get(head, head) for head in heads])
    for index, row in enumerate(rows):
        number += 1
        for column, head in enumerate(heads):
            value = row.get(head)
            if isinstance(value, date):
                sheet.write_datetime(number, column, value)
            elif isinstance(value, str) and value.startswith("="):
                sheet.write_formula(number, column, value)
            elif value is not None:
                sheet.write(number, column, value) if not isinstance(
                    value, str
                ) else sheet.write_string(number, column, value)
        if index in hide:
            sheet.set_row(number, None, None, {"hidden": True})
    for texts in extra:
        number += 1
        sheet.write_row(number, 0, texts)
    book.close()
    return path


@dataclass
class Rolls:
    """A school with its clerk, another with its own, and where files are written."""

    places: Places
    clerk: SignedIn
    other: SignedIn
    path: Path

    def hand_in(
        self,
        rows: Sequence[dict[str, Any]] | None = None,
        *,
        school: Organisation | None = None,
        actor: SignedIn | None = None,
        **how: Any,
    ) -> RollImport:
        """Hand a roll in; without rows the file that lies there."""
        if rows is not None:
            written(self.path, rows, **how)
        with self.path.open("rb") as file:
            uid = hand_in_roll(
                actor=actor or self.clerk,
                school_uid=(school or self.places.school_a).uid,
                upload=File(file, self.path.name),
                key=str(uuid4()),
            )
        return RollImport.objects.get(uid=uid)

    def take_in(self, roll: RollImport, actor: SignedIn | None = None) -> RollImport:
        """Confirm it and let the job run."""
        take_in_roll(actor=actor or self.clerk, roll_uid=roll.uid, key=str(uuid4()))
        work_off()
        roll.refresh_from_db()
        return roll

    def undo(self, uid: UUID) -> None:
        """Undo it."""
        undo_roll(actor=self.clerk, roll_uid=uid, key=str(uuid4()))


def found(path: Path) -> Rolls:
    """Found the city, enter the school year, appoint the clerks."""
    places = found_places()
    set_school_year(
        actor=SYSTEM,
        year=2026,
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 7, 31),
        key="year",
    )
    clerk = officer("school_clerk", places.school_a, "clerk-a")
    return Rolls(places, clerk, officer("school_clerk", places.school_b, "clerk-b"), path)


def wrong_cells(roll: RollImport) -> dict[str, str]:
    """Return {cell: sentence}."""
    return {one["cell"]: one["says"] for one in roll.shown["wrong"]}
