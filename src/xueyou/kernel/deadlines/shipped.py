"""The tables of holidays that come with the code: dated data, to be entered by verb."""

from importlib.resources import as_file, files

from xueyou.formats.holidays import read_holidays
from xueyou.kernel.deadlines.calendars import HolidayRow

SOURCES = {2026: "国务院办公厅关于2026年部分节假日安排的通知（文号待核）"}
"""The years that are shipped, with the notice each follows."""


def shipped_table(year: int) -> tuple[HolidayRow, ...]:
    """Return the shipped table of a year. Raises KeyError where none is shipped."""
    if year not in SOURCES:
        raise KeyError(year)
    table = files("xueyou.kernel.deadlines") / "data" / f"holidays-{year}.csv"
    with as_file(table) as path:
        return tuple(HolidayRow(day.day, day.works, day.name) for day in read_holidays(path))
