"""Twelve workbooks as people really send them, to the tables that enrolment takes.

The roll and the lists that come back have their own (tests/domains/{roll,checks}). Each file is
taken as it is meant, or refused with a sentence at the right cell and at no other; a refusal
changes no table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter

from tests.domains.enrolment.world import World, found_world, key
from tests.dumps import dump
from tests.kernel.calls.world import citizen_number
from xueyou.domains.enrolment.models import HOME_ADDRESS, HOME_NUMBER, HomeUse, ZoneRange
from xueyou.domains.enrolment.refusals import TableNotTaken
from xueyou.domains.enrolment.services.homes import import_homes, settle_home, undo_import
from xueyou.domains.enrolment.services.zones import import_zones
from xueyou.formats.tables import TableRefused
from xueyou.formats.uploaded_table import read_uploaded_table

Row = dict[str, Any]
Found = dict[str, str]
"""Cell → sentence; {} where it was taken."""
WHOLE = "whole"
"""The cell of a file that is refused as a whole."""
SCIENCE, ENDS_IN_000 = 3.50504202003050e17, "350504202003050000"
RARE = "𠮷㐂䶮路"


@dataclass(frozen=True)
class Sheet:
    """How a file is written. `above` are merged titles; `merged`: a range of cells, as written."""

    heads: Sequence[str]
    rows: Sequence[Row]
    renamed: Mapping[str, str] = field(default_factory=dict)
    above: Sequence[str] = ()
    hide: Sequence[int] = ()
    hidden_sheet: bool = False
    merged: str = ""


def written(path: Path, how: Sheet) -> Path:
    """Write it: "=…" becomes a formula with a stored result of 1, days become real days."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy/m/d"})
    if how.hidden_sheet:
        old = book.add_worksheet("去年")
        old.write_row(0, 0, ["旧表", "不要看"])
        old.hide()
    sheet = book.add_worksheet("今年")
    sheet.activate()
    sheet.set_first_sheet()
    number = 0
    for text in how.above:
        sheet.merge_range(number, 0, number, 3, text)
        number += 1
    sheet.write_row(number, 0, [how.renamed.get(head, head) for head in how.heads])
    for index, row in enumerate(how.rows):
        number += 1
        for column, head in enumerate(how.heads):
            value = row.get(head)
            if isinstance(value, date):
                sheet.write_datetime(number, column, datetime(value.year, value.month, value.day))
            elif isinstance(value, str) and value.startswith("="):
                sheet.write_formula(number, column, value, None, 1)
            elif isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
        if index in how.hide:
            sheet.set_row(number, None, None, {"hidden": True})
    if how.merged:
        sheet.merge_range(how.merged, "合并")
    book.close()
    return path


def letters(heads: Sequence[str]) -> dict[str, str]:
    """Return the letter of each column."""
    return {head: chr(ord("A") + index) for index, head in enumerate(heads)}


@dataclass
class Ledger:
    """An import whose table is read whole: homes, or zones."""

    world: World
    path: Path
    heads: Sequence[str]
    good: Callable[[int], Row]
    take: Callable[["Ledger", Any], UUID]
    tables: Sequence[str]

    def says(self, how: Sheet) -> Found:
        """Hand a file in; return what is said of which cell."""
        written(self.path, how)
        place = letters([how.renamed.get(head, head) for head in how.heads])
        try:
            self.take(self, read_uploaded_table(self.path, name=self.path.name))
        except TableNotTaken as refused:
            return {f"{place.get(one.column, '')}{one.row}": one.zh for one in refused.faults}
        except TableRefused as refused:
            return {f"{one.column}{one.row}": one.zh for one in refused.faults}
        return {}


def homes_of(world: World, path: Path) -> Ledger:
    """Return the ledger of homes as an import."""

    def good(n: int) -> Row:
        return {
            "住址": f"桂园小区{n}幢2单元501",
            "入学年份": 2022,
            "学校代码": "LY",
            "孩子证件号码": citizen_number(n),
            "监护人证件号码": "",
        }

    def take(self: Ledger, table: Any) -> UUID:
        return import_homes(
            actor=world.officer,
            organisation_uid=world.office.bureau.uid,
            stage="primary",
            table=table,
            key=key(),
        )

    heads = ("住址", "入学年份", "学校代码", "孩子证件号码", "监护人证件号码")
    return Ledger(world, path, heads, good, take, ("enrolment_",))


def zones_of(world: World, path: Path) -> Ledger:
    """Return a county's zone table as an import."""

    def good(n: int) -> Row:
        return {"地名": f"第{n}路", "起": 1, "止": "120", "单双": "双", "学校代码": "LY"}

    def take(self: Ledger, table: Any) -> UUID:
        return import_zones(
            actor=world.officer,
            organisation_uid=world.office.bureau.uid,
            stage="primary",
            valid_from=date(2026, 6, 1),
            source="通告",
            table=table,
            key=key(),
        )

    return Ledger(
        world, path, ("地名", "起", "止", "单双", "学校代码"), good, take, ("enrolment_",)
    )


@dataclass
class Given:
    """Three right rows of a ledger, to be spoiled in one of the ways. `long`: its longest number's
    column; `road`: whether it is the zone table."""

    heads: list[str]
    rows: list[Row]
    long: str
    road: bool

    def at(self, head: str, row: int) -> str:
        """Return the name of a cell."""
        return f"{letters(self.heads)[head]}{row}"

    def sheet(self, **more: Any) -> Sheet:
        """Return the file as it stands now."""
        return Sheet(self.heads, self.rows, **more)


Spoilt = tuple[Sheet, Found]
"""A file, and what is to be said of which of its cells."""


def _science(given: Given) -> Spoilt:
    given.rows[1][given.long] = SCIENCE
    return given.sheet(), {given.at(given.long, 3): "15 位以上的数字"}


def _science_in_words(given: Given) -> Spoilt:
    given.rows[2][given.long] = "3.50504E+17"
    return given.sheet(), {given.at(given.long, 4): ""}


def _ends_in_000(given: Given) -> Spoilt:
    given.rows[1][given.long] = ENDS_IN_000
    return given.sheet(), {given.at(given.long, 3): ""}


def _text_numbers(given: Given) -> Spoilt:
    second = given.heads[1]
    given.rows[0][second], given.rows[1][second] = "2022" if not given.road else "1", 2022
    if given.road:
        given.rows[1][second] = "1.0"
    return given.sheet(), {}


def _merged_titles(given: Given) -> Spoilt:
    return given.sheet(above=("甲县教育局", "2022年")), {"A1": "列名看来在第 3 行"}


def _merged_cells(given: Given) -> Spoilt:
    return given.sheet(merged="A3:B3"), {"A3": "合并"}


def _hidden(given: Given) -> Spoilt:
    return given.sheet(hidden_sheet=True, hide=[1]), {}


def _formulas(given: Given) -> Spoilt:
    given.rows[1][given.long] = "=A1"
    return given.sheet(), {} if given.road else {given.at(given.long, 3): ""}


def _duplicates(given: Given) -> Spoilt:
    given.rows[2] = given.rows[0]
    return given.sheet(), {"4": "一模一样"}


def _shuffled(given: Given) -> Spoilt:
    given.heads.reverse()
    return given.sheet(), {}


def _renamed(given: Given) -> Spoilt:
    wanted = {"1": "缺少", "A1": "请删去，或改成"}
    return given.sheet(renamed={given.heads[0]: "家庭地址"}), wanted


def _three_days(given: Given) -> Spoilt:
    second = given.heads[1]
    given.rows[1][second] = date(2022, 9, 1)
    if not given.road:
        given.rows[0][second], given.rows[2][second] = "2022年", "2022"
    return given.sheet(), {given.at(second, 3): "不是号码" if given.road else "不是年份"}


def _rare(given: Given) -> Spoilt:
    given.rows[0][given.heads[0]] = RARE if given.road else f"{RARE}7幢2单元501"
    return given.sheet(), {}


def _wrong_year(given: Given) -> Spoilt:
    if given.road:
        given.rows[1]["单双"] = "2025学年"
        return given.sheet(), {given.at("单双", 3): "单号"}
    given.rows[1][given.heads[1]] = 2027
    return given.sheet(), {given.at(given.heads[1], 3): "年份要在"}


WAYS: dict[str, Callable[[Given], Spoilt]] = {
    "E+17": _science,
    "E+17 as text": _science_in_words,
    "ends in 000": _ends_in_000,
    "text numbers": _text_numbers,
    "merged titles": _merged_titles,
    "merged cells": _merged_cells,
    "hidden sheet and rows": _hidden,
    "formulas": _formulas,
    "duplicates": _duplicates,
    "shuffled": _shuffled,
    "renamed": _renamed,
    "three days": _three_days,
    "rare": _rare,
    "wrong year": _wrong_year,
}


@pytest.fixture
def world(db: None, own_roles: None) -> World:
    """Found the city."""
    return found_world()


def same(found: Found, wanted: Found) -> bool:
    """Return whether every cell that should be named is, with its words, and no other."""
    named = {cell or WHOLE: says for cell, says in found.items()}
    return set(named) == set(wanted) and all(words in named[at] for at, words in wanted.items())


@pytest.mark.parametrize("room_of", [homes_of, zones_of])
def test_twelve_files_of_tables(
    world: World, tmp_path: Path, room_of: Callable[[World, Path], Ledger]
) -> None:
    """Each kind of file: what is said, at which cell; nothing changes where something is said."""
    room = room_of(world, tmp_path / "表.xlsx")
    road = room_of is zones_of
    for serial, (case, spoil) in enumerate(WAYS.items()):
        rows = [room.good(3 * serial + n) for n in (11, 12, 13)]
        given = Given(list(room.heads), rows, "起" if road else "孩子证件号码", road)
        how, wanted = spoil(given)
        before = dump(room.tables)
        found = room.says(how)
        assert same(found, wanted), (case, found, wanted)
        assert (dump(room.tables) == before) == bool(wanted), case
    if room_of is homes_of:
        kept = {HOME_ADDRESS.text(use) for use in HomeUse.objects.all()}
        assert any(RARE in address for address in kept)
    else:
        assert ZoneRange.objects.filter(place=RARE).exists()


def in_force() -> list[tuple[Any, ...]]:
    """Return what the ledger of homes says today, in words: not which rows say it."""
    return sorted(
        (
            HOME_ADDRESS.text(use),
            use.year,
            use.school.code,
            use.state,
            *sorted(HOME_NUMBER.text(user) for user in use.users.all()),
        )
        for use in HomeUse.objects.standing()
    )


def test_an_import_of_homes_is_taken_back(world: World, tmp_path: Path) -> None:
    """What is in force afterwards is what was before, also of what an officer settled meanwhile.

    The ledger keeps that it was there, voided: what was frozen then is recomputed from it.
    """
    room = homes_of(world, tmp_path / "表.xlsx")
    assert room.says(Sheet(room.heads, [room.good(1)])) == {}
    before, rows = in_force(), set(HomeUse.objects.values_list("pk", flat=True))
    vague = room.good(3) | {"住址": "桂园小区7幢"}
    assert room.says(Sheet(room.heads, [room.good(2), vague])) == {}
    unsettled = HomeUse.objects.standing().get(state="uncertain")
    settle_home(
        actor=world.officer, use_uid=unsettled.uid, address="桂园小区7幢2单元501", key=key()
    )
    assert len(in_force()) == 3
    undo_import(
        actor=world.officer,
        organisation_uid=world.office.bureau.uid,
        import_uid=unsettled.source_uid,
        key=key(),
    )
    assert in_force() == before
    gone = HomeUse.objects.exclude(pk__in=rows)
    assert gone.count() == 3
    assert not gone.filter(voided_at=None).exists()
