"""Twelve workbooks as people really send them, to lists that come back.

Answers of offices and decisions of the check desk: each file is taken as it is meant, or refused
with a sentence at the right cell and at no other; a refusal changes no table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.base import File

from tests.domains.checks.asked import UNTIL
from tests.domains.enrolment.world import World, child_of, found_world, key, parent
from tests.dumps import dump
from tests.kernel.calls.world import appoint, citizen_number
from xueyou.domains.checks.models import CheckReply, DeskBatch
from xueyou.domains.checks.row_marks import row_code
from xueyou.domains.checks.services.batch_doing import undo_batch
from xueyou.domains.checks.services.batches import decide_batch, hand_in_batch
from xueyou.domains.checks.services.drawing_up import Wanted, draw_up_list, fetch_list
from xueyou.domains.checks.services.listing_out import Names, fetch_files
from xueyou.domains.checks.services.recording import undo_reply
from xueyou.domains.checks.services.replies import hand_in_reply, take_in_reply
from xueyou.formats.check_reader import AnswerUnfit
from xueyou.formats.refusal import Refusal
from xueyou.kernel.calls.models import Application
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.jobs.api import work_off

Found = dict[str, str]
"""Cell → sentence; {} where it was taken."""
WHOLE = "whole"
"""The cell of a file that is refused as a whole."""
RARE = "𠮷㐂䶮路"


def same(found: Found, wanted: Found) -> bool:
    """Return whether every cell that should be named is, with its words, and no other."""
    return set(found) == set(wanted) and all(words in found[at] for at, words in wanted.items())


@pytest.fixture
def world(db: None, own_roles: None) -> World:
    """Found the city."""
    return found_world()


@dataclass
class Lists:
    """Lists that come back: answers of an office, decisions of the check desk."""

    world: World
    officer: SignedIn
    path: Path
    files: list[Application]

    def listed(self, deciding: bool) -> bytes:
        """Return the list as it goes out."""
        if deciding:
            names = Names(dict.fromkeys(range(9), "-"), {"police": "公安"})
            call = self.world.call.uid
            return fetch_files(actor=self.officer, call_uid=call, stage=0, sought="", names=names)[
                1
            ]
        wanted = Wanted("police", ("register",), "户政科", "第三条", UNTIL, True)
        round_uid = self.world.round.uid
        uid = draw_up_list(actor=self.officer, round_uid=round_uid, wanted=wanted, key=key())
        self.list_uid = uid
        return fetch_list(actor=self.officer, list_uid=uid)[1]

    def says(self, deciding: bool) -> tuple[Any, Found]:
        """Hand the file that lies there in; return it and what is said of which cell."""
        try:
            with self.path.open("rb") as file:
                upload = File(file, name="回来.xlsx")
                if deciding:
                    uid = hand_in_batch(
                        actor=self.officer, call_uid=self.world.call.uid, upload=upload, key=key()
                    )
                else:
                    uid = hand_in_reply(
                        actor=self.officer, list_uid=self.list_uid, upload=upload, key=key()
                    )
        except (Refusal, AnswerUnfit) as refused:
            return None, {WHOLE: refused.zh}
        made = (DeskBatch if deciding else CheckReply).objects.get(uid=uid)
        return made, {one["cell"]: one["says"] for one in made.shown["wrong"]}


@pytest.fixture
def lists(world: World, tmp_path: Path) -> Lists:
    """Let three families hand in."""
    files = []
    for serial, name in enumerate(("林知夏", "陈望", "周小舟"), start=11):
        family = parent(f"{name}的家长")
        child = child_of(family, name=name, number=citizen_number(serial, date(2020, 3, 1)))
        files.append(world.handed_in(family, child))
    officer = appoint("enrolment_officer", world.call.organisation)
    return Lists(world, officer, tmp_path / "回来.xlsx", files)


@dataclass
class Filled:
    """A list with one right row, to be spoiled. `column`: of what is decided or answered."""

    sheet: Any
    word: str
    column: int

    @property
    def letter(self) -> str:
        """Return the letter of that column."""
        return str(openpyxl.utils.get_column_letter(self.column))

    def put(self, row: int, value: Any, column: int = 0) -> None:
        """Write a cell."""
        self.sheet.cell(row, column or self.column).value = value


def _id_as_number(it: Filled) -> Found:
    it.put(4, 3.5e17, 1)
    return {WHOLE: "编号变成了数字"}


def _id_in_science(it: Filled) -> Found:
    it.put(4, "3.50504E+17", 1)
    return {WHOLE: "编号变成了数字"}


def _id_of_nobody(it: Filled) -> Found:
    it.put(4, "K0000000000", 1)
    it.put(4, it.word)
    return {"A4": "没有这个编号"}


def _number_for_word(it: Filled) -> Found:
    it.put(4, 1)
    return {f"{it.letter}4": "请选"}


def _title_above(it: Filled) -> Found:
    it.sheet.insert_rows(1, 2)
    it.put(1, "甲县", 1)
    it.sheet.merge_cells("A1:D1")
    return {}


def _hidden_parts(it: Filled) -> Found:
    old = it.sheet.parent.create_sheet("去年")
    old["A1"].value, old.sheet_state = "旧", "hidden"
    it.sheet.row_dimensions[3].hidden = True
    return {}


def _formula(it: Filled) -> Found:
    it.put(4, '="通"&"过"')
    return {f"{it.letter}4": "公式"}


def _twice(it: Filled) -> Found:
    for index, cell in enumerate(it.sheet[3], start=1):
        it.put(6, cell.value, index)
    return {WHOLE: "编号和第 3 行的一样"}


def _moved(it: Filled) -> Found:
    it.sheet.move_range(f"{it.letter}1:{it.letter}9", cols=30)
    return {}


def _head_renamed(it: Filled) -> Found:
    it.sheet.delete_rows(1)
    it.put(1, "序号", 1)
    return {WHOLE: "没有找到名单"}


def _rare_word(it: Filled) -> Found:
    it.put(4, RARE)
    return {f"{it.letter}4": "请选"}


def _of_last_year(it: Filled) -> Found:
    for row in (3, 4, 5):
        it.put(row, f"M234567892{row}", 1)
    return {"A3": "没有这个编号"}


OF_LISTS: dict[str, Callable[[Filled], Found]] = {
    "E+17": _id_as_number,
    "E+17 as text": _id_in_science,
    "ends in 000": _id_of_nobody,
    "text numbers": _number_for_word,
    "merged titles": _title_above,
    "hidden sheet and rows": _hidden_parts,
    "formulas": _formula,
    "duplicates": _twice,
    "shuffled": _moved,
    "renamed": _head_renamed,
    "rare": _rare_word,
    "wrong year": _of_last_year,
}
TABLES = ("calls_", "checks_homevisit", "checks_referral", "checks_checkanswer", "enrolment_")


@pytest.mark.parametrize("deciding", [False, True], ids=["answers", "decisions"])
def test_twelve_files_of_lists(lists: Lists, deciding: bool) -> None:
    """Each is taken, done and taken back to the last row, or refused at its very cell."""
    blank = lists.listed(deciding)
    word, code = ("通过", "does") if deciding else ("相符", "register:says")
    for case, spoil in OF_LISTS.items():
        lists.path.write_bytes(blank)
        book = openpyxl.load_workbook(lists.path)
        sheet = book.worksheets[0]
        column = [cell.value for cell in sheet[1]].index(code) + 1
        sheet.cell(3, column).value = word
        wanted = spoil(Filled(sheet, word, column))
        book.save(lists.path)
        before = dump(TABLES)
        made, found = lists.says(deciding)
        assert same(found, wanted), (case, found, wanted)
        assert dump(TABLES) == before, case
        if not wanted:
            _there_and_back(lists, made, deciding)
            assert _counting(dump(TABLES)) == _counting(before), case


def _there_and_back(lists: Lists, made: Any, deciding: bool) -> None:
    """Confirm, see that something changed, take it back."""
    before = dump(TABLES)
    if deciding:
        assert decide_batch(actor=lists.officer, batch_uid=made.uid, key=key()) == 1
        assert dump(TABLES) != before
        undo_batch(actor=lists.officer, batch_uid=made.uid, key=key())
        return
    take_in_reply(actor=lists.officer, reply_uid=made.uid, key=key())
    work_off()
    assert dump(TABLES) != before
    undo_reply(actor=lists.officer, reply_uid=made.uid, key=key())


def _counting(tables: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return all but what offices have said: a word taken back stays, superseded."""
    return {name: rows for name, rows in tables.items() if name != "calls_attestation"}


def test_days_of_visits_in_three_forms(lists: Lists) -> None:
    """A real day, words, eight digits; what is none is named at its cell."""
    lists.path.write_bytes(lists.listed(True))
    book = openpyxl.load_workbook(lists.path)
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    on = date(2026, 12, 1)
    for row, day in enumerate((on, "2026年12月1日", 20261201), start=3):
        sheet.cell(row, heads["does"]).value = "约走访"
        sheet.cell(row, heads["day"]).value = day
        sheet.cell(row, heads["visitors"]).value = "甲、乙"
    book.save(lists.path)
    made, found = lists.says(True)
    assert (made.state, found) == ("ready", {})
    sheet.cell(4, heads["day"]).value = "腊月"
    book.save(lists.path)
    _, found = lists.says(True)
    assert same(found, {f"{openpyxl.utils.get_column_letter(heads['day'])}4": "哪一天"})
    assert len({row_code(one.uid) for one in lists.files}) == 3
