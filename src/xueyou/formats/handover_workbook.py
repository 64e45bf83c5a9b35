"""Owns the workbook of a hand-over sheet: how it goes out, and how it is read when it comes back.

A line is found again by its number alone, which is text; rows may be sorted, added or removed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from xueyou.formats.days import day
from xueyou.formats.document import Document, Grid
from xueyou.formats.load import load
from xueyou.formats.refusal import Refusal
from xueyou.formats.workbook import Column, Sheet, Value, workbook

NUMBER, ANSWER, DONE_ON, EVIDENCE = "编号", "办理情况", "办结日期", "佐证材料说明"
LONGEST = {ANSWER: 700, EVIDENCE: 200}
MOST_ROWS = 2000
_SHEET_NAME = "交办事项"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that goes out: its uid, the task, what is asked, and what was answered so far."""

    uid: UUID
    number: int
    task: str
    asked: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Answer:
    """A row that came back. `row` counts as a spreadsheet does; `uid` as it stands there."""

    row: int
    uid: str
    task: str
    words: str
    done_on: str
    evidence: str


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that cannot be taken: where it stands and what to put right."""

    row: int
    column: str
    zh: str


def handover_workbook(lines: Sequence[Line]) -> bytes:
    """Return the .xlsx bytes of a hand-over sheet, with three columns to be filled in."""
    columns = (
        Column(NUMBER, 38),
        Column("序号", 6),
        Column("任务", 40, wrap=True),
        Column("请办事项", 40, wrap=True),
        Column("完成时限", 12),
        Column(ANSWER, 50, wrap=True),
        Column(DONE_ON, 14),
        Column(EVIDENCE, 30, wrap=True),
    )
    rows: list[list[Value]] = [
        [str(line.uid), line.number, line.task, line.asked, line.due_on, None, None, None]
        for line in lines
    ]
    return workbook([Sheet(_SHEET_NAME, columns, rows)])


def read_handover(path: Path, name: str) -> list[Answer]:
    """Return the rows of a workbook that came back, in the order of the sheet.

    Raises Refusal: no .xlsx, damaged, or without the columns 编号 and 办理情况.
    """
    document = load(path, name=name, ocr=False)
    if document.media != "xlsx":
        raise Refusal("unsupported", detail="回执要交原来那份电子表（xlsx）。")
    for grid in document.grids:
        found = _answers(document, grid)
        if found is not None:
            return found
    raise Refusal(
        "format_mismatch",
        detail=f"表里没有找到“{NUMBER}”和“{ANSWER}”这两列。请用交办时发出的那份表填写。",
    )


def wrong_cells(answers: Sequence[Answer], known: frozenset[str]) -> list[WrongCell]:
    """Return what is wrong with the rows, cell by cell; `known` are the numbers that went out."""
    found: list[WrongCell] = []
    seen: dict[str, int] = {}
    for answer in answers:
        if not (answer.words or answer.done_on or answer.evidence or answer.uid):
            continue
        if answer.uid.lower() not in known:
            zh = (
                "编号变了样，对不上发出去的任何一项。请把原来的编号原样填回。"
                if answer.uid
                else "这一行没有编号，不知道答的是哪一项。请填回原来的编号，或者删去这一行。"
            )
            found.append(WrongCell(answer.row, NUMBER, zh))
        elif (first := seen.setdefault(answer.uid.lower(), answer.row)) != answer.row:
            zh = f"和第{first}行的编号重复。一项只能答一次，请合成一行。"
            found.append(WrongCell(answer.row, NUMBER, zh))
        found.extend(_wrong_words(answer))
    return found


def _wrong_words(answer: Answer) -> list[WrongCell]:
    found = []
    for column, text in ((ANSWER, answer.words), (EVIDENCE, answer.evidence)):
        if len(text) > LONGEST[column]:
            zh = f"最多写{LONGEST[column]}个字，现在有{len(text)}个。请写短一些。"
            found.append(WrongCell(answer.row, column, zh))
    if (answer.done_on or answer.evidence) and not answer.words:
        found.append(WrongCell(answer.row, ANSWER, "填了日期或者佐证，没有写办理情况。请补一句。"))
    if answer.done_on and day(answer.done_on) is None:
        zh = f"“{answer.done_on[:20]}”不是日期。请写成 2026-11-20 这样，还没有办结就空着。"
        found.append(WrongCell(answer.row, DONE_ON, zh))
    return found


def _answers(document: Document, grid: Grid) -> list[Answer] | None:
    """Return the rows below the head row, or None where this is another table."""
    rows: dict[int, dict[int, str]] = {}
    for cell in grid.cells:
        text = document.text[cell.start : cell.end].strip()
        rows.setdefault(cell.row, {})[cell.column] = text
    heads = (place for place, row in rows.items() if {NUMBER, ANSWER} <= set(row.values()))
    head = next(heads, None)
    if head is None:
        return None
    columns = {title: column for column, title in rows[head].items() if title}
    below = [place for place in sorted(rows) if place > head]
    if len(below) > MOST_ROWS:
        raise Refusal("too_large", detail=f"回执最多{MOST_ROWS}行。")

    def text_of(place: int, title: str) -> str:
        return rows[place].get(columns[title], "") if title in columns else ""

    return [
        Answer(
            place + 1,
            text_of(place, NUMBER),
            text_of(place, "任务"),
            text_of(place, ANSWER),
            text_of(place, DONE_ON),
            text_of(place, EVIDENCE),
        )
        for place in below
    ]
