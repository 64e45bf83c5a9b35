"""Owns the table of days that differ from the plain week (day, works, name), CSV or XLSX.

All faults of a file are collected before it is refused. A year counts as covered when the table
holds a day of it before the last week of December: notices name the 31st of December of the year
before, and one such day is no table of that year.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xueyou.formats.archive import damaged, open_archive
from xueyou.formats.refusal import Refusal

HEADER = ("day", "works", "name")
MOST_ROWS = 5000
MOST_BYTES = 4 * 1024 * 1024
_WORKS = {"0": False, "1": True}
_SAYS: dict[str, tuple[str, str]] = {
    "holiday_header": (
        "第一行要有 day、works、name 三个列名，顺序不限。",
        "The first row must name the columns day, works and name, in any order.",
    ),
    "holiday_day": ("日期要写成 2026-10-01 这样。", "A day is written like 2026-10-01."),
    "holiday_works": (
        "works 一列只能是 0（放假）或 1（上班）。",
        "works is 0 (off) or 1 (worked).",
    ),
    "holiday_name": ("名称最多 40 个字。", "A name has at most 40 characters."),
    "holiday_twice": ("这一天前面已经有一行了。", "This day has a row already."),
    "holiday_empty": ("表里一天都没有。", "The table holds no day."),
}


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day, whether it is worked, and for which holiday."""

    day: date
    works: bool
    name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell; row and column as a spreadsheet shows them."""

    code: str
    row: int
    column: str
    value: str = ""

    @property
    def zh(self) -> str:
        """Return the sentence."""
        return f"第{self.row}行：{_SAYS[self.code][0]}"

    @property
    def en(self) -> str:
        """Return the sentence in English."""
        return f"Row {self.row}: {_SAYS[self.code][1]}"


class HolidaysFaulty(ValueError):
    """The table is not taken; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("；".join(fault.zh for fault in self.faults))


def read_holidays(path: Path) -> tuple[Holiday, ...]:
    """Return the days of a table in calendar order. Raises HolidaysFaulty, or Refusal."""
    rows = _cells(path)
    if not rows:
        raise HolidaysFaulty([Fault("holiday_empty", 1, "A")])
    places = {name: number for number, name in enumerate(cell.strip() for cell in rows[0])}
    if not places.keys() >= set(HEADER):
        raise HolidaysFaulty([Fault("holiday_header", 1, "A")])
    found: dict[date, Holiday] = {}
    faults: list[Fault] = []
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            _take(row, number, places, found, faults)
    if not found and not faults:
        faults.append(Fault("holiday_empty", 1, "A"))
    if faults:
        raise HolidaysFaulty(faults)
    return tuple(found[day] for day in sorted(found))


def covered_years(days: Iterable[date]) -> frozenset[int]:
    """Return the years for which these days are a table."""
    return frozenset(day.year for day in days if (day.month, day.day) < (12, 25))


def _take(
    row: Sequence[str],
    number: int,
    places: dict[str, int],
    found: dict[date, Holiday],
    faults: list[Fault],
) -> None:
    day_text, works_text, name = (
        row[places[column]].strip() if places[column] < len(row) else "" for column in HEADER
    )

    def fault(code: str, column: str, value: str) -> None:
        faults.append(Fault(code, number, _letter(places[column]), value[:40]))

    day = _day(day_text)
    if day is None:
        fault("holiday_day", "day", day_text)
    elif day in found:
        fault("holiday_twice", "day", day_text)
    if works_text not in _WORKS:
        fault("holiday_works", "works", works_text)
    if len(name) > 40:
        fault("holiday_name", "name", name)
    if day is not None and works_text in _WORKS:
        found.setdefault(day, Holiday(day, _WORKS[works_text], name))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _letter(place: int) -> str:
    head, rest = divmod(place, 26)
    return (_letter(head - 1) if head else "") + chr(ord("A") + rest)


def _cells(path: Path) -> list[list[str]]:
    if path.stat().st_size > MOST_BYTES:
        raise Refusal("too_large")
    with path.open("rb") as file:
        packed = file.read(4) == b"PK\x03\x04"
    rows = _sheet(path) if packed else _lines(path)
    if len(rows) > MOST_ROWS:
        raise Refusal("too_large", detail=f"表里超过 {MOST_ROWS} 行。")
    return rows


def _lines(path: Path) -> list[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline="")))
    except UnicodeDecodeError:
        raise Refusal("encoding_unknown") from None
    except csv.Error:
        raise damaged() from None


def _sheet(path: Path) -> list[list[str]]:
    import python_calamine as calamine

    with open_archive(path):
        pass
    try:
        sheet = calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        return [[_shown(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (calamine.CalamineError, OSError, ValueError):
        raise damaged() from None


def _shown(cell: Any) -> str:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
