"""The days that differ: 2026 as shipped, 2027 and the leap year 2028 made up."""

from datetime import date
from pathlib import Path

from tests.paths import ROOT
from xueyou.engines.working_days import Calendar
from xueyou.formats.holidays import covered_years, read_holidays

SHIPPED = ROOT / "src/xueyou/kernel/deadlines/data/holidays-2026.csv"
MADE = Path(__file__).parents[2] / "data" / "holidays-made.csv"


def differing() -> dict[date, bool]:
    """Return every day of both tables."""
    return {day.day: day.works for path in (SHIPPED, MADE) for day in read_holidays(path)}


def three_years() -> Calendar:
    """Return the calendar of 2026, 2027 and 2028."""
    days = differing()
    return Calendar(covered_years(days), days)
