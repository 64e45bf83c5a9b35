"""Owns the reading of last year's list as people kept it: who was where, from any messy sheet.

Looked for is a heading that names the applicant and one or more that name the option; what stands
above it (titles), between (the heading printed anew on each page) and below (sums, signatures) is
passed over. Nothing is guessed about who is meant: that is asked against the run's own tables.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from xueyou.formats.loose_sheets import LooseSheet, read_loose_sheets
from xueyou.formats.refusal import Refusal
from xueyou.formats.tables import column_letter
from xueyou.rulebook.language.faults import Fault, InputRefused

_WORDS = tomllib.loads(
    files("xueyou.rulebook.answers").joinpath("old_list_words.toml").read_text(encoding="utf-8")
)
NOWHERE = frozenset(_WORDS["nowhere"])
_FOOT = re.compile("|".join(_WORDS["foot"]))
_HEADING_ROWS = 60


@dataclass(frozen=True, slots=True)
class OldRow:
    """One row of the list: the applicant as written, and what its option cells say, in order.

    `options` is empty where the row says that there was none.
    """

    sheet: str
    row: int
    applicant: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OldList:
    """A list read: its rows in order, and how many rows with something in them were passed over."""

    rows: tuple[OldRow, ...]
    passed_over: int


def read_old_list(path: Path) -> OldList:
    """Return the rows of a list. Raises InputRefused with what is wrong, at its place."""
    try:
        sheets = read_loose_sheets(path)
    except Refusal as refusal:
        fault = Fault(path.name, None, None, None, refusal.code, None, refusal.zh, refusal.en)
        raise InputRefused([fault]) from None
    rows: list[OldRow] = []
    faults: list[Fault] = []
    passed = found = 0
    for sheet in sheets:
        headings = _headings(sheet)
        below = headings[0].end if headings else 0
        taken = [row for heading in headings for row in _rows(path.name, sheet, heading, faults)]
        rows += taken
        found += bool(headings)
        filled = sum(1 for row in sheet.rows[below:] if any(row))
        passed += filled - len({row.row for row in taken})
    if not found:
        faults.append(_no_heading(path.name))
    if faults:
        raise InputRefused(faults)
    return OldList(tuple(rows), passed)


def plain_words(text: str) -> str:
    """Return a text with full-width signs made plain, in small letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def plain(text: str) -> str:
    """Return a text as it is compared: as plain words, without blanks."""
    return re.sub(r"\s+", "", plain_words(text))


def is_nowhere(text: str) -> bool:
    """Whether a cell says that somebody was placed nowhere."""
    return plain(text) in NOWHERE


@dataclass(frozen=True, slots=True)
class _Heading:
    end: int  # first row below
    applicant: int
    options: tuple[int, ...]  # columns, the most telling first; empty: a row above or the sheet
    words: frozenset[str]  # what the heading says, to know it when it comes again


def _headings(sheet: LooseSheet) -> list[_Heading]:
    """Return the heading of a sheet; several where its columns are repeated side by side."""
    for top, row in enumerate(sheet.rows[:_HEADING_ROWS]):
        column = _applicant_column(row)
        if column is None:
            continue
        end = top + 1
        while end < len(sheet.rows) and sheet.rows[end][column] == row[column]:
            end += 1  # a heading of several rows: the applicant's cell is merged over them
        said = ["".join(dict.fromkeys(r[c] for r in sheet.rows[top:end])) for c in range(len(row))]
        options = _option_columns(said, column)
        if options or len({cell for cell in row if cell}) > 1:
            words = frozenset(map(plain, row)) - {""}
            blocks = _side_by_side(row, column, options)
            return [_Heading(end, *block, words) for block in blocks]
    return []


def _side_by_side(
    row: Sequence[str], column: int, options: tuple[int, ...]
) -> list[tuple[int, tuple[int, ...]]]:
    """Return (applicant's column, columns of options) of each list that stands beside others."""
    columns = [place for place, cell in enumerate(row) if cell == row[column]]
    if len(columns) == 1:
        return [(column, options)]
    width = columns[1] - columns[0]
    away = [
        option - columns[0]
        for option in options
        if abs(option - columns[0]) < width
        and all(place + option - columns[0] in options for place in columns)
    ]
    return [(place, tuple(place + steps for steps in away)) for place in columns]


def _applicant_column(row: Sequence[str]) -> int | None:
    texts = [plain(cell) for cell in row]
    for word in _WORDS["applicant"]:
        for column, text in enumerate(texts):
            if word in text and len(text) <= len(word) + 6:
                return column
    return None


def _option_columns(said: Sequence[str], applicant: int) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for word in _WORDS["option"]:
        for column, text in enumerate(map(plain, said)):
            if (
                column != applicant
                and word in text
                and not any(o in text for o in _WORDS["not_option"])
            ):
                found[column] = None
    return tuple(found)


def _rows(file: str, sheet: LooseSheet, heading: _Heading, faults: list[Fault]) -> Iterator[OldRow]:
    above = sheet.name  # what names the option where no column does
    for number in range(heading.end, len(sheet.rows)):
        cells = sheet.rows[number]
        applicant = cells[heading.applicant]
        columns = (heading.applicant, *heading.options)
        unread = [column for column in columns if (number, column) in sheet.unread]
        if unread:
            code = sheet.unread[number, unread[0]]
            faults.append(_unread(file, sheet.name, number, unread[0], code))
            continue
        if not any(cells) or plain(applicant) in heading.words:
            continue
        if not heading.options and _is_school_alone(cells):
            above = next(filter(None, cells))
            continue
        if _is_foot(cells, heading):
            continue
        if applicant == "":
            if any(cells[column] for column in heading.options):
                faults.append(_nobody(file, sheet.name, number, heading.applicant))
            continue
        options = [cells[column] for column in heading.options] or [above]
        told = () if any(map(is_nowhere, options)) else tuple(filter(None, options))
        yield OldRow(sheet.name, number + 1, applicant, told)


def _is_school_alone(cells: Sequence[str]) -> bool:
    """Whether one text stands over the row, with Chinese in it: a school over its pupils."""
    texts = {cell for cell in cells if cell}
    if len(texts) != 1:
        return False
    text = texts.pop()
    return any("\u4e00" <= sign <= "\u9fff" for sign in text) and not _FOOT.search(text)


def _is_foot(cells: Sequence[str], heading: _Heading) -> bool:
    """Whether a row is a sum, a signature, a title within the list or a note."""
    applicant = cells[heading.applicant]
    said = [cells[column] for column in heading.options]
    filled = {cell for cell in cells if cell}
    if _FOOT.search(applicant) or (not any(said) and any(map(_FOOT.search, filled))):
        return True
    if len(filled) > 1 or len(cells) == 1:
        return False
    # One text over the whole row is a title or note, unless it is a lone id or a lone option.
    text = next(iter(filled))
    return cells.count(text) > 1 or text not in (applicant, *said)


_UNREAD = {
    "number_too_long": (
        "这个编号是 15 位以上的数字，表格软件已经把末尾几位变成了零。"
        "请把这一列设成文本，补上原来的编号。",
        "An id of more than 15 digits has lost its end; format the column as text and restore it.",
    ),
    "error_cell": (
        "这一格是出错的公式，看不出原来写的是什么。请填上值。",
        "The cell shows an error such as #N/A.",
    ),
    "formula_unsaved": (
        "这一格是公式，文件里却没有存它的结果。请用表格软件打开、保存一次再交，或把公式换成值。",
        "The result of this formula was never saved. Open and save the workbook, or put the value.",
    ),
}


def _unread(file: str, sheet: str, row: int, column: int, code: str) -> Fault:
    zh, en = _UNREAD[code]
    return Fault(file, sheet, row + 1, column_letter(column), code, None, zh, en)


def _nobody(file: str, sheet: str, row: int, column: int) -> Fault:
    zh = "这一行写了学校，却没有写是谁。请补上编号；不要的行请删去。"
    en = "The row names an option but no applicant."
    return Fault(file, sheet, row + 1, column_letter(column), "no_applicant", None, zh, en)


def _no_heading(file: str) -> Fault:
    zh = "没有找到表头：要有一列是编号（如“准考证号”“报名号”），一列是录取的学校（如“录取学校”）。"
    en = "No heading was found with a column of ids and a column of options."
    return Fault(file, None, None, None, "no_list_heading", None, zh, en)
