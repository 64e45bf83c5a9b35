"""Owns reading the roster of a grade that is to be divided, as school offices really send it.

Titles above the heads, heads of two rows with merged cells, notes and sums below, heads repeated on
every printed page: the sheet is found, its heads are found, the rest are pupils. What a column
means is not asked here.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xueyou.formats.loose_sheets import LooseSheet, read_loose_sheets
from xueyou.formats.refusal import Refusal
from xueyou.formats.tables import TableFault, TableRefused, column_letter, refused

ID_HEADS = (
    "编号",
    "学生编号",
    "报名号",
    "学籍号",
    "学号",
    "考籍号",
    "考号",
    "准考证号",
    "序号",
)
"""Heads under which pupils are told apart; the first of these that a sheet has counts."""
NAME_HEADS = ("姓名", "学生姓名", "名字")
_HEAD_ROWS = 15
_SUFFIXES = (".xlsx", ".csv")
_NOTE = re.compile(r"[(（\[【].*?[)）\]】]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_FOOT = re.compile(
    r"(合计|总计|小计|平均|均分|最高|最低|人数|备注|注[:：]|说明|制表|填表|审核|校长|日期)"
)


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """One sheet: heads as compared, and of each pupil the row a spreadsheet shows and its cells."""

    file: str
    sheet: str
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    unread: Mapping[tuple[int, int], str]
    """(row as shown, column from 0): why a cell lost what it held."""
    left_out: tuple[int, ...]
    """Rows that are no pupils: sums, notes, heads again."""

    def letter(self, column: int) -> str:
        """Return the letter of a column."""
        return column_letter(column)


def head_key(text: str) -> str:
    """Return a head as it is compared: width, blanks, stars and brackets do not count."""
    plain = _NOTE.sub("", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s*:：＊]+", "", plain)


def scores_named(text: str) -> list[str]:
    """Return the heads that somebody names as scores, with commas between them, as compared."""
    parts = re.split("[,，、]", text)
    return [key for part in parts if (key := head_key(part))]


def read_class_roster(path: Path) -> RosterSheet:
    """Return the one sheet that is a roster. Raises TableRefused."""
    if path.suffix.lower() not in _SUFFIXES:
        zh = "名单只读 .xlsx 和 .csv。请用表格软件另存为 .xlsx 再交。"
        raise refused(path.name, "unsupported", zh, "Only .xlsx and .csv are read.")
    try:
        sheets = read_loose_sheets(path)
    except Refusal as refusal:
        raise refused(path.name, refusal.code, refusal.zh, refusal.en) from None
    found = [made for sheet in sheets if (made := _roster(path.name, sheet)) is not None]
    if not found:
        known = "、".join(ID_HEADS[:5])
        zh = (
            f"没有找到名单：要有一行列名，里面有编号一列（{known}等都认）。"
            "没有编号的，请加一列“编号”，每人一个，不重复。"
        )
        raise refused(path.name, "no_roster", zh, "No row of heads with an identifier was found.")
    if len(found) > 1:
        names = "、".join(one.sheet for one in found)
        zh = f"有 {len(found)} 张工作表都像名单：{names}。请把要分的合到一张，其余的删去或隐藏。"
        raise refused(path.name, "sheets_many", zh, "Several sheets look like rosters. Keep one.")
    return found[0]


def _roster(file: str, sheet: LooseSheet) -> RosterSheet | None:
    at = _head_row(sheet.rows)
    if at is None:
        return None
    first, heads = _heads(sheet.rows, at)
    _refuse_twice(file, sheet.name, heads, first)
    key = next(heads.index(head) for head in ID_HEADS if head in heads)
    name = next((heads.index(head) for head in NAME_HEADS if head in heads), key)
    rows, left_out = [], []
    for number in range(first, len(sheet.rows)):
        cells = sheet.rows[number]
        if not any(cells):
            continue
        if _is_foot(cells, key, name) or tuple(map(head_key, cells)) == heads:
            left_out.append(number + 1)
        else:
            rows.append((number + 1, cells))
    unread = {(row + 1, column): why for (row, column), why in sheet.unread.items()}
    return RosterSheet(file, sheet.name, heads, tuple(rows), unread, tuple(left_out))


def _head_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the first row with the head of an identifier and another one."""
    for index, row in enumerate(rows[:_HEAD_ROWS]):
        keys = {head_key(cell) for cell in row} - {""}
        if keys & set(ID_HEADS) and len(keys) > 1:
            return index
    return None


def _heads(rows: Sequence[Sequence[str]], at: int) -> tuple[int, tuple[str, ...]]:
    """Return where pupils begin, and the heads, those of a second row in place of the first's."""
    heads = [head_key(cell) for cell in rows[at]]
    first = at + 1
    while first < len(rows) and _goes_on(heads, rows[first]):
        below = [head_key(cell) for cell in rows[first]]
        heads = [low or high for low, high in zip(below, heads, strict=True)]
        first += 1
    return first, tuple(heads)


def _goes_on(heads: Sequence[str], row: Sequence[str]) -> bool:
    """Tell a second row of heads: it says something new only under heads that are empty or stand
    over several columns, and nothing there is a number. A pupil would stand under all heads.
    """
    below = [head_key(cell) for cell in row]
    new = [at for at, low in enumerate(below) if low not in ("", heads[at])]
    return bool(new) and all(
        _stands_over_several(heads, at) and not _NUMBER.fullmatch(below[at]) for at in new
    )


def _stands_over_several(heads: Sequence[str], at: int) -> bool:
    """Tell an empty head, one that was merged over its neighbours, or one with none beside it."""
    alone = heads[at] != "" and heads.count(heads[at]) == 1
    return not alone or (at + 1 < len(heads) and heads[at + 1] == "")


def _refuse_twice(file: str, sheet: str, heads: Sequence[str], first: int) -> None:
    faults = []
    for index, head in enumerate(heads):
        if head and head in heads[:index]:
            zh = f"列名“{head}”写了两次，不知道该用哪一列。请只留一列。"
            letter = column_letter(index)
            faults.append(
                TableFault(file, sheet, first, letter, "heading_twice", zh, "Heading twice.")
            )
    if faults:
        raise TableRefused(faults)


def _is_foot(cells: Sequence[str], key: int, name: int) -> bool:
    """Tell a sum or a note: such words first and nobody's name, or one cell merged over all."""
    said = [cell for cell in cells if cell]
    if len(said) > 2 and len(set(said)) == 1:
        return True
    first = next(cell for cell in cells if cell)
    if _FOOT.match(first) is None and _FOOT.match(cells[key]) is None:
        return False
    return cells[name] in ("", first) or name == key
