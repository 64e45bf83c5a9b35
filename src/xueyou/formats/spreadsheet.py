"""Owns reading .xlsx as a document: visible sheets in order, titles as lines, the rest as grids.

python-calamine reads the values. What it does not tell is taken from the parts themselves: how far
the cells reach (a sheet of a million columns is refused before anything is laid out) and which
cells are shown as percentages, for 0.85 and 85% are different words in a plan.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine as calamine

from xueyou.formats.archive import damaged, open_archive
from xueyou.formats.draft import Draft, DraftCell
from xueyou.formats.refusal import Refusal
from xueyou.formats.spreadsheet_parts import Place, SheetShape, sheet_shapes

MAX_SHEETS = 100

Rows = list[list[str]]
Merge = tuple[Place, Place]


def read_spreadsheet(path: Path, draft: Draft) -> None:
    """Read an .xlsx file into the draft. Raises Refusal."""
    with open_archive(path) as archive:
        shapes = sheet_shapes(archive, draft.progress)
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        shown = [s for s in book.sheets_metadata if s.visible == calamine.SheetVisibleEnum.Visible]
        if len(shown) > MAX_SHEETS:
            raise Refusal("too_large", detail=f"工作表超过 {MAX_SHEETS} 张。")
        for number, about in enumerate(shown, start=1):
            if about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            _write_sheet(sheet, shapes.get(about.name, SheetShape()), draft)
            draft.progress(len(shapes) + number, len(shapes) + len(shown))
    except calamine.PasswordError:
        raise Refusal("encrypted") from None
    except (calamine.CalamineError, OSError, ValueError):
        raise damaged() from None


def _write_sheet(sheet: "calamine.CalamineSheet", shape: SheetShape, draft: Draft) -> None:
    rows = [
        [_shown(value, (r, c) in shape.percentages) for c, value in enumerate(row)]
        for r, row in enumerate(sheet.to_python(skip_empty_area=False))
    ]
    merges = sheet.merged_cell_ranges or []
    if any(any(row) for row in rows) and not sheet.name.lower().startswith("sheet"):
        draft.line(sheet.name)
    for first, last in _blocks(rows):
        _write_block(rows, first, last, merges, draft)


def _blocks(rows: Rows) -> Iterator[tuple[int, int]]:
    """Yield (first, past last) of runs of rows; blank rows end a run where a title follows them."""
    first: int | None = None
    last = 0
    for number, row in enumerate(rows):
        filled = sum(1 for text in row if text)
        if not filled:
            continue
        if first is not None and number > last and filled == 1:
            yield first, last
            first = None
        first = number if first is None else first
        last = number + 1
    if first is not None:
        yield first, last


def _write_block(rows: Rows, first: int, last: int, merges: Sequence[Merge], draft: Draft) -> None:
    """Write leading and trailing rows of one value as lines, what lies between as a grid."""
    wide = [r for r in range(first, last) if sum(1 for text in rows[r] if text) > 1]
    top, bottom = (wide[0], wide[-1] + 1) if wide else (last, last)
    caption: str | None = None
    for row in range(first, top):
        for text in filter(None, rows[row]):
            draft.line(text)
            caption = caption or (text if len(text) <= 60 else None)
    if bottom - top == 1:
        draft.line("\t".join(filter(None, rows[top])))
    elif wide:
        draft.grid(_cells(rows, top, bottom, merges), caption=caption)
    for row in range(bottom, last):
        for text in filter(None, rows[row]):
            draft.line(text)


def _cells(rows: Rows, top: int, bottom: int, merges: Sequence[Merge]) -> list[DraftCell]:
    used = [c for r in range(top, bottom) for c, text in enumerate(rows[r]) if text]
    left, right = min(used), max(used)
    spans: dict[Place, tuple[int, int]] = {}
    covered: set[Place] = set()
    for (r0, c0), (r1, c1) in merges:
        if top <= r0 <= r1 < bottom and left <= c0 <= right:
            c1 = min(c1, right)
            spans[r0, c0] = (r1 - r0 + 1, c1 - c0 + 1)
            covered.update((r, c) for r in range(r0, r1 + 1) for c in range(c0, c1 + 1))
            covered.discard((r0, c0))
    return [
        DraftCell(r - top, c - left, rows[r][c], *spans.get((r, c), (1, 1)))
        for r in range(top, bottom)
        for c in range(left, right + 1)
        if (r, c) not in covered
    ]


def _shown(value: object, percentage: bool) -> str:
    """Return a value as the sheet shows it; whole numbers without a point, dates as ISO."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(value * 100) + "%" if percentage else _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value).strip().replace("\r\n", "\n").replace("\t", " ")


def _number(value: int | float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e21):
        return str(int(value))
    return f"{value:.12g}"
